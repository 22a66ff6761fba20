"""The figures of a month that a newsroom may publish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from django.db.models import Count, Min, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from .appeal import Appeal
from .comment import Comment
from .decision import Decision, DecisionQuerySet
from .notice import Notice
from .statistics import MACHINES, PEOPLES

NEWEST = 5000  # decisions whose waits make the median of a month


@dataclass(frozen=True, slots=True, order=True)
class Month:
    year: int
    month: int

    @classmethod
    def of(cls, time: datetime) -> Month:
        time = time.astimezone(UTC)
        return cls(time.year, time.month)

    @property
    def starts(self) -> datetime:
        return datetime(self.year, self.month, 1, tzinfo=UTC)

    @property
    def address(self) -> str:
        return reverse("comments:figures", args=[f"{self.year:04}", f"{self.month:02}"])

    @property
    def next(self) -> Month:
        return Month.of(self.starts + timedelta(days=32))

    @property
    def previous(self) -> Month:
        return Month.of(self.starts - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened in a month. Replies are counted by when they came and what they are today."""

    published: int
    refused: int
    spam: int
    withdrawn: int
    waiting: int
    by_machine: int  # decisions in the month
    notices: int
    notices_decided: int
    objections: int
    objections_decided: int
    wait: timedelta | None  # half of the replies that people decided upon waited no longer

    @property
    def received(self) -> int:
        return self.published + self.refused + self.spam + self.withdrawn + self.waiting

    @classmethod
    def of(cls, month: Month) -> Figures:
        """Three questions, however many replies there are."""
        span = (month.starts, month.next.starts - timedelta(microseconds=1))
        rows = Comment.objects.filter(submitted_at__range=span, status__in=Comment.Status.values)
        counts = dict(rows.order_by().values_list("status").annotate(n=Count("pk")))
        refused = counts.pop("rejected", 0) + counts.pop("removed", 0)
        kinds = dict.fromkeys(("published", "spam", "withdrawn", "waiting"), 0) | counts
        first = Decision.objects.filter(decided_at__range=span, before="waiting").acts()
        others = _counts(
            by_machine=first.by_nobody().filter(verb__in=MACHINES),
            notices=Notice.objects.filter(received_at__range=span),
            notices_decided=Notice.objects.filter(decided_at__range=span),
            objections=Appeal.objects.filter(made_at__range=span),
            objections_decided=Appeal.objects.filter(decided_at__range=span),
        )
        return cls(refused=refused, wait=_wait(first), **kinds, **others)


def _counts(**questions: QuerySet) -> dict[str, int]:
    """Several counts in one question."""
    counts = [
        rows.order_by().annotate(what=Value(name)).values_list("what").annotate(n=Count("pk"))
        for name, rows in questions.items()
    ]
    return dict.fromkeys(questions, 0) | dict(counts[0].union(*counts[1:], all=True))


def _wait(first: DecisionQuerySet) -> timedelta | None:
    by_people = first.filter(verb__in=PEOPLES).exclude(by=None).exclude(reason="staff")
    rows = by_people.order_by("-decided_at").values_list("decided_at", "comment__submitted_at")
    waits = [(decided - sent).total_seconds() for decided, sent in rows[:NEWEST]]
    return timedelta(seconds=median(waits)) if waits else None


def months() -> list[Month]:
    """From this month back to that of the first reply, newest first."""
    oldest = Q(pk__in=[])
    for status in Comment.Status.values:  # of each by its index; numbers do not follow the time
        rows = Comment.objects.filter(status=status).oldest_first().values("pk")
        oldest |= Q(pk__in=rows[:1])
    first = Comment.objects.filter(oldest).aggregate(first=Min("submitted_at"))["first"]
    month = Month.of(timezone.now())
    found = [month]
    while first and month > Month.of(first):
        month = month.previous
        found.append(month)
    return found
