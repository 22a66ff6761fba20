"""What looks the same is the same to the rules; addresses are found and named in one way."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from comments.moderation.links import LONGEST, addresses, host, hosts, parents
from comments.moderation.normalise import LOOKALIKES, bare, fingerprint, fold


@given(st.text())
@examples(deadline=None)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("letter", ["ΐ", "ǰ", "ﬃ", "İ", "Ω", "ẞ", "ſ", "\u0345", "ŉ", "Å", "ꭰ"])
def test_folding_settles_letters_that_come_apart(letter: str) -> None:
    assert fold(fold(letter)) == fold(letter)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("раураӏ", "paypal"),
        ("a\u00adb\u034fc\ufe0f", "abc"),
        (" a \t\n b ", "a b"),
        ("e\u0301", "É"),
        ("ο\u03bf", "oo"),
        ("\u3164\u2800\u115f", ""),
        ("ΡΑΥΡΑL", "paupal"),
        ("ｐａｙｐａｌ", "paypal"),
        ("𝓹𝓪𝔂𝓹𝓪𝓵", "paypal"),
        ("ᴘᴀʏᴘᴀʟ", "paypal"),
        ("ԛᴜɪс\u212a", "quick"),
        ("ᏟᎪᏚᎥnօ", "casino"),
        ("ꮯꭺꮪꭵno", "casino"),
        ("ⓒⓐⓢⓘⓝⓞ", "casino"),
    ],
)
def test_what_looks_the_same_folds_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_folding_keeps_different_words_apart() -> None:
    words = [
        "Moreno",
        "Morena",
        "Мир",
        "Mup",
        "東京",
        "京都",
        "ab",
        "a b",
        "l0ve",
        "love",
        "résumé",
    ]
    assert len({fold(word) for word in words}) == len(words)


def test_every_lookalike_becomes_one_small_latin_letter() -> None:
    assert all(re.fullmatch("[a-z]", chr(letter)) for letter in LOOKALIKES.values())
    assert not any(chr(letter).isascii() for letter in LOOKALIKES)


@pytest.mark.parametrize(
    "name", ["Ada-Moreno", "ADA MORENO!", "Аdа Mоrenο", "Ádà Moréno", "adamoreno"]
)
def test_a_bare_name_keeps_letters_only(name: str) -> None:
    assert bare(name) == "adamoreno"


def test_a_bare_name_knows_capitals_of_other_scripts() -> None:
    assert bare("ΝΑDΥΑ") == bare("NADYA")


SAID = "Nobody asked the residents of the old quay."


@pytest.mark.parametrize(
    "text",
    [
        SAID.upper(),
        SAID.replace(" ", "\n\n"),
        SAID + " http://one.example/17 1234!!!",
        SAID.replace("o", "о"),
        "www.two.example " + SAID.replace("old", "o\u200bld"),
    ],
)
def test_the_same_words_leave_the_same_fingerprint(text: str) -> None:
    assert fingerprint(text) == fingerprint(SAID)
    assert re.fullmatch("[0-9a-f]{16}", fingerprint(text))


def test_other_words_leave_another_fingerprint() -> None:
    assert fingerprint(SAID.replace("Nobody", "Somebody")) != fingerprint(SAID)


@pytest.mark.parametrize(
    "text", ["", "Well said!", "a" * 19, "1234567890 " * 9, "x http://" + "y" * 90]
)
def test_too_few_letters_leave_none(text: str) -> None:
    assert fingerprint(text) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See (https://one.example/a), then.", ["https://one.example/a"]),
        ("www.one.example. HTTP://two.example", ["www.one.example", "HTTP://two.example"]),
        ("*http://one.example*", ["http://one.example"]),
        ("http://one.example\u200b/x", ["http://one.example/x"]),
        ("http://one.example http://one.example", ["http://one.example"] * 2),
        ("http:// www. https://", []),
        ("one.example, ftp and http", []),
    ],
)
def test_addresses_in_a_text(text: str, found: list[str]) -> None:
    assert addresses(text) == found


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://One.Example/x", "one.example"),
        ("http://www.one.example", "one.example"),
        ("www.one.example", "one.example"),
        ("one.example/path?x#y", "one.example"),
        ("//one.example", "one.example"),
        ("one.example//two.example", "one.example"),
        ("one.example?to=http://two.example", "one.example"),
        ("http://user:pass@one.example:8080/", "one.example"),
        ("http://good.example@bad.example", "bad.example"),
        ("http://one.example.", "one.example"),
        ("http://one.example\\@two.example", "one.example"),
        ("http://one%2eexample/", "one.example"),
        ("http://bücher.example", "xn--bcher-kva.example"),
        ("http://BÜCHER.example", "xn--bcher-kva.example"),
        ("http://XN--BCHER-KVA.example", "xn--bcher-kva.example"),
        ("http://ｏｎｅ．example", "one.example"),
        ("http://one。example", "one.example"),
        ("http://президент.рф", "xn--d1abbgf6aiiy.xn--p1ai"),
        ("http://192.0.2.1:80", "192.0.2.1"),
        ("http://[2001:db8::1]/", "[2001:db8::1]"),
        ("http://localhost", "localhost"),
        ("", ""),
        ("http://", ""),
        ("http://a b", ""),
        ("http://" + "a" * 64 + ".example", ""),
        ("http://" + "a." * 200 + "example", ""),
    ],
)
def test_the_host_of_an_address(address: str, name: str) -> None:
    assert host(address) == name


def test_hosts_of_a_reply_are_named_once() -> None:
    text = "http://one.example/a http://www.one.example/b https://two.example"
    assert hosts(text, "one.example") == ("one.example", "two.example")


def test_a_host_lies_below_its_parents() -> None:
    assert list(parents("a.b.example")) == ["a.b.example", "b.example", "example"]


@given(st.text(), st.text())
@examples(deadline=None)
def test_any_text_has_hosts_that_can_be_kept(text: str, website: str) -> None:
    for name in hosts("http://" + text + " www." + website, website):
        assert name == host(name)
        assert len(name) <= LONGEST
        assert name.isascii()
