"""In which order replies want a moderator.

Each reply gets a moment when it is due, once: the moment it came, moved forward by what makes it
urgent. The earliest is looked at first (earliest deadline first: Liu and Layland, Journal of the
ACM 20(1), 1973). As a moment does not change while others are decided, the order never does.
"""

from __future__ import annotations

from datetime import datetime, timedelta

HOT, WARM = timedelta(hours=6), timedelta(hours=24)  # ages of articles that many read now
BUSY = 10  # replies within an hour, by which an article of any age is read as if it were new
HOT_START, WARM_START = timedelta(minutes=60), timedelta(minutes=20)
REPORT_START, MOST_REPORTS = timedelta(minutes=30), 3
CLEAN_START = timedelta(minutes=15)  # a conversation waits for these; robots can wait


def due(
    came: datetime,
    *,
    article_age: timedelta | None,
    doubt: float = 0.0,
    reports: int = 0,
    sent_lately: int = 0,
) -> datetime:
    """When a reply that came then wants to be looked at.

    `article_age` is the time since publication (None: not published), `doubt` the sum of the
    signals' weights, `reports` the number of independent reports, `sent_lately` how many replies
    had come under the article within the hour before.
    """
    start = REPORT_START * min(reports, MOST_REPORTS)
    start += _traffic(article_age, sent_lately)
    if doubt <= 0:
        start += CLEAN_START
    return came - start


def _traffic(article_age: timedelta | None, sent_lately: int) -> timedelta:
    """How much earlier, because many read the article now.

    Nobody counts readers here. What an article has just got foretells what it gets next (Szabo
    and Huberman, Communications of the ACM 53(8), 2010), so a lively talk stands for them; it
    makes an old article hot, and a new one no hotter.
    """
    if article_age is None:
        return timedelta(0)
    if article_age < HOT or sent_lately >= BUSY:
        return HOT_START
    return WARM_START if article_age < WARM else timedelta(0)
