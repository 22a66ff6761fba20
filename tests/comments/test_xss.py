"""More than ten thousand attempts to make a page run a script, in every field and every place."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from lxml import html

from comments import markup
from comments.forms import ReplyForm
from comments.models import Comment
from tests.factories import make_article
from tests.reading import data_blocks, find, xml

from . import payloads
from .hostile import dangers, make_thread, skeleton
from .owning import act, make_own, mine
from .posting import form_of, make_fields, parse, send, text, typed_in

TAG = re.compile(
    r"</?(?:p|em|strong|blockquote|code|pre|ul|ol|li)>|<br>|</?a>"
    r'|<ol start="\d{1,9}">|<a href="(?:https?://|mailto:)[^"<>\s]*" rel="nofollow ugc noopener">'
)
RAW = re.compile(r"[<>]|&(?!(?:amp|lt|gt|quot|nbsp|#39);)")


def assert_harmless(written: str) -> None:
    """Nothing but our own tags, letter for letter: no parser can read this in another way."""
    rest = TAG.sub("", written)
    assert not RAW.search(rest), written


def test_there_are_thousands_of_attempts() -> None:
    assert len(payloads.corpus()) > 10_000


def test_no_attempt_survives_as_markup_of_a_reply() -> None:
    for payload in payloads.corpus():
        assert_harmless(markup.render(payload))
        assert_harmless(markup.inert(markup.render(payload)))


pieces = st.sampled_from(
    [*payloads.CLOSINGS, *payloads.SCHEMES, "<", ">", "a", " ", "\n", "\n\n", "*", "`", "[", "](",
     ")", "> ", "- ", "1. ", "    ", "http://a.b/", "www.", "@a.b", "&", "&#", ";", "\\"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(pieces, max_size=14).map("".join)))
@examples(max_examples=400, deadline=None)
def test_no_mixture_survives_as_markup_of_a_reply(typed: str) -> None:
    assert_harmless(markup.render(typed))


@given(st.one_of(st.text(max_size=80), st.lists(pieces, max_size=14).map("".join)))
@examples(max_examples=100, deadline=None)
def test_endings_of_lines_make_no_difference(typed: str) -> None:
    assert markup.render(typed) == markup.render(typed.replace("\n", "\r\n"))


COUNT = 400
HARMLESS = ("Nadia Fell", "https://fell.example/", "Well said.")


@pytest.mark.django_db
def test_page_keeps_its_shape_whatever_stands_in_its_replies(client: Client) -> None:
    plain = make_thread([HARMLESS] * COUNT, "Harbour one")
    expected = skeleton(parse(client.get(plain.get_absolute_url())))
    bombs = payloads.sample(COUNT)
    hostile = make_thread(
        [(bomb[:100], f"https://a.example/{bomb}"[:200], bomb) for bomb in bombs], "Harbour two"
    )
    document = parse(client.get(hostile.get_absolute_url()))
    assert dangers(document) == []
    assert skeleton(document) == expected
    names = document.xpath("//*[@id='comments']//article//header//bdi")
    assert len(names) == COUNT
    for bomb, element in zip(bombs, names, strict=True):
        shown = " ".join(bomb[:100].replace("\x00", "").split())
        assert " ".join(element.text_content().replace("\ufffd", "").split()) == shown


@pytest.mark.django_db
def test_data_block_holds_names_and_texts_and_is_never_left() -> None:
    template = Template("{% load newsroom %}{% data_block data %}")
    for payload in payloads.corpus()[::3]:
        data = {"comment": [{"author": payload, "text": payload}], payload: 1}
        written = template.render(Context({"data": data}))
        assert written.count("<") == 2
        (element,) = html.fragments_fromstring(written)
        assert data_blocks(html.fromstring(f"<div>{written}</div>")) == [data]
        assert element.tag == "script"


@pytest.mark.django_db
def test_feeds_are_well_formed_and_hold_names_as_they_are(client: Client) -> None:
    bombs = payloads.sample(90, offset=5)
    for part in (bombs[:30], bombs[30:60], bombs[60:]):
        Comment.objects.all().delete()
        article = make_thread([(bomb[:100], "", bomb) for bomb in part], f"Harbour {part[0]}")
        for address in (f"{article.get_absolute_url()}feed/", "/comments/feed/"):
            feed = xml(client.get(address))
            assert len(find(feed, "//item")) == 30
            for written in find(feed, "//item/description/text()"):
                assert_harmless(written)


@pytest.mark.django_db
def test_preview_shows_attempts_as_text(client: Client) -> None:
    article = make_article()
    expected = preview(send(client, article, preview="1"))
    bombs = payloads.sample(600, offset=11)
    for start in range(0, len(bombs), 60):
        body = "\n\n".join(bombs[start : start + 60]).replace("\x00", "")[:5000]
        page = parse(send(client, article, body=body, preview="1"))
        assert dangers(page) == []
        assert preview(page) == expected
    assert not Comment.objects.exists()


def preview(page: Any) -> list[Any]:
    """The shape of a page around its preview."""
    document = page if isinstance(page, html.HtmlElement) else parse(page)
    (shown,) = document.xpath("//*[@id='preview']/div")
    for child in list(shown):
        shown.remove(child)
    return skeleton(document)


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["name", "website", "email", "body", "parent"])
def test_refused_form_gives_every_attempt_back_as_text(client: Client, field: str) -> None:
    article = make_article()
    shapes = set()
    for payload in payloads.sample(12, offset=len(field)):
        typed = make_fields(**{field: payload}) | ({"email": ""} if field != "email" else {})
        answer = send(client, article, **typed)
        assert answer.status_code in {400, 422}, payload
        if answer.status_code == 422:
            page = parse(answer)
            assert dangers(page) == []
            shapes.add(len(form_of(page).xpath(".//*[not(self::li)]")))
            if field not in ("parent",):
                shown = typed_in(page)[field]
                assert "".join(shown.split()) == "".join(payload.split())
    assert len(shapes) <= 3  # one error more or less


def test_only_web_addresses_pass_as_a_website() -> None:
    passed = 0
    for payload in payloads.sample(1500, offset=3):
        for typed in (payload, f"https://a.example/{payload}"):
            form = ReplyForm(make_fields(website=typed), action="/")
            if form.is_valid() and form.cleaned_data["website"]:
                passed += 1
                assert re.fullmatch(r"https?://\S+", form.cleaned_data["website"]), typed
    assert passed


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["waiting", "published", "rejected"])
def test_pages_about_one_reply_show_attempts_as_text(client: Client, state: str) -> None:
    bombs = payloads.sample(60, offset=len(state))
    body = "\n\n".join(bombs).replace("\x00", "")[:5000]
    own = make_own(state, name=bombs[0][:100], website="https://a.example/", body=body)
    addresses = [mine(own)]
    if state == "published":
        addresses += [f"/comments/{own.pk}/reply/", f"/comments/{own.pk}/report/"]
    for address in addresses:
        page = parse(client.get(address))
        assert dangers(page) == []
        assert text(page).count("canary") + text(page).count("alert") > 10
    page = parse(act(client, own, "edit", body=body + "x" * 5000))
    assert dangers(page) == []
