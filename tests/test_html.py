"""The markup of every kind of page, as a strict reader of the HTML standard takes it."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.test import Client
from lxml import html

from tests.factories import make_user
from tests.newsroom import make_newsroom

pytestmark = pytest.mark.django_db

VOID = {"area", "base", "br", "col", "embed", "hr", "img"}  # HTML, 13.1.2
VOID |= {"input", "link", "meta", "source", "track", "wbr"}
# HTML, 2.3.5: a date, or a date with a time and an offset. We never write microseconds.
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?")
FIELDS = "//input[not(@type='hidden')] | //textarea | //select"


class Strict(HTMLParser):
    """Finds what browsers repair in silence: unclosed, crossing and repeated things."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.found.append(f"an attribute twice: {self.get_starttag_text()}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.found.append(f"</{tag}> at {self.getpos()} closes something else")

    def handle_data(self, data: str) -> None:
        if "{{" in data or "{%" in data:
            self.found.append(f"template source: {data.strip()[:60]}")


def mistakes(source: str) -> list[str]:
    strict = Strict()
    strict.feed(source)
    strict.close()
    page = html.document_fromstring(source)
    return [
        *strict.found,
        *(f"still open: {tag}" for tag in strict.open),
        *wrong_names(page),
        *wrong_outline(page),
        *wrong_elements(page),
    ]


def wrong_names(page: html.HtmlElement) -> list[str]:
    """Ids that stand twice, and references to ids that do not exist."""
    ids = Counter(page.xpath("//@id"))
    referred = [
        name
        for value in page.xpath("//@for | //@aria-labelledby | //@aria-describedby")
        for name in value.split()
    ]
    fragments = [value[1:] for value in page.xpath("//a/@href") if value.startswith("#")]
    return [
        *(f"id {name} stands {count} times" for name, count in ids.items() if count > 1),
        *(f"no element has the id {name}" for name in [*referred, *fragments] if name not in ids),
    ]


def wrong_outline(page: html.HtmlElement) -> list[str]:
    levels = [int(title.tag[1]) for title in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    skipped = [f"h{low} follows h{high}" for high, low in pairwise(levels) if low > high + 1]
    return [*skipped, *([] if levels.count(1) == 1 else [f"{levels.count(1)} times h1"])]


def wrong_elements(page: html.HtmlElement) -> list[str]:
    labelled = set(page.xpath("//label/@for"))
    unlabelled = [
        field.get("name")
        for field in page.xpath(FIELDS)
        if field.get("id") not in labelled and not field.xpath("ancestor::label")
    ]
    pictures = [
        image.get("src")
        for image in page.iter("img")
        if not {"alt", "width", "height"} <= set(image.attrib)
    ]
    moments = [value for value in page.xpath("//time/@datetime") if not MOMENT.fullmatch(value)]
    inline = page.xpath(
        "//@style | //style | //script[not(@src) and @type != 'application/ld+json']"
    )
    return [
        *(f"no label for {name}" for name in unlabelled),
        *(f"no alt, width or height: {source}" for source in pictures),
        *(f"not a moment: {value}" for value in moments),
        *(f"style or script in the page: {value}" for value in inline),
    ]


def test_public_pages_are_well_formed(client: Client) -> None:
    for kind, address in make_newsroom().items():
        assert not mistakes(client.get(address).content.decode()), kind


def test_refused_form_is_well_formed(client: Client) -> None:
    article = make_newsroom()["article"]
    refused = client.post(f"{article}comments/", {"body": "<b>x", "email": '">', "parent": "1"})
    assert refused.status_code == 422
    assert not mistakes(refused.content.decode())


def test_desk_is_well_formed(client: Client) -> None:
    make_newsroom()
    client.force_login(make_user("mira", "Moderator"))
    assert not mistakes(client.get("/moderation/").content.decode())


def test_mistakes_are_found() -> None:
    source = (
        "<!doctype html><title>x</title><h1>A</h1><h3 id=a id=b><p>One<b></p></b></h3>"
        '<img src="x.png"><i id="c"></i><i id="c"></i><a href="#d">d</a><input name="e">'
        '<time datetime="2024-05-01T10:00:00.123456+00:00">x</time><p style="color: red">'
    )
    assert len(mistakes(source)) >= 9
