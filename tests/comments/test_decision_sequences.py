"""Any sequence of decisions and edits: the numbers stay true and an undo goes back exactly."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments.models import Comment, Decision, Discussion, Host, Tally, Thread
from comments.moderation.links import hosts
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db

TEXTS = (
    "First, see http://one.example/ about it.",
    "Then http://two.example/ and http://one.example/ too.",
    "No address in this one.",
    "http://three.example/ only.",
)
DECISIONS = ("approve", "reject", "mark_spam", "remove")
ASIDE = ("defer", "ask", "escalate", "pick", "unpick", "redact", "redact")
OTHERS = ("undo", "undo", "undo", "hold", "withdraw", *("edit",) * 4)
VERBS = (*DECISIONS, *DECISIONS, *ASIDE, *OTHERS)
STATE = (
    *("status", "body", "html", "proposed_id", "judged", "vetted", "edited_at", "fingerprint"),
    *("due_at", "escalated", "is_picked", "is_redacted"),
)

steps = st.lists(
    st.tuples(
        st.integers(0, 3),  # which reply
        st.sampled_from(VERBS),
        st.booleans(),  # whether a person decides
        st.sampled_from(TEXTS),
    ),
    max_size=14,
)


def state(pk: int) -> dict[str, Any]:
    return Comment.objects.values(*STATE).get(pk=pk)


@dataclass
class Newsroom:
    """A thread of four replies, and what has to be found again."""

    mona: User
    replies: list[int]
    decisions: list[dict[str, Any]] = field(default_factory=list)
    before: dict[int, dict[str, Any]] = field(default_factory=dict)  # by decision
    written: Counter[int] = field(default_factory=Counter)  # edits by reply
    edits_at: dict[int, int] = field(default_factory=dict)  # those that a decision came after

    def do(self, place: int, verb: str, by_person: bool, text: str) -> None:
        """One act on a reply as it is now; what was there before a decision is remembered."""
        row = Comment.objects.get(pk=self.replies[place])
        before, known = state(row.pk), set(Decision.objects.values_list("pk", flat=True))
        by = self.mona if by_person else None
        acts: dict[str, Callable[[], Any]] = {
            "hold": lambda: row.hold(reason="reports"),
            "withdraw": row.withdraw,
            "defer": lambda: row.defer(until=timezone.now() + timedelta(days=1), by=self.mona),
            "ask": lambda: row.ask_to_revise(by=self.mona, message="Please."),
            "escalate": lambda: row.escalate(to="legal", by=self.mona),
            "pick": lambda: row.pick(by=self.mona),
            "unpick": lambda: row.unpick(by=self.mona),
            "redact": lambda: self.redact(row),
            "edit": lambda: self.edit(row, text),
        }
        if verb == "hold" and row.status != "published":  # what readers report, they see
            return
        act = acts.get(verb) or (lambda: getattr(row, verb)(by=by))
        act()
        new = Decision.objects.exclude(pk__in=known)
        assert state(row.pk) == before or new or verb == "edit"
        for decision in new:
            self.remember(decision, before, is_edit=verb == "edit")

    def edit(self, row: Comment, text: str) -> None:
        if row.may_edit(Discussion.objects.current()):
            row.edit(text)
            self.written[row.pk] += 1

    def redact(self, row: Comment) -> None:
        """Take the first word out of its newest text."""
        newest = row.proposed.body if row.proposed else row.body
        row.redact(newest.removeprefix("[…]").partition(" ")[2], by=self.mona)

    def remember(self, decision: Decision, before: dict[str, Any], *, is_edit: bool) -> None:
        pk = decision.comment_id
        if decision.undoes_id and self.edits_at[decision.undoes_id] == self.written[pk]:
            assert state(pk) == self.before[decision.undoes_id]
        self.before[decision.pk] = before
        self.edits_at[decision.pk] = -1 if is_edit else self.written[pk]

    def check(self) -> None:
        """Every number that is kept is what counting finds; nothing decided was rewritten."""
        rows = list(Comment.objects.all())
        self.check_counts(rows)
        self.check_hosts(rows)
        self.check_tallies()
        said = list(Decision.objects.order_by("pk").values())
        assert said[: len(self.decisions)] == self.decisions
        self.decisions = said
        for row in rows:
            assert row.status == "published" or (row.proposed_id is None and not row.is_picked)
            text = row.versions.filter(body=row.body).order_by("pk").last()
            assert row.is_redacted == (text is not None and text.kind == "redacted")

    def check_counts(self, rows: list[Comment]) -> None:
        public = [row for row in rows if row.status == "published"]
        once = [row for row in rows if row.published_at]
        thread = Thread.objects.filter(article=rows[0].article).first() or Thread()
        assert thread.reply_count == len(public)
        assert thread.root_count == sum(row.parent_id is None for row in once)
        for root in (row for row in rows if row.parent_id is None):
            below = [row for row in once if row.root_id == root.pk]
            assert root.answer_count == sum(row in public for row in below)
            assert root.branch_size == len(below)
            places = sorted(row.branch_place or 0 for row in below)
            assert places == list(range(1, len(below) + 1))

    def check_tallies(self) -> None:
        kept = Tally.objects.read()
        Tally.objects.recount()
        assert kept == Tally.objects.read()

    def check_hosts(self, rows: list[Comment]) -> None:
        expected: Counter[tuple[str, bool]] = Counter()
        for row in rows:
            if row.judged:
                expected.update((name, row.judged == "approved") for name in hosts(row.body))
        kept: Counter[tuple[str, bool]] = Counter()
        for host in Host.objects.all():
            kept[host.name, True], kept[host.name, False] = host.approved, host.rejected
        assert +kept == expected
        assert min(kept.values(), default=0) >= 0


@pytest.mark.parametrize("premoderation", ["everything", "nothing"])
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=steps)
def test_numbers_stay_true_and_undo_goes_back(
    premoderation: str, steps: list[tuple[int, str, bool, str]]
) -> None:
    with transaction.atomic():
        mona = make_user("mona")
        article = make_article()
        root = make_comment(article, status="waiting", body=TEXTS[0])
        answer = make_comment(article, status="waiting", body=TEXTS[1], parent=root)
        below = make_comment(article, status="waiting", body=TEXTS[2], parent=answer)
        other = make_comment(article, status="waiting", body=TEXTS[3])
        Discussion.objects.update(premoderation=premoderation)
        newsroom = Newsroom(mona, [row.pk for row in (root, answer, below, other)])
        for step in steps:
            newsroom.do(*step)
            newsroom.check()
        transaction.set_rollback(True)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_people_deciding_about_one_branch_at_once_wait_for_each_other() -> None:
    """Every decision takes thread, branch and reply in the same order: none is a deadlock."""
    if connection.vendor == "sqlite":
        pytest.skip("tests on SQLite share one connection")
    root = make_comment()
    article, body = root.article, "See http://one.example/ and http://two.example/."
    answers = [make_comment(article, parent=root, status="waiting", body=body) for _ in range(3)]
    mona, rounds, trouble = make_user("mona"), 8, []
    start = threading.Barrier(4)

    def decide(pk: int, *verbs: str) -> None:
        try:
            start.wait(timeout=5)
            for verb in verbs * rounds:
                getattr(Comment.objects.get(pk=pk), verb)(by=mona)
        except Exception as error:
            trouble.append(error)
        finally:
            connection.close()

    acts = [(root.pk, "remove", "approve"), *((row.pk, "approve", "reject") for row in answers)]
    people = [threading.Thread(target=decide, args=act) for act in acts]
    for person in people:
        person.start()
    for person in people:
        person.join(timeout=30)
    assert trouble == []
    Newsroom(mona, []).check()
