"""Deciding about a reply: one row for each act, counts that follow, nothing done twice."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import DatabaseError, connection

from articles.changes import pages_changed
from articles.models import Article
from comments.models import Comment, Decision, Signal, Stale, Thread
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db

STATES = {
    "approve": "published",
    "reject": "rejected",
    "mark_spam": "spam",
    "remove": "removed",
}


def counts(article: Article) -> tuple[int, int]:
    """The kept numbers, after checking that they are true."""
    thread = Thread.objects.filter(article=article).first() or Thread(article=article)
    rows = Comment.objects.filter(article=article)
    assert thread.reply_count == rows.filter(status="published").count()
    assert thread.root_count == rows.roots().count()
    return thread.reply_count, thread.root_count


def fresh(comment: Comment) -> Comment:
    """The row as somebody else has it before them."""
    return Comment.objects.get(pk=comment.pk)


@pytest.mark.parametrize(("verb", "status"), STATES.items())
def test_each_verb_says_who_did_what_and_why(verb: str, status: str) -> None:
    mona = make_user("mona")
    comment = make_comment(status="waiting", body="See http://one.example/")
    decision = getattr(comment, verb)(by=mona, reason="as agreed")
    assert decision == Decision.objects.get()
    assert (decision.comment, decision.by, decision.reason) == (comment, mona, "as agreed")
    assert (decision.before, decision.after) == ("waiting", status)
    assert decision.decided_at is not None
    assert decision.undoes is None
    assert [signal["code"] for signal in decision.signals] == ["links", "new_host"]
    assert fresh(comment).status == comment.status == status
    assert fresh(comment).revision == comment.revision == 2


def test_a_reader_withdraws_the_own_reply() -> None:
    comment = make_comment()
    decision = comment.withdraw()
    assert decision is not None
    assert (decision.by, decision.after, decision.reason) == (None, "withdrawn", "reader")
    assert counts(comment.article)[0] == 0


@pytest.mark.parametrize("verb", ["approve", "reject", "mark_spam", "remove", "undo"])
def test_what_a_reader_took_back_nobody_else_brings_back(verb: str) -> None:
    comment = make_comment()
    comment.withdraw()
    assert getattr(comment, verb)(by=make_user("mona")) is None
    assert fresh(comment).status == "withdrawn"


def test_counts_follow_every_decision() -> None:
    article = make_article()
    first = make_comment(article, status="waiting")
    second = make_comment(article, status="waiting", body="And I.")
    assert counts(article) == (0, 0)
    first.approve(by=None)
    second.approve(by=None)
    answer = make_comment(article, parent=first)
    assert counts(article) == (3, 2)
    first.remove(by=None)
    assert counts(article) == (2, 2)
    first.approve(by=None)
    assert counts(article) == (3, 2)
    answer.mark_spam(by=None)
    second.undo(by=None)
    assert counts(article) == (1, 2)
    second.reject(by=None)
    assert counts(article) == (1, 2)


def test_doing_it_again_changes_nothing() -> None:
    comment = make_comment(status="waiting")
    comment.approve(by=None)
    assert comment.approve(by=None) is None
    assert Decision.objects.count() == 1
    assert counts(comment.article) == (1, 1)


def test_undo_brings_back_what_was_before_and_says_so() -> None:
    mona, otto = make_user("mona"), make_user("otto")
    comment = make_comment(status="waiting")
    rejected = comment.reject(by=mona)
    undone = comment.undo(by=otto)
    assert undone is not None
    assert (undone.before, undone.after, undone.by) == ("rejected", "waiting", otto)
    assert undone.undoes == rejected
    assert fresh(comment).status == "waiting"
    assert Decision.objects.count() == 2


def test_undo_steps_back_through_the_decisions_one_by_one() -> None:
    comment = make_comment(status="waiting")
    for verb in ("reject", "approve", "remove"):
        getattr(comment, verb)(by=None)
    seen = []
    while comment.undo(by=None):
        seen.append(fresh(comment).status)
        counts(comment.article)
    assert seen == ["published", "rejected", "waiting"]
    assert Decision.objects.count() == 6


def test_an_undo_is_not_undone_but_decided_anew() -> None:
    comment = make_comment(status="waiting")
    comment.approve(by=None)
    comment.undo(by=None)
    assert comment.undo(by=None) is None
    assert comment.approve(by=None) is not None
    comment.undo(by=None)
    assert fresh(comment).status == "waiting"


def test_there_is_nothing_to_undo_before_the_first_decision() -> None:
    assert make_comment(status="waiting").undo(by=None) is None
    assert not Decision.objects.exists()


@pytest.mark.parametrize("late", [*STATES, "undo", "withdraw"])
def test_a_stale_decision_is_refused_and_nothing_applied(late: str) -> None:
    comment = make_comment()
    one, other = fresh(comment), fresh(comment)
    one.reject(by=None)
    one.approve(by=None)
    before = (fresh(comment).revision, Decision.objects.count(), counts(comment.article))
    verb = getattr(other, late)
    if late == "approve":
        other.status = "waiting"
    with pytest.raises(Stale, match="Somebody else"):
        verb() if late == "withdraw" else verb(by=None)
    assert (fresh(comment).revision, Decision.objects.count(), counts(comment.article)) == before


def test_of_two_people_who_looked_at_once_the_second_is_refused() -> None:
    comment = make_comment(status="waiting")
    mona, otto = fresh(comment), fresh(comment)
    mona.approve(by=None)
    with pytest.raises(Stale):
        otto.mark_spam(by=None)
    assert fresh(comment).status == "published"
    assert [decision.after for decision in Decision.objects.all()] == ["published"]


def test_a_decision_that_cannot_be_written_down_is_not_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    comment = make_comment(status="waiting")

    def fail(**fields: Any) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(Decision.objects, "create", fail)
    with pytest.raises(DatabaseError):
        comment.approve(by=None)
    assert fresh(comment).status == "waiting"
    assert fresh(comment).revision == 1
    assert counts(comment.article) == (0, 0)


def test_a_reply_is_stored_with_its_signals_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article()

    def fail(*rows: Any) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(Signal.objects, "bulk_create", fail)
    with pytest.raises(DatabaseError):
        make_comment(article, body="See http://one.example/")
    assert not Comment.objects.exists()


def test_pages_hear_of_a_decision_after_the_commit(
    django_capture_on_commit_callbacks: Any,
) -> None:
    comment = make_comment(status="waiting")
    heard: list[tuple[str, ...]] = []

    def listen(sender: Any, tags: tuple[str, ...], **rest: Any) -> None:
        heard.append(tags)

    pages_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            comment.approve(by=None)
            assert heard == []
    finally:
        pages_changed.disconnect(listen)
    assert heard == [(f"thread:{comment.article_id}", "lists")]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_refused_decision_is_announced_to_nobody() -> None:
    comment = make_comment(status="waiting")
    stale = fresh(comment)
    comment.approve(by=None)
    heard: list[Any] = []

    def listen(**said: Any) -> None:
        heard.append(said["tags"])

    pages_changed.connect(listen)
    try:
        with pytest.raises(Stale):
            stale.reject(by=None)
    finally:
        pages_changed.disconnect(listen)
    assert heard == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("verbs", [("approve", "reject"), ("approve", "approve")], ids=str)
def test_people_deciding_in_the_same_moment_make_one_decision(verbs: tuple[str, str]) -> None:
    """Real connections where the database has them; SQLite's tests live in one connection."""
    if connection.vendor == "sqlite":
        pytest.skip("tests on SQLite share one connection")
    comment = make_comment(status="waiting")
    start = threading.Barrier(6)
    outcomes: list[str] = []

    def decide(verb: str) -> None:
        try:
            own = fresh(comment)
            start.wait(timeout=5)
            outcomes.append("done" if getattr(own, verb)(by=None) else "nothing")
        except Stale:
            outcomes.append("stale")
        finally:
            connection.close()

    people = [threading.Thread(target=decide, args=[verb]) for verb in verbs * 3]
    for person in people:
        person.start()
    for person in people:
        person.join(timeout=10)
    assert sorted(outcomes) == ["done", *["stale"] * 5]
    assert Decision.objects.count() == 1
    assert fresh(comment).status == Decision.objects.get().after
    counts(comment.article)
