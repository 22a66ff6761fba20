"""How long replies usually wait, which readers are told."""

from __future__ import annotations

from datetime import timedelta
from statistics import median

from .decision import Decision

LAST, LEAST = 100, 5  # decisions that are looked at, and without which nothing is said


def typical_wait() -> timedelta | None:
    """The median wait before the newest decisions of people; None while there are too few."""
    by_people = Decision.objects.filter(before="waiting").acts()
    by_people = by_people.exclude(by=None).exclude(after="waiting")
    rows = by_people.order_by("-pk").values_list("decided_at", "comment__submitted_at")[:LAST]
    waits = [(decided - sent).total_seconds() for decided, sent in rows]
    return timedelta(seconds=median(waits)) if len(waits) >= LEAST else None
