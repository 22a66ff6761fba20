"""What the rules saw is marked in a reply's HTML, and nothing else about it changes."""

from __future__ import annotations

import re

import nh3
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from comments import markup
from comments.diffs import changes
from comments.marks import mark
from comments.moderation.sightings import sightings

MARKS = re.compile(r"</?mark>")
typed = st.text(
    alphabet=st.one_of(st.sampled_from("ab <>&\"'*_`#\n-.:/[]()ÄßİсА桥"), st.characters()),
    max_size=200,
)


@examples(deadline=None)
@given(typed, st.lists(st.tuples(st.integers(-5, 250), st.integers(-5, 250)), max_size=5))
def test_a_mark_changes_nothing_but_the_marks(text: str, spans: list[tuple[int, int]]) -> None:
    html = markup.inert(markup.render(text))
    marked = mark(html, lambda _text: spans)
    assert MARKS.sub("", marked) == html
    assert nh3.clean(marked, tags=markup.TAGS | {"mark"}, attributes={"ol": {"start"}}) == marked


@examples(deadline=None)
@given(typed, st.lists(typed, max_size=4))
def test_no_line_of_a_list_breaks_a_card(text: str, lines: list[str]) -> None:
    html = markup.inert(markup.render(text))
    assert MARKS.sub("", mark(html, lambda shown: sightings(shown, lines))) == html


def marked(text: str, *lines: str) -> list[str]:
    html = mark(markup.inert(markup.render(text)), lambda shown: sightings(shown, lines))
    return re.findall(r"<mark>(.*?)</mark>", html)


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("Our CASINO opens", "casino", ["CASINO"]),
        ("casinos and casino", "casino", ["casino"]),
        ("casinos and casino", "casino*", ["casinos", "casino"]),
        ("a c\u0430sino", "casino", ["c\u0430sino"]),
        ("you can earn, money", "earn money", ["earn, money"]),
        ("earn little money", "earn money", []),
        ("R&D <b>", "r", ["R"]),
        ("earn 50 a day", r"/earn \d+/", ["earn 50"]),
        ("half**way** there", "halfway", ["half", "way"]),
        ("see pills.example now", "pills.example", ["pills.example"]),
        ("see http://buy.pills.example/x.", "pills.example", ["http://buy.pills.example/x"]),
        ("桥已经生锈了", "生锈", ["生锈"]),
        ("nothing of that", "*", []),
        ("nothing of that", "/(/", []),
        ("nothing of that", "", []),
    ],
)
def test_words_are_marked_as_the_lists_find_them(text: str, line: str, found: list[str]) -> None:
    assert marked(text, line) == found


def test_every_address_is_marked_without_the_sentence_around_it() -> None:
    assert marked("See https://a.example/x, (www.b.example).") == [
        "https://a.example/x",
        "www.b.example",
    ]


@examples(deadline=None)
@given(typed, typed)
def test_a_difference_holds_both_texts(before: str, after: str) -> None:
    found = changes(before, after)
    assert "".join(c.text for c in found if c.kind != "new") == before
    assert "".join(c.text for c in found if c.kind != "gone") == after
    assert all(change.text for change in found)


def test_a_difference_is_told_by_words() -> None:
    assert changes("The old bridge", "The new bridge") == [
        ("same", "The "),
        ("gone", "old"),
        ("new", "new"),
        ("same", " bridge"),
    ]


def test_what_has_no_word_in_common_is_told_as_a_whole() -> None:
    assert changes("one two three", "four five six") == [
        ("gone", "one two three"),
        ("new", "four five six"),
    ]


def test_very_long_texts_are_compared_at_once() -> None:
    found = changes("a " + "x y " * 20_000 + "b", "c " + "y x " * 20_000 + "d")
    assert [change.kind for change in found] == ["gone", "new"]
