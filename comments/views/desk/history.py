"""Everything that has happened to one reply, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from comments.diffs import Change, changes
from comments.models import Act, Comment, Decision, Report, Version

from . import card_rows, cards
from .base import DeskPage
from .chips import Chip

MOST = 200  # lines of each kind


@dataclass(slots=True)
class Event:
    """One line: when, who, what; `reason` is for moderators, `message` was told to the writer."""

    at: datetime
    what: str
    by: User | str
    reason: str = ""
    message: str = ""
    opinion: str = ""  # then nobody was told the message, it is what would be told
    before: str = ""
    status: str = ""
    chips: list[Chip] = field(default_factory=list)
    diff: list[Change] = field(default_factory=list)
    is_undone: bool = False


class HistoryView(DeskPage, DetailView):
    model = Comment
    template_name = "comments/desk/history.html"

    def get_queryset(self) -> QuerySet[Comment]:
        return card_rows.for_cards()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comment: Comment = self.object
        found = [*decisions(comment), *texts(comment), *acts(comment), *reports(comment)]
        sent = Event(comment.submitted_at, _("sent"), comment.name)
        events = sorted([sent, *found], key=lambda event: event.at, reverse=True)
        return super().get_context_data(
            **cards.context(self.request),
            card=cards.one(self.request, comment),
            events=events,
            **kwargs,
        )


def decisions(comment: Comment) -> Iterator[Event]:
    rows = Decision.objects.filter(comment=comment).select_related("by", "undoes", "undone_by")
    for row in rows.order_by("-pk")[:MOST]:
        label = row.get_after_label()
        yield Event(
            row.decided_at,
            _("taken back: %(state)s") % {"state": label} if row.undoes_id else label,
            row.by or (_("its writer") if row.verb == "withdraw" else _("machine")),
            reason="" if row.undoes_id else row.reason,
            message=row.message,
            opinion=row.opinion,
            before=str(Comment.Status(row.before).label),
            status=row.after,
            chips=[Chip.of_facts(facts) for facts in row.signals],
            is_undone=hasattr(row, "undone_by"),
        )


def texts(comment: Comment) -> Iterator[Event]:
    """Each text after the first, with what it changed."""
    rows = list(Version.objects.filter(comment=comment).select_related("by").order_by("pk")[:MOST])
    for before, row in pairwise(rows):
        who = row.by or _("its writer")
        yield Event(row.made_at, row.get_kind_display(), who, diff=changes(before.body, row.body))


def acts(comment: Comment) -> Iterator[Event]:
    for row in Act.objects.about(comment.pk)[:MOST]:
        yield Event(row.done_at, row.get_verb_display(), row.by or _("machine"), reason=row.reason)


def reports(comment: Comment) -> Iterator[Event]:
    """Readers stay unnamed: nothing about them is kept that a moderator could see."""
    for row in Report.objects.filter(comment=comment).order_by("-pk")[:MOST]:
        what = _("reported: %(reason)s") % {"reason": row.get_reason_display()}
        yield Event(row.reported_at, what, _("a reader"), reason=row.text)
