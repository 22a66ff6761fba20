"""In which order replies want a moderator.

Each reply gets a moment when it is due, once: the moment it came, moved forward by what makes it
urgent. The earliest is looked at first (earliest deadline first: Liu and Layland, Journal of the
ACM 20(1), 1973). As a moment does not change while others are decided, the order never does.
"""

from __future__ import annotations

from datetime import datetime, timedelta

HOT, WARM = timedelta(hours=6), timedelta(hours=24)  # ages of articles that many read now
HOT_START, WARM_START = timedelta(minutes=60), timedelta(minutes=20)
REPORT_START, MOST_REPORTS = timedelta(minutes=30), 3
CLEAN_START = timedelta(minutes=15)  # a conversation waits for these; robots can wait


def due(
    came: datetime, *, article_age: timedelta | None, doubt: float = 0.0, reports: int = 0
) -> datetime:
    """When a reply that came then wants to be looked at.

    `article_age` is the time since publication (None: not published), `doubt` the sum of the
    signals' weights, `reports` the number of independent reports.
    """
    start = REPORT_START * min(reports, MOST_REPORTS)
    if article_age is not None and article_age < HOT:
        start += HOT_START
    elif article_age is not None and article_age < WARM:
        start += WARM_START
    if doubt <= 0:
        start += CLEAN_START
    return came - start
