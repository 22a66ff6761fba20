"""What the dashboard says. Every read is bounded and finds its rows by an index.

Nothing here tells one moderator from another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from .comment import Comment
from .decision import ASIDE, Decision
from .signal import LABELS

DAYS = 30  # that the dashboard looks back
NEWEST = 5000  # decisions of people, and as many of the machine, that are read for the rules
SHARED = 20_000  # decisions among which the machine's share is counted
ENOUGH = 20  # cases, without which no rate is told
PEOPLES = ("approve", "reject", "mark_spam", "remove")
MACHINES = ("approve", "mark_spam")
IN_FAVOUR = frozenset({"known_host", "known_reader"})


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many; no percentage where that would say nothing."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.part / self.whole) if self.whole >= ENOUGH else None


@dataclass(slots=True)
class Rule:
    """What became of the replies about which a rule said something."""

    code: str
    refused: int = 0  # by people
    approved: int = 0
    agreed: int = 0  # people who found what the rule had said
    by_machine: int = 0
    reversed: int = 0  # decisions of people undone, and of the machine overturned

    @property
    def label(self) -> str:
        return str(LABELS.get(self.code, self.code))

    @property
    def agreement(self) -> Rate:
        return Rate(self.agreed, self.refused + self.approved)

    @property
    def overturn(self) -> Rate:
        return Rate(self.reversed, self.refused + self.approved + self.by_machine)


@dataclass(slots=True)
class Sample:
    """The newest decisions of people and of the machine, each at most NEWEST rows."""

    people: list[Any] = field(default_factory=list)
    machine: list[Any] = field(default_factory=list)

    @classmethod
    def read(cls, since: datetime) -> Sample:
        lately = Decision.objects.filter(decided_at__gte=since).acts()
        lately = lately.order_by("-decided_at")
        people = lately.filter(verb__in=PEOPLES).exclude(by=None).exclude(reason="staff")
        machine = lately.by_nobody().filter(verb__in=MACHINES)
        later = Decision.objects.filter(comment=OuterRef("comment"), pk__gt=OuterRef("pk"))
        later = later.exclude(by=None).exclude(verb__in=ASIDE)
        seen = machine.annotate(
            is_seen=Exists(later), is_reversed=Exists(later.exclude(after=OuterRef("after")))
        )
        facts = ("decided_at", "comment__submitted_at", "before", "after", "signals", "undone_by")
        return cls(
            list(people.values(*facts)[:NEWEST]),
            list(seen.values("after", "signals", "is_seen", "is_reversed")[:NEWEST]),
        )

    def waits(self, since: datetime | None = None) -> list[tuple[datetime, float]]:
        """When replies were decided and how many seconds they had waited for a person."""
        return [
            (row["decided_at"], (row["decided_at"] - row["comment__submitted_at"]).total_seconds())
            for row in self.people
            if row["before"] == "waiting" and (since is None or row["decided_at"] >= since)
        ]

    def median_wait(self, since: datetime) -> timedelta | None:
        seconds = [wait for _when, wait in self.waits(since)]
        return timedelta(seconds=median(seconds)) if seconds else None

    def waits_by_day(self) -> list[tuple[str, int]]:
        """The median wait of each day in minutes, for days on which somebody decided."""
        days = defaultdict[str, list[float]](list)
        for when, wait in self.waits():
            days[when.astimezone(UTC).date().isoformat()].append(wait)
        return [(day, round(median(days[day]) / 60)) for day in sorted(days)]

    def wrongly_filed(self) -> Rate:
        """Of the replies that were let through as a sample, those that a person approved."""
        sampled = [row for row in self.people if "sampled" in set(_codes(row["signals"]))]
        return Rate(sum(row["after"] == "published" for row in sampled), len(sampled))

    def overturned(self, after: str) -> Rate:
        """Of what the machine made of replies and a person saw later, what that person changed."""
        seen = [row for row in self.machine if row["is_seen"] and row["after"] == after]
        return Rate(sum(row["is_reversed"] for row in seen), len(seen))

    def rules(self, always: Iterable[str] = ()) -> list[Rule]:
        """Each rule that said something or is named in `always`, the most frequent first."""
        rules = {code: Rule(code) for code in always}
        for row in self.people:
            for code, weight in _codes(row["signals"]).items():
                rule = rules.setdefault(code, Rule(code))
                approved = row["after"] == "published"
                rule.approved += approved
                rule.refused += not approved
                rule.agreed += approved == _speaks_for(code, weight)
                rule.reversed += row["undone_by"] is not None
        for row in self.machine:
            for code in _codes(row["signals"]):
                rule = rules.setdefault(code, Rule(code))
                rule.by_machine += 1
                rule.reversed += row["is_reversed"]
        return sorted(rules.values(), key=lambda rule: (-rule.overturn.whole, rule.code))


def _codes(signals: list[dict[str, Any]]) -> dict[str, float]:
    """The rules that said something, each with the sum of its weights."""
    found = defaultdict[str, float](float)
    for signal in signals:
        found[signal["code"]] += signal["weight"]
    return found


def _speaks_for(code: str, weight: float) -> bool:
    return weight < 0 or (weight == 0 and code in IN_FAVOUR)


def machine_share(since: datetime) -> Rate:
    """How many of the newest first decisions about replies nobody had to make."""
    first = Decision.objects.filter(decided_at__gte=since, before="waiting").acts()
    first = first.filter(verb__in=PEOPLES).exclude(reason="staff").order_by("-decided_at")
    counts = first[:SHARED].aggregate(machine=Count("pk", filter=Q(by=None)), all=Count("pk"))
    return Rate(counts["machine"], counts["all"])


def decisions_by_hour(since: datetime) -> list[tuple[str, int]]:
    """How many decisions people made in each hour since then, hours without any included."""
    rows = Decision.objects.filter(decided_at__gte=since, verb__in=PEOPLES)
    rows = rows.exclude(by=None).exclude(reason="staff").order_by()
    hour = written("decided_at", 1, 13)
    counts = dict(rows.annotate(at=hour).values_list("at").annotate(n=Count("pk")))
    return [
        (f"{time:%H}:00", counts.get(f"{time:%Y-%m-%d %H}", 0))
        for time in _steps(since, timedelta(hours=1))
    ]


def replies_by_day(since: datetime) -> list[tuple[str, dict[str, int]]]:
    """What became of the replies of each day: day, and how many in each status."""
    # Naming every status lets the index of status and time find the rows.
    rows = Comment.objects.filter(submitted_at__gte=since, status__in=Comment.Status.values)
    by_day = rows.order_by().annotate(day=written("submitted_at", 1, 10))
    days = defaultdict[str, Counter[str]](Counter)
    for day, status, n in by_day.values_list("day", "status").annotate(n=Count("pk")):
        days[day][status] = n
    return [(f"{t:%Y-%m-%d}", days[f"{t:%Y-%m-%d}"]) for t in _steps(since, timedelta(days=1))]


def written(name: str, start: int, length: int) -> Substr:
    """A part of a time as the database writes it, in UTC: a function of its own is slow."""
    return Substr(Cast(name, models.CharField()), start, length)


def _steps(since: datetime, step: timedelta) -> Iterator[datetime]:
    time, now = since, timezone.now()
    while time <= now:
        yield time
        time += step


def midnight(days: int = 0) -> datetime:
    """The beginning of today, or of so many days ago, in UTC."""
    today = timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=days)
