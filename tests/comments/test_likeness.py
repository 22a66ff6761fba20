"""Nearly the same texts are found, others are not, and many of them cost little."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.moderation.likeness import groups

TEXT = "The council said that the bridge will be repaired in spring and paid for by the harbour"


def changed(at: int, word: str) -> str:
    words = TEXT.split()
    words[at] = word
    return " ".join(words)


@pytest.mark.parametrize(
    "other",
    [
        changed(0, "Our"),
        changed(8, "mended"),
        f"Hi all! {TEXT}",
        f"{TEXT} https://buy.example/12?x=3",
        TEXT.upper(),
        TEXT.replace("o", "\u043e").replace("e", "\u0435"),
        f"{TEXT} 24 7",
    ],
)
def test_a_text_with_a_small_change_is_like_it(other: str) -> None:
    assert list(
        groups({7: TEXT, 3: "Something else that has about as many words in it", 5: other})
    ) == [[7, 5]]


@pytest.mark.parametrize(
    "other",
    [
        "The council said that nobody had asked the harbour, and the bridge will wait for summer",
        " ".join(reversed(TEXT.split())),
        "The council said that",
        "",
    ],
)
def test_a_text_about_the_same_is_another_one(other: str) -> None:
    assert list(groups({1: TEXT, 2: other})) == []


def test_letters_without_spaces_between_words_are_compared_too() -> None:
    text = (
        "\u6a4b\u306f\u6625\u306b\u4fee\u7406\u3055\u308c\u308b\u3068\u5e02\u304c\u8a00\u3063\u305f"
    )
    assert list(groups({1: text, 2: f"{text}\u3088"})) == [[1, 2]]


@given(st.lists(st.text(max_size=60), max_size=12))
def test_every_text_is_in_one_group_at_most(texts: list[str]) -> None:
    found = [key for group in groups(dict(enumerate(texts))) for key in group]
    assert len(found) == len(set(found))


def test_a_wave_of_them_is_one_group_and_costs_little() -> None:
    texts = {
        n: f"{TEXT} says the one with the name number {chr(97 + n % 26) * 5}" for n in range(300)
    }
    began = time.process_time()
    assert [len(group) for group in groups(texts)] == [300]
    assert time.process_time() - began < 2
