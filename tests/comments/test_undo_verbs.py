"""Undo of every verb, also after its writer has changed the reply meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from comments.models import Comment, Decision, Discussion
from tests.factories import make_comment, make_user

from .deciding import fresh

pytestmark = pytest.mark.django_db

STATE = (
    *("status", "body", "html", "proposed_id", "judged", "vetted", "fingerprint", "edited_at"),
    *("due_at", "escalated", "is_picked", "is_redacted"),
)
Act = Callable[[Comment, User], Decision | None]
WAITING: dict[str, Act] = {
    "approve": lambda row, by: row.approve(by=by),
    "reject": lambda row, by: row.reject(by=by, message="No."),
    "mark_spam": lambda row, by: row.mark_spam(by=by),
    "defer": lambda row, by: row.defer(until=timezone.now() + timedelta(days=1), by=by),
    "ask": lambda row, by: row.ask_to_revise(by=by, message="Please."),
    "escalate": lambda row, by: row.escalate(to="second", by=by),
    "redact": lambda row, by: row.redact("First three.", by=by),
}
PUBLISHED: dict[str, Act] = {
    "remove": lambda row, by: row.remove(by=by),
    "pick": lambda row, by: row.pick(by=by),
    "redact": WAITING["redact"],
    "mark_spam": WAITING["mark_spam"],
    "reject": WAITING["reject"],
}
CASES = [("waiting", verb) for verb in WAITING] + [("published", verb) for verb in PUBLISHED]


def state(row: Comment) -> dict[str, Any]:
    return Comment.objects.values(*STATE).get(pk=row.pk)


@pytest.mark.parametrize(("status", "verb"), CASES)
def test_undo_goes_back_exactly(status: str, verb: str) -> None:
    mona = make_user("mona")
    comment = make_comment(status=status, body="First two three.")
    before = state(comment)
    acts = WAITING if status == "waiting" else PUBLISHED
    assert acts[verb](fresh(comment), mona)
    assert state(comment) != before
    undone = fresh(comment).undo(by=mona)
    assert undone is not None
    assert undone.undoes is not None
    assert undone.undoes.verb == verb
    assert state(comment) == before


@pytest.mark.parametrize("verb", ["defer", "ask", "escalate", "redact", "mark_spam"])
def test_undo_keeps_what_its_writer_has_written_since(verb: str) -> None:
    """And forgets what was said of the text that is there no more."""
    mona = make_user("mona")
    comment = make_comment(status="waiting", body="First two three.")
    WAITING[verb](fresh(comment), mona)
    fresh(comment).edit("Something else.")
    fresh(comment).undo(by=mona)
    row = fresh(comment)
    assert (row.status, row.body) == ("waiting", "Something else.")
    assert (row.judged, row.vetted, row.is_redacted) == ("", False, False)


def test_undoing_a_deferral_does_not_vouch_for_a_new_text() -> None:
    mona = make_user("mona")
    comment = make_comment(status="waiting", body="First two three.")
    fresh(comment).approve(by=mona)
    fresh(comment).hold(reason="reports")
    fresh(comment).defer(until=timezone.now() + timedelta(days=1), by=mona)
    assert fresh(comment).vetted
    fresh(comment).edit("Something else.")
    fresh(comment).undo(by=mona)
    row = fresh(comment)
    assert (row.judged, row.vetted) == ("", False)


def test_a_redacted_text_and_its_undo_bring_the_words_back() -> None:
    mona = make_user("mona")
    comment = make_comment(status="published", body="First two three.")
    fresh(comment).redact("First three.", by=mona)
    row = fresh(comment)
    assert (row.body, row.is_redacted) == ("First […] three.", True)
    assert "First […] three." in row.html
    fresh(comment).undo(by=mona)
    row = fresh(comment)
    assert (row.body, row.is_redacted, row.status) == ("First two three.", False, "published")
    kinds = list(row.versions.values_list("kind", "body"))
    assert kinds == [("sent", "First two three."), ("redacted", "First […] three.")]


def test_a_redacted_proposal_goes_on_waiting_and_comes_back_by_undo() -> None:
    mona = make_user("mona")
    comment = make_comment(status="published", body="As published.")
    fresh(comment).edit("A new bad text.")
    before = state(comment)
    fresh(comment).redact("A new text.", by=mona)
    row = fresh(comment)
    assert (row.body, row.is_redacted) == ("As published.", False)
    assert row.proposed is not None
    assert row.proposed.body == "A new […] text."
    fresh(comment).undo(by=mona)
    assert state(comment) == before
    fresh(comment).redact("A new text.", by=mona)
    fresh(comment).approve(by=mona)
    row = fresh(comment)
    assert (row.body, row.is_redacted) == ("A new […] text.", True)


def test_undoing_the_redaction_of_a_proposal_keeps_a_newer_one() -> None:
    mona = make_user("mona")
    comment = make_comment(status="published", body="As published.")
    fresh(comment).edit("A new bad text.")
    fresh(comment).redact("A new text.", by=mona)
    fresh(comment).edit("A better text.")
    fresh(comment).undo(by=mona)
    row = fresh(comment)
    assert row.proposed is not None
    assert row.proposed.body == "A better text."


@pytest.mark.parametrize("edits", [1, 2, 3])
def test_what_its_writer_makes_of_a_redacted_reply_waits(edits: int) -> None:
    mona = make_user("mona")
    for status in ("waiting", "published"):
        Discussion.objects.update(premoderation="everything")
        comment = make_comment(status=status, body=f"First two three, {status}.")
        Discussion.objects.update(premoderation="nothing")
        fresh(comment).redact(f"First three, {status}.", by=mona)
        for number in range(edits):
            fresh(comment).edit(f"First two three again, {status} {number}.")
        row = fresh(comment)
        assert row.desk == "waiting"
        assert (row.status, row.is_redacted) == (status, status == "published")
        assert "two" not in row.body or status == "waiting"


def test_once_the_redaction_is_undone_an_edit_is_judged_like_any_other() -> None:
    Discussion.objects.update(premoderation="nothing")
    mona, comment = make_user("mona"), make_comment(status="published", body="First two three.")
    fresh(comment).redact("First three.", by=mona)
    fresh(comment).undo(by=mona)
    fresh(comment).edit("First two three, and four.")
    assert fresh(comment).body == "First two three, and four."
