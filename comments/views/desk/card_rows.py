"""The rows behind cards: replies with all that their cards need of other tables."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from articles.prepared import PreparedRows
from comments.models import Comment, Decision

LARGEST = 2**63 - 1  # number of a row that a database knows


def for_cards() -> QuerySet[Comment]:
    """Replies with what their cards need of other tables, one row each."""
    standing = Decision.objects.filter(comment=OuterRef("pk")).standing().order_by()
    return Comment.objects.select_related(
        "article__section", "parent", "proposed", "user", "presence__by"
    ).annotate(decided=Subquery(standing.values("pk")[:1]))


@PreparedRows
def read(wanted: Any) -> QuerySet[Comment]:
    return for_cards().filter(pk__in=wanted)


def read_one(number: int) -> Comment:
    """Raises Http404."""
    found = read([number]) if number <= LARGEST else []
    if not found:
        raise Http404
    return found[0]
