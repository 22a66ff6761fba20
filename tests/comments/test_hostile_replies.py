"""Whatever readers type as a name or a text, it stays text: on pages, in feeds, in JSON-LD."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from lxml import html

from articles.models import Article
from comments import markup, thread_html
from comments.models import Comment
from comments.threads import build
from tests.factories import make_article, make_comment, make_user

from .posting import make_fields, parse, reply, send, text, typed_in

BOMBS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</article></li></ol></section><h1>Mine",
    "</script><script>alert(1)//",
    "{{ request.META }}{% csrf_token %}",
    "<!--",
    "]]>",
    "&lt;b&gt; &amp; &#60;i&#62;",
)

anything = st.one_of(
    st.sampled_from(BOMBS),
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["<", ">", '"', "'", "&", "/", "=", "`", "*", "_", "[", "](", ")", "<a ", "onclick=",
             "javascript:", "http://a.b/", "<script", "\u202e", "\u2067", "\n", "\n\n> ", "- ",
             "    ", "style=", "&#x3c;", "\x00", "é", "漢"]
        ),
        max_size=30,
    ).map("".join),
)  # fmt: skip

ALLOWED = {"ol", "li", "article", "header", "details", "summary", "div", "i", "b", "bdi", "time",
           *markup.TAGS}  # fmt: skip
EVENTS = re.compile("^on", re.IGNORECASE)


def make_row(name: str, body: str, website: str, *, parent: int | None = None) -> Comment:
    pk = 2 if parent else 1
    return Comment(
        pk=pk, article_id=7, parent_id=parent, name=name, body=body, html=markup.render(body),
        website=website, status="published",
    )  # fmt: skip


def render(*rows: Comment) -> str:
    return thread_html.thread(build(rows), thread_html.Page(frozenset(), True))


@given(name=anything, body=anything, path=anything)
@examples(max_examples=150, deadline=None)
def test_nothing_typed_becomes_markup_of_the_thread(name: str, body: str, path: str) -> None:
    plain = render(
        make_row("Nadia", "So", "https://a.example/"),
        make_row("Otto", body, "https://a.example/", parent=1),
    )
    written = render(
        make_row(name, "So", f"https://a.example/{path}"),
        make_row("Otto", body, "https://a.example/", parent=1),
    )
    assert tags(written) == tags(plain)
    for element in html.fragment_fromstring(written).iter():
        assert element.tag in ALLOWED
        assert not [key for key in element.attrib if EVENTS.match(key) or key == "style"]
        link = element.get("href", "https:")
        assert link.startswith(("https:", "http:", "mailto:", "/comments/", "#comment-"))


def tags(written: str) -> list[Any]:
    """Every element in order with its depth and attributes' names: the shape, not the words."""
    root = html.fragment_fromstring(written)
    return [
        (element.tag, len(list(element.iterancestors())), sorted(element.attrib))
        for element in root.iter()
    ]


@given(name=anything, body=anything)
@examples(max_examples=100, deadline=None)
def test_the_threads_markup_is_balanced(name: str, body: str) -> None:
    written = render(make_row(name, body, ""), make_row(body[:100], name, "", parent=1))
    opened: list[str] = []
    for closing, tag in re.findall(r"<(/?)([a-z][a-z0-9]*)(?:\s[^<>]*)?>", written):
        if closing:
            assert opened.pop() == tag
        elif tag != "br":
            opened.append(tag)
    assert opened == []


@pytest.mark.django_db
@pytest.mark.parametrize("bomb", BOMBS)
def test_hostile_words_are_shown_as_they_were_typed(client: Client, bomb: str) -> None:
    article = make_article()
    above = make_comment(article, name=bomb, body=bomb)
    answer = make_comment(article, parent=above, name=bomb, body="So")
    page = parse(client.get(article.get_absolute_url()))
    scripts = {element.get("src") or element.get("type") for element in page.iter("script")}
    assert not [name for name in scripts if not name.startswith(("/static/", "application/ld"))]
    for row in (above, answer):
        assert " ".join(bomb.split()) in text(reply(page, row.pk))
    assert not page.xpath("//@onerror | //@onload | //h1[text()='Mine']")
    form = parse(client.get(f"/comments/{above.pk}/reply/"))
    assert " ".join(bomb.split()) in text(form.xpath("//h1")[0])


@pytest.mark.django_db
@pytest.mark.parametrize("bomb", BOMBS)
def test_hostile_words_come_back_in_a_refused_form(client: Client, bomb: str) -> None:
    page = parse(send(client, make_article(), name=bomb, body=bomb, email=bomb, website=bomb))
    fields = typed_in(page)
    assert {name: fields[name] for name in make_fields()} == dict.fromkeys(make_fields(), bomb)
    assert not page.xpath("//@onerror | //@onload")


@pytest.mark.django_db
@pytest.mark.parametrize("bomb", BOMBS)
def test_hostile_words_stay_text_on_the_desk(client: Client, bomb: str) -> None:
    row = make_comment(make_article(), status="waiting", name=bomb, body=bomb)
    client.force_login(make_user("mona", "Moderator"))
    page = parse(client.get("/moderation/"))
    assert text(reply(page, row.pk)).count(" ".join(bomb.split())) >= 2
    assert not page.xpath("//@onerror | //@onload")


@pytest.mark.django_db
def test_names_are_isolated_from_the_direction_of_the_text_around_them(client: Client) -> None:
    article: Article = make_article()
    row = make_comment(article, name="نادية \u05d0", body="مرحبا")
    element = reply(parse(client.get(article.get_absolute_url())), row.pk)
    assert "نادية \u05d0" in element.xpath(".//bdi/text()")
    assert element.xpath(".//*[@dir='auto']")


@pytest.mark.django_db
@pytest.mark.parametrize("control", ["\u202e", "\u202a", "\u2066", "\u2069", "\u2067"])
def test_controls_of_direction_are_dropped_from_what_readers_send(
    client: Client, control: str
) -> None:
    article = make_article()
    send(client, article, name=f"Na{control}dia", body=f"Well{control} said")
    row = Comment.objects.get()
    row.approve(by=None)
    assert control not in client.get(article.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_every_link_of_a_reader_says_that_we_do_not_vouch_for_it(client: Client) -> None:
    article = make_article()
    body = "See https://one.example/ and www.two.org or write to me@three.org"
    row = make_comment(article, body=body, website="https://four.example/")
    element = reply(parse(client.get(article.get_absolute_url())), row.pk)
    links = [a for a in element.iter("a") if not a.get("href").startswith(("/", "#"))]
    assert len(links) == 4
    assert {a.get("rel") for a in links} == {"nofollow ugc noopener"}
