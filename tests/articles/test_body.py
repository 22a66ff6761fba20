from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.body import Figure, Inset, canonical, figures, insets, plain_text, render

TAGS = ["p", "h1", "h2", "h3", "div", "ul", "ol", "li", "blockquote", "figure", "figcaption"]
TAGS += ["aside", "strong", "b", "em", "a", "br", "script", "style", "table", "td", "img", "svg"]
ATTRIBUTES = ["", ' href="https://example.org/?a=1&amp;b=2"', ' href="javascript:x()"']
ATTRIBUTES += [' data-image="7" data-size="wide"', ' data-image="x"', ' data-article="4"']
ATTRIBUTES += [" onclick=x()", ' style="color:red"', ' class="a"']

text = st.text(alphabet="ab <>&\"'\n\t\u00a0é—:", max_size=8) | st.just("READ MORE: ")
opening = st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES))
closing = st.builds("</{}>".format, st.sampled_from(TAGS))
markup = st.lists(text | opening | closing, max_size=25).map("".join)


@given(markup | st.text())
def test_canonical_form_stays_as_it_is(source: str) -> None:
    once = canonical(source)
    assert canonical(once) == once


@given(markup)
def test_canonical_form_holds_only_known_markup(source: str) -> None:
    body = canonical(source)
    for tag in re.findall(r"<[^>]*>", body):
        assert re.fullmatch(
            r"</?(p|h2|h3|ul|ol|li|blockquote|figcaption|figure|aside|strong|em|a)>|<br>"
            r'|<a href="https://example\.org/\?a=1&amp;b=2">'
            r'|<figure data-image="7" data-size="(text|wide)">|<aside data-article="4">',
            tag,
        ), tag


@given(markup)
def test_each_figure_and_inset_of_a_canonical_body_is_found(source: str) -> None:
    body = canonical(source)
    assert len(figures(body)) == body.count("<figure")
    assert len(insets(body)) == body.count("<aside")


@given(st.lists(st.sampled_from([Figure(7), Figure(9, "wide", "A <em>b</em>"), Inset(4, "Q & A")])))
def test_references_survive(references: list[Figure | Inset]) -> None:
    body = "\n".join(str(reference) for reference in references)
    assert canonical(body) == body
    assert figures(body) == [one for one in references if isinstance(one, Figure)]
    assert insets(body) == [one for one in references if isinstance(one, Inset)]


@pytest.mark.parametrize(
    ("source", "body"),
    [
        ("", ""),
        ("<p></p><p>&nbsp;</p><p><br></p>", ""),
        ("loose", "<p>loose</p>"),
        ("<div>One</div><div>Two</div>", "<p>One</p>\n<p>Two</p>"),
        ("<p>a<script>x()</script></p>", "<p>a</p>"),
        ('<p onclick="x()" style="color:red" class="y">a</p>', "<p>a</p>"),
        ('<p><a href="javascript:x()">a</a></p>', "<p>a</p>"),
        ('<p><a href="/2024/05/x/">a</a></p>', '<p><a href="/2024/05/x/">a</a></p>'),
        ("<p><b>a</b> <i>b</i></p>", "<p><strong>a</strong> <em>b</em></p>"),
        ("<h1>a</h1><h5>b</h5>", "<h2>a</h2>\n<h3>b</h3>"),
        ("<ul><li><p>a</p><ul><li>b</li></ul></li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul>a<li>b</li>c</ul>", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
        ("<p><br> <br>a<br><br>b<br> </p>", "<p>a<br><br>b</p>"),
        ("<ul><li><p>a</p><p>b</p></li><li></li></ul>", "<ul><li>a b</li></ul>"),
        ("<blockquote>a</blockquote>", "<blockquote><p>a</p></blockquote>"),
        ('<figure data-image="0"></figure>', ""),
        ("<aside></aside>", ""),
        ("<aside>READ MORE: Q</aside>", "<aside>Q</aside>"),
        (
            '<p>a</p><aside data-article="4">Q</aside>',
            '<p>a</p>\n<aside data-article="4">Q</aside>',
        ),
    ],
)
def test_canonical_form(source: str, body: str) -> None:
    assert canonical(source) == body


def test_render_replaces_each_reference() -> None:
    body = canonical('<p>a</p><figure data-image="7"></figure><aside>Q &amp; A</aside>')
    html = render(body, lambda figure: f"[{figure.image}]", lambda inset: f"[{inset.headline}]")
    assert html == "<p>a</p>\n[7]\n[Q & A]"


def test_plain_text_leaves_captions_and_insets_out() -> None:
    figure = '<figure data-image="7"><figcaption>c</figcaption></figure>'
    assert plain_text(canonical(f"<p>a&amp;b</p>{figure}<aside>Q</aside><p>d</p>")) == "a&b d"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<ul><li>a{}b</li></ul>", "<ul><li>a b</li></ul>"),
        ("<ul>{}<li>a<ol><li>b{}</li></ol></li></ul>", "<ul><li>a<ol><li>b</li></ol></li></ul>"),
        ("<blockquote><p>a</p>{}</blockquote>", "<blockquote><p>a</p></blockquote>"),
        ("<h2>a{}</h2>", "<h2>a</h2>"),
        ("<strong>a{}</strong>", "<p><strong>a </strong></p>"),
        ("<figure><figcaption>a{}</figcaption></figure>", ""),
    ],
)
def test_reference_that_cannot_stand_in_a_block_follows_it(source: str, text: str) -> None:
    for reference in (Figure(7, "wide", "c"), Inset(4, "Q")):
        body = canonical(source.replace("{}", str(reference)))
        count = source.count("{}")
        assert body == "\n".join(filter(None, [text, *[str(reference)] * count]))


@pytest.mark.parametrize(
    "source",
    ["<ul><li>a" * 400, "<blockquote>a" * 300, "<em>a" * 900, "<ul><li><blockquote><h2>a" * 100],
)
def test_deep_nesting_is_flattened_and_keeps_its_words(source: str) -> None:
    started = time.process_time()
    body = canonical(source)
    assert time.process_time() - started < 5  # exponential would be years
    assert plain_text(body).count("a") == source.count(">a")
    assert canonical(body) == body


def test_many_line_breaks_cost_little() -> None:
    started = time.process_time()
    canonical("<p>a" + "<br>" * 50_000 + "b</p>")
    assert time.process_time() - started < 5
