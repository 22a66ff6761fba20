"""Decisions as lines: those made last, and one's own for ever, each with its undo."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.prepared import Prepared, PreparedRows
from comments.models import Comment, Decision
from comments.models.decision import UNDO_WINDOW

LAST = 10


def by(user: User, comments: QuerySet[Comment]) -> QuerySet[Decision]:
    """What somebody decided about these replies; a batch stands there once, with its newest."""
    newer = Decision.objects.filter(batch=OuterRef("batch"), pk__gt=OuterRef("pk"))
    rows = Decision.objects.filter(by=user.pk).acts()
    if comments.query.has_filters():
        rows = rows.filter(comment__in=comments.values("pk"))
    else:
        rows = rows.filter(Q(batch=None) | ~Exists(newer))
    return rows


def lately() -> list[Decision]:
    """The last ones of everybody."""
    return _lately()


def just_now(newest_first: list[Decision], user: User) -> Decision | None:
    """The one that this moderator has made last, while mails about it have not left."""
    own = next((row for row in newest_first if row.by_id == user.pk), None)
    is_fresh = own and own.decided_at > timezone.now() - UNDO_WINDOW and not own.undoes_id
    return own if is_fresh else None


def _shown(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """With all that a line shows; `can_undo` says that it is what an undo would take back."""
    of_reply = Decision.objects.filter(comment=OuterRef("comment"), pk__gt=OuterRef("pk"))
    newer = of_reply.standing()
    stands = Q(undoes=None, undone_by=None) & ~Q(comment__status="withdrawn") & ~Exists(newer)
    return (
        rows.select_related("comment", "by", "batch")
        .defer("comment__html", "signals", "batch__results")
        .annotate(can_undo=stands, taken_back=F("undone_by__pk"))
    )


@Prepared
def _lately() -> QuerySet[Decision]:
    return _shown(Decision.objects.order_by("-pk"))[:LAST]


@PreparedRows
def read(wanted: Any) -> QuerySet[Decision]:
    """Decisions by their numbers, as a line shows them."""
    return _shown(Decision.objects.filter(pk__in=wanted))
