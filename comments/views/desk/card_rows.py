"""The rows behind cards: replies with all that their cards need of other tables."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery
from django.http import Http404

from articles.prepared import Prepared, brought_to_length, slots
from comments.models import Comment, Decision

LARGEST = 2**63 - 1  # number of a row that a database knows


def for_cards() -> QuerySet[Comment]:
    """Replies with what their cards need of other tables, one row each."""
    standing = Decision.objects.filter(comment=OuterRef("pk")).standing().order_by()
    return Comment.objects.select_related(
        "article__section", "parent", "proposed", "user", "presence__by"
    ).annotate(decided=Subquery(standing.values("pk")[:1]))


@Prepared
def _numbered(number: int) -> QuerySet[Comment]:
    return for_cards().filter(pk__in=slots("numbers", BigIntegerField(), number))


def read(numbers: Iterable[int]) -> list[Comment]:
    """The replies with these numbers, in that order, for their cards; what is gone is left out."""
    wanted = list(numbers)
    filled = brought_to_length(wanted)
    found = {row.pk: row for row in _numbered(len(filled), numbers=filled)} if filled else {}
    return [found[number] for number in wanted if number in found]


def read_one(number: int) -> Comment:
    """Raises Http404."""
    found = read([number]) if number <= LARGEST else []
    if not found:
        raise Http404
    return found[0]
