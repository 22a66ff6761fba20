"""How fast one sender may go on, counted from the rows that are there already."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

SKEW = timedelta(minutes=1)  # by which the clocks of two machines may differ
Limits = Iterable[tuple[int, int]]
Sent = Callable[..., Iterable[datetime]]  # called as (most, since=, until=)


def seconds_to_wait(rows: QuerySet[Any], moment: str, limits: Limits) -> int:
    """How long to wait until none of the limits (seconds, rows) is reached; 0 for none.

    `moment` names the rows' time.
    """

    def sent(most: int, since: datetime, until: datetime) -> QuerySet[Any, datetime]:
        lately = rows.filter(**{f"{moment}__gt": since, f"{moment}__lt": until})
        return lately.order_by(f"-{moment}").values_list(moment, flat=True)[:most]

    return wait_after(sent, limits)


def wait_after(sent: Sent, limits: Limits) -> int:
    """The same; `sent` tells when rows were written, the newest so many between two moments."""
    if not settings.RATE_LIMITS:
        return 0
    limits, now = tuple(limits), timezone.now()
    longest, most = max(window for window, _ in limits), max(limit for _, limit in limits)
    # Rows from further ahead were written before the clock was set back: nobody waits for those.
    newest = sent(most, since=now - timedelta(seconds=longest), until=now + SKEW)
    ages = [(now - moment).total_seconds() for moment in newest]
    waits: list[float] = [
        window - ages[limit - 1] for window, limit in limits if len(ages) >= limit
    ]
    return ceil(max([0.0, *waits]))
