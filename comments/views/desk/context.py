"""The conversation around a reply, each part of it as a card to decide about."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.views.generic import DetailView

from comments.models import Comment

from . import card_rows, cards
from .base import DeskPage

ABOVE, BESIDE, BELOW = 10, 3, 10  # cards: ancestors, siblings on each side, answers
BRANCH = 5000  # replies below one root in which the way up is looked for


class ContextView(DeskPage, DetailView):
    """What it answers, what stands beside it, what answers it. Six queries for the cards."""

    model = Comment
    template_name = "comments/desk/context.html"

    def get_queryset(self) -> QuerySet[Comment]:
        return Comment.objects.only("pk", "name", "parent", "root", "article")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = around(self.object)
        numbers = {self.object.pk, *(number for group in groups.values() for number in group)}
        rows = cards.cards(self.request, card_rows.read(numbers))
        found = {card.comment.pk: card for card in rows}
        shown = {name: [found[n] for n in group if n in found] for name, group in groups.items()}
        return super().get_context_data(
            **cards.context(self.request), **shown, itself=found[self.object.pk], **kwargs
        )


def around(comment: Comment) -> dict[str, list[int]]:
    """The numbers of the replies around one, in the order of the conversation."""
    same = Comment.objects.filter(article=comment.article_id, parent=comment.parent_id)
    numbers = same.values_list("pk", flat=True)
    earlier = list(numbers.filter(pk__lt=comment.pk).order_by("-pk")[:BESIDE])
    return {
        "above": ancestors(comment),
        "earlier": earlier[::-1],
        "later": list(numbers.filter(pk__gt=comment.pk).order_by("pk")[:BESIDE]),
        "below": list(
            Comment.objects.filter(parent=comment.pk)
            .order_by("pk")
            .values_list("pk", flat=True)[:BELOW]
        ),
    }


def ancestors(comment: Comment) -> list[int]:
    """What it answers, and what that answers, from the top: the nearest ten."""
    if comment.root_id is None or comment.parent_id is None:
        return []
    branch = Comment.objects.filter(root=comment.root_id, pk__lte=comment.parent_id)
    parents = dict(branch.order_by("-pk").values_list("pk", "parent")[:BRANCH])
    found: list[int] = []
    above: int | None = comment.parent_id
    while above is not None and len(found) < ABOVE:
        found.append(above)
        above = parents.get(above)
    return found[::-1]
