"""The articles of lists. Numbers come first, from an index that holds them in their order; rows are
read for one page alone. Nothing is counted: a page is the last one when no article follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import CharField, DateTimeField, QuerySet
from django.utils import timezone

from articles.prepared import Prepared, Slot

from .article import Article, ArticleQuerySet
from .listing import Listing
from .shelf import Shelf, month_of

NOW = Slot("now", DateTimeField())
NAME = Slot("name", CharField())
LEADING = 3  # articles at the top of the front page
NEAR = 1000  # articles that are stepped over sooner than a shelf is found


def read(name: str, first: int, end: int) -> list[Article]:
    """The articles of a list (see Listing) from one place, counted from 0, up to another."""
    now = timezone.now()
    skipped, until = _shelf(name, first, now) if first > NEAR else (0, now)
    return _page(first - skipped, end - skipped, name=name, now=until)


def _shelf(name: str, first: int, now: datetime) -> tuple[int, datetime]:
    """How many articles a reader passes by before the month of this place, and where that ends.

    What is not public yet stands before all others and is passed by as well.
    """
    passed = -Listing.objects.filter(list=name, published_at__gt=now).count()
    until: date | None = None
    for month, number in _shelves(name=name):
        if passed + number > first:
            break
        passed, until = passed + number, month
    if until is None or until >= month_of(now):
        return 0, now
    return passed, datetime.combine(until, time(), UTC) - datetime.resolution


def for_front(sections: Sequence[int], newest: int, of_each: int) -> list[Article]:
    """What the front page is made of, the newest first: so many of all and of each section, and
    those that editors have given a place at the top. One query, however many sections there are.
    """
    found = _for_front(tuple(sections), newest, of_each, now=timezone.now())
    once = {row.pk: row for row in found}.values()
    return sorted(once, key=lambda row: (row.published_at, row.pk), reverse=True)


@Prepared
def _page(first: int, end: int) -> QuerySet[Article]:
    rows = Listing.objects.filter(list=NAME, published_at__lte=NOW)
    ordered = rows.order_by("-published_at", "-article")
    return _cards(ordered.values("article")[first:end]).newest_first()


@Prepared
def _shelves() -> QuerySet[Shelf, tuple[date, int]]:
    return Shelf.objects.filter(list=NAME).order_by("-month").values_list("month", "number")


@Prepared
def _for_front(sections: tuple[int, ...], newest: int, of_each: int) -> QuerySet[Article]:
    # "At least 0" is what SQLite takes for a place in the index; of "not null" it makes little.
    chosen = Article.objects.published(NOW).filter(front_position__gte=0)
    latest = _cards(_numbers()[:newest])
    others = [_cards(_numbers(section=section)[:of_each]) for section in sections]
    others.append(_cards(chosen.order_by("front_position").values("pk")[:LEADING]))
    # A union, as an OR over subqueries would keep PostgreSQL from its indexes.
    return latest.union(*others, all=True)


def _cards(numbers: QuerySet[Any, Any]) -> ArticleQuerySet:
    return Article.objects.filter(pk__in=numbers).for_cards()


def _numbers(**about: Any) -> QuerySet[Article, Any]:
    return Article.objects.published(NOW).filter(**about).newest_first().values("pk")
