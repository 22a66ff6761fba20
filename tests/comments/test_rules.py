"""What the rules see in a reply, and what follows from it: nothing a guest sends is published."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from comments.moderation import Action, Submission, Verdict, moderate, pipeline, rules
from comments.moderation.normalise import fold


def make_submission(**fields: Any) -> Submission:
    values = {
        "name": "Nadia Fell",
        "email": "nadia@example.com",
        "website": "",
        "body": "So it is.",
    }
    return Submission(**(values | fields))


def codes(verdict: Verdict) -> list[str]:
    return [signal.code for signal in verdict.signals]


def test_an_ordinary_reply_waits_without_any_signal() -> None:
    assert moderate(make_submission()) == Verdict(Action.WAIT)


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("decoy", {"decoys": ("", "cheap pills")}),
        ("links", {"body": "See https://one.example/ there"}),
        ("links", {"body": "See HTTP://ONE.EXAMPLE/ there"}),
        ("links", {"body": "See www.one.example there"}),
        ("address_as_name", {"name": "https://pills.example/"}),
        ("address_as_name", {"name": "best-pills.com"}),
        ("address_as_name", {"name": "www.pills.example"}),
        ("impersonation", {"name": "ada moreno", "staff_names": ("Ada Moreno",)}),
        ("impersonation", {"name": "Аdа  Mоrеnо", "staff_names": ("Ada Moreno",)}),
        ("impersonation", {"name": "Ada\u200b Mo\u2060reno", "staff_names": ("Ada Moreno",)}),
        ("impersonation", {"name": "Ａｄａ Moreno", "staff_names": ("Ada Moreno",)}),
        ("unknown_origin", {"origin_known": False}),
        ("shouting", {"body": "THIS IS A SCANDAL AND YOU ALL KNOW IT"}),
        ("shouting", {"body": "ЭТО ПРОСТО СКАНДАЛ И ВЫ ВСЕ ЗНАЕТЕ"}),
    ],
)
def test_each_rule_sees_what_it_is_for_and_no_other_does(code: str, fields: Any) -> None:
    verdict = moderate(make_submission(**fields))
    assert codes(verdict) == [code]
    assert verdict.action is Action.WAIT
    assert verdict.signals[0].weight > 0


@pytest.mark.parametrize(
    "fields",
    [
        {"decoys": ("", "")},
        {"body": "The ratio was 3:1, as in http or the web at large."},
        {"name": "St. John"},
        {"name": "Dr.Comfort"},
        {"name": "Ada Morena", "staff_names": ("Ada Moreno",)},
        {"name": "Ada Moreno", "staff_names": ("Ada Moreno",), "is_staff": True},
        {"body": "NATO AND THE EU"},
        {"body": "Short NATO note about EU and UN talks in the city"},
        {"body": "這是一個沒有大小寫的句子這是一個沒有大小寫的句子"},
        {"body": "1234567890 1234567890 1234567890"},
        {"website": "https://fell.example/"},
    ],
)
def test_rules_leave_ordinary_replies_alone(fields: Any) -> None:
    assert codes(moderate(make_submission(**fields))) == []


def test_more_links_weigh_more_up_to_a_limit() -> None:
    weights = [
        moderate(make_submission(body="http://a.example/ " * count)).signals[0].weight
        for count in (1, 2, 5, 50, 500)
    ]
    assert weights == sorted(weights)
    assert weights[0] < weights[1]
    assert weights[3] == weights[4]


def test_details_fit_where_they_are_kept() -> None:
    verdict = moderate(
        make_submission(
            name="x.com" * 20, body="http://a.example/ " * 277, decoys=("x" * 4000, "y" * 4000)
        )
    )
    assert len(verdict.signals) == 4
    for signal in verdict.signals:
        assert len(signal.code) <= 30
        assert len(signal.detail) <= 200


submissions = st.builds(
    Submission,
    name=st.text(max_size=100),
    email=st.text(max_size=50),
    website=st.text(max_size=50),
    body=st.text(max_size=300),
    client_prefix=st.text(max_size=8),
    reader=st.text(max_size=8),
    user_agent=st.text(max_size=50),
    is_staff=st.just(False),
    origin_known=st.booleans(),
    decoys=st.lists(st.text(max_size=20), max_size=2).map(tuple),
    staff_names=st.lists(st.text(max_size=20), max_size=3).map(tuple),
)


@given(submissions)
@examples(deadline=None)
def test_no_guest_is_ever_published(reply: Submission) -> None:
    assert moderate(reply).action is Action.WAIT


@given(submissions)
@examples(deadline=None)
def test_no_rule_fails_whatever_was_typed(reply: Submission) -> None:
    assert "rule_failed" not in codes(moderate(reply))


@given(submissions, st.text(max_size=30))
@examples(deadline=None)
def test_the_address_changes_no_verdict(reply: Submission, address: str) -> None:
    assert moderate(dataclasses.replace(reply, email=address)) == moderate(reply)


def test_no_rule_reads_the_address() -> None:
    class Deaf:
        def __init__(self, reply: Submission) -> None:
            self._reply = reply

        def __getattr__(self, name: str) -> Any:
            assert name != "email"
            return getattr(self._reply, name)

    reply: Any = Deaf(make_submission(body="http://a.example/"))
    assert codes(moderate(reply)) == ["links"]


def test_staff_are_published() -> None:
    assert moderate(make_submission(is_staff=True)).action is Action.PUBLISH


@pytest.mark.parametrize("is_staff", [False, True])
def test_a_rule_that_fails_leaves_the_reply_waiting(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, is_staff: bool
) -> None:
    def broken(reply: Submission) -> Any:
        yield from ()
        raise ZeroDivisionError

    monkeypatch.setattr(pipeline, "RULES", (broken, *rules.RULES))
    verdict = moderate(make_submission(is_staff=is_staff, decoys=("pills",)))
    assert verdict.action is Action.WAIT
    assert codes(verdict) == ["rule_failed", "decoy"]
    assert "broken failed" in caplog.text
    assert "nadia@example.com" not in caplog.text


@given(st.text())
@examples(deadline=None)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("letter", ["ΐ", "ǰ", "ﬃ", "İ", "Ω", "ẞ", "ſ", "\u0345", "ŉ", "Å"])
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
    ],
)
def test_what_looks_the_same_folds_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_folding_keeps_different_words_apart() -> None:
    words = ["Moreno", "Morena", "Мир", "Mup", "東京", "京都", "ab", "a b"]
    assert len({fold(word) for word in words}) == len(words)
