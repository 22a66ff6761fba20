"""What readers type as HTML: a little markup, and nothing else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from lxml import html

from comments.markup import TAGS, render


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("So it is.", "<p>So it is.</p>"),
        ("One\n\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("One\r\n\r\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("One\nTwo", "<p>One<br>\nTwo</p>"),
        ("*so*", "<p><em>so</em></p>"),
        ("**so**", "<p><strong>so</strong></p>"),
        (r"\*so\*", "<p>*so*</p>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
        ("`a < b`", "<p><code>a &lt; b</code></p>"),
        ("> so", "<blockquote>\n<p>so</p>\n</blockquote>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("3. one\n4. two", '<ol start="3">\n<li>one</li>\n<li>two</li>\n</ol>'),
        ("# No heading", "<p># No heading</p>"),
        ("![x](y.png)", "<p>![x](y.png)</p>"),
        ("a & b &amp; c", "<p>a &amp; b &amp;amp; c</p>"),
        ("", ""),
    ],
)
def test_a_little_markup_is_understood(typed: str, shown: str) -> None:
    assert render(typed) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<b>bold</b>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        "<!-- hidden -->",
        "<style>*{display:none}</style>",
        "&#60;b&#62;",
    ],
)
def test_html_is_shown_as_text(typed: str) -> None:
    element = html.fragment_fromstring(render(typed))
    assert element.tag == "p"
    assert len(element) == 0
    assert element.text == typed


def test_bare_addresses_become_links_that_we_do_not_vouch_for() -> None:
    link = html.fragment_fromstring(render("See https://one.example/a?b=1&c=2.")).find("a")
    assert link is not None
    assert dict(link.attrib) == {
        "href": "https://one.example/a?b=1&c=2",
        "rel": "nofollow ugc noopener",
    }
    assert link.tail == "."


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "javascript://one.example/%0aalert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "[x](javascript:alert(1))",
        "<javascript:alert(1)>",
    ],
)
def test_addresses_that_run_something_stay_text(typed: str) -> None:
    for element in html.fragment_fromstring(render(typed)).iter("a"):
        assert element.get("href").startswith(("http:", "https:", "mailto:"))
    assert 'href="j' not in render(typed).lower()


@pytest.mark.parametrize(
    "control", ["\x00", "\x08", "\u202e", "\u2066", "\u2060", "\ufeff", "\uffff"]
)
def test_invisible_controls_are_dropped(control: str) -> None:
    assert render(f"a{control}b") == "<p>ab</p>"


@pytest.mark.parametrize(
    "bomb",
    [">", "*", "_", "`", "- ", "1. ", "> - ", "a@", "www.", "http://", "(http://a.b/", "**a *b ",
     "[", "\\", "&", "\n>", "\n- ", "a.", "//", "mailto:", "\u202e", "*a_", "`a``b```", "://",
     "www.\u00e9.", "www.a.", "www.a.b/("],
)  # fmt: skip
def test_nested_bombs_are_rendered_at_once(bomb: str) -> None:
    typed = (bomb * 5000)[:5000]
    start = time.process_time()
    shown = render(typed)
    assert time.process_time() - start < 5
    assert len(shown) < 200_000
    deepest = max(
        len(list(element.iterancestors()))
        for element in html.fragment_fromstring(f"<div>{shown}</div>").iter()
    )
    assert deepest < 60


@pytest.mark.parametrize("bomb", ["://", "www.a.", "http://a.b/("])
def test_the_longest_reply_that_settings_allow_is_rendered_in_time(bomb: str) -> None:
    start = time.process_time()
    render((bomb * 50_000)[:50_000])
    assert time.process_time() - start < 10


@pytest.mark.parametrize("address", ["www.0", "WWW.0", "http://www.0/"])
def test_an_address_that_no_browser_opens_is_text(address: str) -> None:
    assert render(address) == f"<p>{address}</p>"


def test_a_reply_of_nothing_but_addresses_has_no_links() -> None:
    address = "http://a.example/ "
    assert render(address * 60).count("<a ") == 60
    assert render(address * 61).count("<a ") == 0


marks = st.lists(
    st.sampled_from(
        ["*", "**", "_", "`", "```", "> ", "- ", "1. ", "\n", "\n\n", "    ", "<", ">", "</", "<a ",
         "<p>", "&lt;", "[a](", "](b)", "http://a.b/", "javascript:", "a", " ", '"', "'", "\\"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(st.one_of(st.text(max_size=200), marks))
@examples(max_examples=200, deadline=None)
def test_only_allowed_elements_come_out(typed: str) -> None:
    root = html.fragment_fromstring(f"<div>{render(typed)}</div>")
    for element in list(root.iter())[1:]:
        assert element.tag in TAGS
        assert set(element.attrib) <= {"a": {"href", "rel"}, "ol": {"start"}}.get(
            element.tag, set()
        )
        assert element.get("href", "https:").startswith(("http:", "https:", "mailto:"))
