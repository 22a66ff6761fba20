"""How fast one sender may go on, counted from the rows that are there already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from math import ceil
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

SKEW = timedelta(minutes=1)  # by which the clocks of two machines may differ


def seconds_to_wait(rows: QuerySet[Any], moment: str, limits: Iterable[tuple[int, int]]) -> int:
    """How long to wait until none of the limits (seconds, rows) is reached; 0 for none.

    `moment` names the rows' time.
    """
    if not settings.RATE_LIMITS:
        return 0
    limits, now = tuple(limits), timezone.now()
    longest, most = max(window for window, _ in limits), max(limit for _, limit in limits)
    # Rows from further ahead were written before the clock was set back: nobody waits for those.
    between = (now - timedelta(seconds=longest), now + SKEW)
    lately = rows.filter(**{f"{moment}__gt": between[0], f"{moment}__lt": between[1]})
    newest = lately.order_by(f"-{moment}").values_list(moment, flat=True)[:most]
    ages = [(now - sent).total_seconds() for sent in newest]
    waits: list[float] = [
        window - ages[limit - 1] for window, limit in limits if len(ages) >= limit
    ]
    return ceil(max([0.0, *waits]))
