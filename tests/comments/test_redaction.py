"""Words are taken out of a text, never put in, and the gap is where the moderator made it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.moderation.redaction import GAP, Reworded, _pieces, redact

LETTERS = "ab .,!\n-'éЖשم漢字ก👩\u200d👧\u0301\u200f[…]"


def words(text: str) -> list[str]:
    return [piece for piece in _pieces(text) if piece != GAP and not piece.isspace()]


def is_within(few: list[str], many: list[str]) -> bool:
    rest = iter(many)
    return all(word in rest for word in few)


@pytest.mark.parametrize(
    ("original", "kept", "result"),
    [
        ("You are a bad man. You are right.", "You are right.", "[…] You are right."),
        ("no no no", "no no", "[…] no no"),
        ("no no no", "no […] no", "no […] no"),
        ("no no no", "no no […]", "no no […]"),
        ("Hello you idiot, my friend", "Hello my friend", "Hello […] my friend"),
        ("Well, you idiot, yes", "Well, yes", "Well, […] yes"),
        ("One\n\nTwo two\n\nThree", "One\n\nThree", "One\n\n[…]\n\nThree"),
        ("Ask Otto Brandt (0170 123) now", "Ask () now", "Ask […] ([…]) now"),
        ("see http://a.example/x?y=1, ok", "see, ok", "see […], ok"),
        ("a […] b c", "a […] b", "a […] b […]"),
        ("foo[…]bar x", "foo[…]bar", "foo[…]bar […]"),
        ("私はあなたが嫌いです", "私はです", "私は[…]です"),
        ("שלום איש רע", "שלום רע", "שלום […] רע"),
        ("a 👩\u200d👩\u200d👧 b", "a b", "a […] b"),
        ("e\u0301te\u0301 chaud", "chaud", "[…] chaud"),
        ("one two", "", "[…]"),
        ("  kept   as it\tis ", "kept as it is", "  kept   as it\tis "),
    ],
)
def test_a_gap_stands_where_words_were(original: str, kept: str, result: str) -> None:
    assert redact(original, kept) == result


@pytest.mark.parametrize(
    ("original", "kept", "word"),
    [
        ("I can't agree", "I can agree", "can"),
        ("one two", "two one", "one"),
        ("one two", "one two three", "three"),
        ("unlikely", "likely", "likely"),
        ("See a.example", "See b.example", "b.example"),
        ("été", "ete", "ete"),
        ("👩\u200d👧", "👩", "👩"),
        ("हिन्दी", "हिन", "हिन"),
    ],
)
def test_nobody_puts_words_in(original: str, kept: str, word: str) -> None:
    with pytest.raises(Reworded) as said:
        redact(original, kept)
    assert str(said.value) == word


@given(st.text(LETTERS, max_size=60), st.data())
def test_what_stays_are_the_words_that_were_kept(original: str, data: st.DataObject) -> None:
    there = words(original)
    stays = [word for word in there if data.draw(st.booleans())]
    result = redact(original, " ".join(stays))
    assert words(result) == stays
    assert is_within(words(result), there)
    assert (GAP in result) >= (stays != there)


@given(st.text(LETTERS, max_size=40), st.text(LETTERS, max_size=40))
def test_no_word_comes_in(original: str, kept: str) -> None:
    try:
        result = redact(original, kept)
    except Reworded:
        assert not is_within(words(kept), words(original))
    else:
        assert words(result) == words(kept)
        assert is_within(words(result), words(original))


@given(st.text(LETTERS, max_size=60), st.data())
def test_redacting_again_with_nothing_taken_out_changes_nothing(
    original: str, data: st.DataObject
) -> None:
    stays = [word for word in words(original) if data.draw(st.booleans())]
    once = redact(original, " ".join(stays))
    assert redact(once, once) == once


@given(st.text(max_size=80))
def test_the_pieces_are_the_text(text: str) -> None:
    assert "".join(_pieces(text)) == text


def test_a_very_long_text_takes_no_time_to_speak_of() -> None:
    original = " ".join(f"w{n % 300}" for n in range(5000))
    kept = " ".join(f"w{n % 300}" for n in range(5000) if n % 7)
    assert words(redact(original, kept)) == kept.split()


@pytest.mark.parametrize("words", [500, 3000])
def test_the_same_words_again_and_again_cost_little(words: int) -> None:
    began = time.process_time()
    assert redact("a b " * words, "a " * words).count("a") == words
    assert time.process_time() - began < 8


def test_of_a_long_text_a_word_is_taken_out_where_it_was() -> None:
    text = "".join(f"Sentence {n} says no, no and no. " for n in range(900)).strip()
    kept = text.replace("Sentence 450 says no, no and no.", "Sentence 450 says no, no.")
    assert redact(text, kept) == text.replace(
        "Sentence 450 says no, no and no.", "Sentence 450 says no, no […]."
    )
