"""Who may decide about a reply that was passed on for a second opinion, and who only says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .decision import Decision
from .modes import SectionDiscussion
from .state import SecondOpinion

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .batch import Batch
    from .comment import Comment


def is_only_said(row: Comment, verb: str, by: User | None, batch: Batch | None = None) -> bool:
    """Whether a choice decides nothing yet, since nobody else has made the same one.

    Raises SecondOpinion where it is not theirs to make. Two who choose at once both find nobody
    else; the revision lets one of them write, and the other looks again.
    """
    if by is None or row.escalated != "second":
        return False
    if not _needs_two(row):
        _leave_it_to_others(row, by)
        return False
    if batch:
        raise SecondOpinion(_("Replies that two have to agree about are decided one by one."))
    others = Decision.objects.filter(comment=row).opinions().exclude(by=by)
    return not others.filter(opinion=verb).exists()


def decided(decision: Decision | None) -> Decision | None:
    """For what goes only with a decision. Raises SecondOpinion when it is an opinion."""
    if decision and decision.opinion:
        words = _(
            "Two have to agree about this reply. Please say on its card what you would do; whoever"
            " agrees decides."
        )
        raise SecondOpinion(words)
    return decision


def _needs_two(row: Comment) -> bool:
    sections = SectionDiscussion.objects.filter(section=row.article.section_id)
    return sections.filter(needs_two=True).exists()


def _leave_it_to_others(row: Comment, by: User) -> None:
    """Raises SecondOpinion when they would agree with themselves."""
    asked = Decision.objects.filter(comment=row, verb="escalate").standing()
    last = asked.order_by("pk").last()
    if last and last.by_id == by.pk:
        raise SecondOpinion(_("Who asks for a second opinion leaves the decision to others."))
