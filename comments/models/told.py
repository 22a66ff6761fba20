"""What a moderator says to the writer of a reply, on the page of the own reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from .decision import ASIDE, Decision
from .version import Version

if TYPE_CHECKING:
    from .comment import Comment


def word(comment: Comment) -> Decision | None:
    """The decision whose message, or request for another text, its writer should read now.

    Nothing while a new text waits to be looked at, and whoever sends spam is told nothing.
    """
    if comment.status == "spam" or comment.proposed_id:
        return None
    last = _last(comment, Q(verb="ask") | ~Q(verb__in=ASIDE))
    if last is None or not (last.message or last.verb == "ask"):
        return None
    edits = comment.versions.filter(kind=Version.Kind.EDITED)
    return None if edits.filter(made_at__gt=last.decided_at).exists() else last


def refused_edit(comment: Comment) -> bool:
    """Whether the last that was decided is that its new text is not taken."""
    last = None if comment.proposed_id else _last(comment, ~Q(verb__in=ASIDE))
    return bool(last and last.refuses_edit)


def _last(comment: Comment, which: Q) -> Decision | None:
    return Decision.objects.filter(which, comment=comment).standing().order_by("pk").last()
