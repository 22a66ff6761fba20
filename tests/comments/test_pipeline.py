"""From signals to one decision: it explains itself, and when in doubt the reply waits."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from comments.moderation import (
    Action,
    Blocked,
    Facts,
    History,
    Person,
    Premoderation,
    Signal,
    Spamminess,
    Submission,
    Verdict,
    moderate,
    pipeline,
    rules,
)
from comments.moderation.decision import BLOCKING, HOLDING, decide
from tests.comments.submitting import codes, make_submission, submissions

OPEN = Facts(premoderation=Premoderation.NOTHING)
NEWCOMERS = Facts(premoderation=Premoderation.NEWCOMERS)
ROBOT = {"decoys": ("pills",), "took": 1.0}


def guess(probability: float) -> Callable[[str], Spamminess]:
    return lambda text: Spamminess(probability)


def action(facts: Facts = OPEN, **fields: Any) -> Action:
    return moderate(make_submission(**fields), facts).action


def test_an_ordinary_reply_waits_without_any_signal() -> None:
    assert moderate(make_submission()) == Verdict(Action.WAIT)


def test_staff_are_published_with_their_signals() -> None:
    facts = Facts(is_moderated=True, is_edit=True, blocked_words="so")
    verdict = moderate(make_submission(is_staff=True, decoys=("pills",)), facts)
    assert (verdict.action, verdict.reason) == (Action.PUBLISH, "staff")
    assert codes(verdict) == ["decoy", "blocked_word"]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (dataclasses.replace(OPEN, blocked_words="so"), "blocked_word"),
        (dataclasses.replace(OPEN, blocks=(Blocked("phrase", "so it is"),)), "blocked"),
        (Facts(is_moderated=True, blocked_words="so"), "blocked_word"),
    ],
)
def test_what_people_have_blocked_is_filed_as_spam(facts: Facts, reason: str) -> None:
    verdict = moderate(make_submission(), facts)
    assert (verdict.action, verdict.reason) == (Action.SPAM, reason)


@pytest.mark.parametrize("other", [{"decoys": ("x",)}, {"name": "pills.com"}])
def test_certainty_and_two_robots_signs_are_filed_as_spam(other: Any) -> None:
    verdict = moderate(make_submission(took=1.0, **other), Facts(classify=guess(0.98)))
    assert (verdict.action, verdict.reason) == (Action.SPAM, "classifier")


@pytest.mark.parametrize(
    ("probability", "fields"),
    [
        (0.979, ROBOT),
        (1.0, {}),
        (1.0, {"took": 1.0}),
        (1.0, {"decoys": ("x", "y")}),
        (1.0, {"decoys": ("x", "y"), "origin_known": False}),
        (1.0, {"decoys": ("x",), "took": 5.0}),
    ],
)
def test_less_than_that_waits(probability: float, fields: Any) -> None:
    assert action(dataclasses.replace(OPEN, classify=guess(probability)), **fields) is Action.WAIT


def test_robots_without_the_classifier_wait() -> None:
    assert action(OPEN, name="pills.com", **ROBOT) is Action.WAIT


@pytest.mark.parametrize(
    ("draw", "expected"), [(0.0, Action.WAIT), (0.0099, Action.WAIT), (0.01, Action.SPAM)]
)
def test_one_in_a_hundred_is_shown_to_moderators(draw: float, expected: Action) -> None:
    verdict = moderate(make_submission(**ROBOT), Facts(classify=guess(0.99), draw=draw))
    assert verdict.action is expected
    assert ("sampled" in codes(verdict)) is (expected is Action.WAIT)


def test_a_sample_is_not_taken_of_what_people_blocked() -> None:
    facts = Facts(blocked_words="so", classify=guess(0.99), draw=0.0)
    assert action(facts, **ROBOT) is Action.SPAM


@pytest.mark.parametrize(
    "facts",
    [
        dataclasses.replace(OPEN, is_moderated=True),
        dataclasses.replace(OPEN, held_words="so"),
        dataclasses.replace(OPEN, repeats=1),
        dataclasses.replace(OPEN, person=Person(approved=9, rejected=1)),
        dataclasses.replace(OPEN, failed=("history",)),
        dataclasses.replace(OPEN, classify=guess(0.91)),
        dataclasses.replace(OPEN, staff_names=("Nadia Fell",)),
        dataclasses.replace(NEWCOMERS, is_edit=True, person=Person(approved=9)),
        dataclasses.replace(NEWCOMERS, is_moderated=True, person=Person(approved=9)),
        dataclasses.replace(NEWCOMERS, person=Person(approved=9, rejected=1)),
        dataclasses.replace(NEWCOMERS, person=Person()),
        NEWCOMERS,
        Facts(person=Person(approved=9)),
    ],
)
def test_a_moderator_looks_where_the_newsroom_wants_it(facts: Facts) -> None:
    assert action(facts) is Action.WAIT


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (OPEN, "no_objection"),
        (dataclasses.replace(OPEN, is_edit=True), "no_objection"),
        (dataclasses.replace(OPEN, classify=guess(0.6)), "no_objection"),
        (dataclasses.replace(NEWCOMERS, person=Person(approved=1)), "known_reader"),
    ],
)
def test_the_rest_is_published_and_says_why(facts: Facts, reason: str) -> None:
    verdict = moderate(make_submission(), facts)
    assert (verdict.action, verdict.reason) == (Action.PUBLISH, reason)


@pytest.mark.parametrize("is_staff", [False, True])
def test_a_rule_that_fails_leaves_the_reply_waiting(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, is_staff: bool
) -> None:
    def broken(reply: Submission, facts: Facts) -> Any:
        yield Signal("decoy", 1.0)
        raise ZeroDivisionError

    monkeypatch.setattr(pipeline, "RULES", (broken, *rules.RULES))
    verdict = moderate(make_submission(is_staff=is_staff, decoys=("pills",)), OPEN)
    assert verdict.action is Action.WAIT
    assert codes(verdict) == ["rule_failed", "decoy"]
    assert "broken failed" in caplog.text
    assert "nadia@example.com" not in caplog.text


def test_a_classifier_that_fails_leaves_the_reply_waiting() -> None:
    def broken(text: str) -> Spamminess:
        raise MemoryError

    verdict = moderate(make_submission(**ROBOT), dataclasses.replace(OPEN, classify=broken))
    assert verdict.action is Action.WAIT
    assert codes(verdict)[-1] == "rule_failed"


def test_every_source_that_failed_is_named() -> None:
    verdict = moderate(make_submission(is_staff=True), Facts(failed=("history", "blocks")))
    assert verdict.action is Action.WAIT
    assert [signal.detail for signal in verdict.signals] == ["history", "blocks"]


counts = st.integers(0, 20)
some_facts = st.builds(
    Facts,
    premoderation=st.sampled_from(Premoderation),
    is_moderated=st.booleans(),
    is_edit=st.booleans(),
    held_words=st.text(max_size=40),
    blocked_words=st.text(max_size=40),
    link_limit=st.integers(0, 3),
    staff_names=st.lists(st.text(max_size=20), max_size=3).map(tuple),
    hosts=st.dictionaries(st.text(max_size=9), st.builds(History, counts, counts), max_size=2),
    blocks=st.lists(
        st.builds(
            Blocked,
            kind=st.sampled_from(("person", "network", "host", "phrase")),
            value=st.text(max_size=9),
            reason=st.text(max_size=9),
        ),
        max_size=2,
    ).map(tuple),
    repeats=counts,
    person=st.one_of(st.none(), st.builds(Person, counts, counts)),
    classify=st.one_of(st.none(), st.floats(0, 1).map(guess)),
    draw=st.floats(0, 1, exclude_max=True),
    failed=st.lists(st.text(max_size=9), max_size=2).map(tuple),
)


@given(submissions, some_facts)
@examples(deadline=None)
def test_no_guest_is_published_while_everything_waits(reply: Submission, facts: Facts) -> None:
    facts = dataclasses.replace(facts, premoderation=Premoderation.EVERYTHING)
    assert moderate(reply, facts).action is not Action.PUBLISH


@given(submissions, some_facts)
@examples(deadline=None)
def test_no_rule_fails_whatever_was_typed(reply: Submission, facts: Facts) -> None:
    facts = dataclasses.replace(facts, failed=())
    assert "rule_failed" not in codes(moderate(reply, facts))


@given(submissions, some_facts, st.text(max_size=30))
@examples(deadline=None)
def test_the_address_changes_no_verdict(reply: Submission, facts: Facts, address: str) -> None:
    assert moderate(dataclasses.replace(reply, email=address), facts) == moderate(reply, facts)


@given(submissions, some_facts)
@examples(deadline=None)
def test_failure_neither_publishes_nor_files(reply: Submission, facts: Facts) -> None:
    verdict = moderate(reply, dataclasses.replace(facts, failed=()))
    failed = moderate(reply, dataclasses.replace(facts, failed=("history",)))
    assert failed.action is (Action.WAIT if verdict.action is Action.PUBLISH else verdict.action)


signals = st.lists(
    st.builds(
        Signal,
        code=st.sampled_from(sorted(HOLDING | BLOCKING | {"classifier", "links", "known_host"})),
        weight=st.floats(-6, 6),
    ),
    max_size=5,
)


@given(some_facts, signals, st.sampled_from(sorted(HOLDING)))
@examples(deadline=None)
def test_one_more_doubt_never_publishes(facts: Facts, found: list[Signal], doubt: str) -> None:
    more = decide(make_submission(), facts, [*found, Signal(doubt, 1.0)])
    assert more.action is not Action.PUBLISH


def test_no_rule_reads_the_address() -> None:
    class Deaf:
        def __init__(self, reply: Submission) -> None:
            self._reply = reply

        def __getattr__(self, name: str) -> Any:
            assert name != "email"
            return getattr(self._reply, name)

    reply: Any = Deaf(make_submission(body="http://a.example/", website="http://b.example"))
    facts = Facts(
        held_words="nadia\nexample.com\n/nadia/", blocks=(Blocked("phrase", "nadia@example.com"),)
    )
    reply._reply = dataclasses.replace(reply._reply, name="Fell")
    assert codes(moderate(reply, facts)) == ["links", "new_host"]


@pytest.mark.parametrize("kind", ["host", "phrase"])
def test_many_blocks_do_not_make_a_reply_slow(kind: str) -> None:
    blocks = tuple(Blocked(kind, f"pills{number}.example") for number in range(300))
    reply = make_submission(body="www." + "\u00e9." * 2400)
    began = process_time()
    assert "blocked" not in codes(moderate(reply, Facts(blocks=blocks)))
    assert process_time() - began < 10


@pytest.mark.parametrize(
    "unit", ["a", "a.", "www.", "http://", "0", "+1 ", "a@", "a-", "_", "GB82 "]
)
def test_no_text_makes_the_rules_hang(unit: str) -> None:
    text = (unit * 5000)[:5000]
    reply = make_submission(name=text[:100], website=text[:200], body=text)
    began = process_time()
    moderate(reply, Facts(held_words="casino\nearn money\n$$\n*x*\n/(a+)+b/\npills.example"))
    assert process_time() - began < 20
