"""How long a page may be shown."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Min

from articles.models import Article

from .counters import Counters

LONGEST = 60.0  # seconds: so long at most a lost announcement matters


class Calendar:
    """The next moment at which a scheduled article appears, and with it links, lists, feeds."""

    def __init__(self, counters: Counters) -> None:
        self._lists = counters.probe(["lists"])  # each change of an article names them
        self._known: tuple[object, float | None] | None = None

    def next_after(self, moment: float) -> float | None:
        """Seconds since 1970; asks the database once, until an article changes or appears."""
        seen, known = self._lists.read(), self._known
        if known is not None and known[0] == seen and (known[1] is None or known[1] > moment):
            return known[1]
        found = next_publication(datetime.fromtimestamp(moment, UTC))
        self._known = seen, found
        return found


def next_publication(after: datetime) -> float | None:
    waiting = Article.objects.using(DEFAULT_DB_ALIAS).filter(
        status=Article.Status.PUBLISHED, published_at__gt=after
    )
    first: datetime | None = waiting.aggregate(first=Min("published_at"))["first"]
    return first.timestamp() if first else None


def limits(
    born: float, page_until: datetime | None, published: float | None
) -> tuple[float, float]:
    """(when the page is made anew, when it must not be shown any more), seconds since 1970.

    The first may be overstepped while the page cannot be made; the second never.
    """
    moments = [page_until.timestamp() if page_until else None, published]
    last = min([moment for moment in moments if moment is not None], default=float("inf"))
    return min(born + LONGEST, last), last
