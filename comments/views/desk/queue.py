"""What lies on the desk: the piles, and in which order they are worked through."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Min, Prefetch, QuerySet
from django.views.generic import ListView

from comments import vault
from comments.models import Comment, Decision, Report

from .base import DeskPage

REPORTED = 25  # published replies with reports that the desk shows at once


class QueueView(DeskPage, ListView):
    """Replies that wait, the oldest first, and what was decided last."""

    template_name = "comments/desk/queue.html"
    context_object_name = "waiting"
    paginate_by = 25

    def get_queryset(self) -> Any:
        return _for_cards(Comment.objects.undecided().oldest_first())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        recent = list(Decision.objects.select_related("comment__article", "by", "undone_by")[:15])
        return super().get_context_data(
            recent=recent,
            reported=reported(),
            staff_addresses=staff_addresses(),
            undoable=newest_standing(recent),
            may_decide=self.request.user.has_perm("comments.decide_comment"),
            **kwargs,
        )


def staff_addresses() -> frozenset[str]:
    """The indexes of the newsroom's addresses: who types one is pointed out, and no more."""
    staff = User.objects.filter(is_staff=True, is_active=True).exclude(email="")
    addresses = staff.values_list("email", flat=True)
    return frozenset(index for address in addresses for index in vault.indexes(address))


def _for_cards(rows: QuerySet[Comment]) -> QuerySet[Comment]:
    """With all that a card shows; `complaints` are the reports nobody has looked at yet."""
    fresh = Prefetch("reports", queryset=Report.objects.unhandled(), to_attr="complaints")
    rows = rows.select_related("article__section", "parent", "proposed")
    return rows.prefetch_related("signals", fresh)


def reported() -> list[Comment]:
    """Published replies that readers have reported since a moderator last looked at them.

    One with an edit stands among those that wait.
    """
    there = Report.objects.filter(comment__status="published", comment__proposed=None)
    numbers = there.unhandled().values("comment").annotate(first=Min("pk")).order_by("first")
    rows = Comment.objects.filter(pk__in=list(numbers.values_list("comment", flat=True)[:REPORTED]))
    return list(_for_cards(rows.oldest_first()))


def newest_standing(newest_first: list[Decision]) -> set[int]:
    """The decisions that Undo would take back: of each reply the newest that still stands."""
    by_reply: dict[int, int] = {}
    for decision in newest_first:
        standing = decision.undoes_id is None and not hasattr(decision, "undone_by")
        if standing and decision.comment.status != Comment.Status.WITHDRAWN:
            by_reply.setdefault(decision.comment_id, decision.pk)
    return set(by_reply.values())
