"""What colleagues have done since a page of the queue was drawn, for its script to ask for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import set_response_etag
from django.utils.translation import gettext as _
from django.views.generic import View

from comments.models import Comment, Decision, Presence
from comments.models.piles import PILES, figures

from .base import DeskPage
from .filters import Filters
from .words import title

MOST = 500  # decisions told at once; whoever acts on an older one is told that it is stale
OVERLAP = 20  # decisions asked for again: on PostgreSQL a lower number may be committed later
FRESH, LOOKED_AT = 100, 500  # new replies that are told, and among which they are looked for
ARRIVING = ("waiting", "unseen", "spam", "all")
NAMES = 200  # colleagues who look at a reply
TOLD = (
    *("verb", "opinion", "before", "after", "proposed_before", "undoes"),
    *("by__username", "comment__revision"),
)


class ChangesView(DeskPage, View):
    """Four queries, however much happens, and what the filter reads; mostly a 304.

    `since` is the newest decision that the page knows, `newest` the newest reply, the rest of the
    query the filter of the queue.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        user, filters = cast(User, request.user), Filters.read(request.GET)
        decisions, numbers = lately(_number(request, "since")), figures(user)
        response = JsonResponse(
            {
                "since": max([_number(request, "since"), *(row.pk for row in decisions)]),
                "decided": list(told(decisions, but_by=user.pk)),
                "looking": looking(but=user.pk),
                "counts": {pile: numbers[pile] for pile in PILES},
                "title": title(filters, numbers),
                "fresh": fresh(filters, _number(request, "newest"), numbers["newest"]),
            }
        )
        set_response_etag(response)
        return response


def fresh(filters: Filters, known: int, newest: int) -> list[int]:
    """The replies that have come since to a pile that replies come to, and as its filter says.

    Each is looked up by its number: asked otherwise, SQLite reads the whole pile.
    """
    came = range(known + 1, min(newest, known + LOOKED_AT) + 1)
    if not came or filters.pile not in ARRIVING or filters.text:
        return []
    here = Exists(filters.rows().filter(pk=OuterRef("pk")))
    rows = Comment.objects.filter(here, pk__in=came).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:FRESH])


def lately(since: int) -> list[Decision]:
    """The decisions after this one, the newest first."""
    rows = Decision.objects.filter(pk__gt=since - OVERLAP).select_related("comment", "by")
    return list(rows.only(*TOLD).order_by("-pk")[:MOST])


def told(newest_first: Iterable[Decision], *, but_by: int | None) -> Iterable[dict[str, Any]]:
    """Of each reply what became of it, and at which revision, unless this person did that."""
    seen = set()
    for decision in newest_first:
        if decision.comment_id not in seen and decision.by_id != but_by:
            revision = decision.comment.revision
            yield {"reply": decision.comment_id, "revision": revision, "said": said(decision)}
        seen.add(decision.comment_id)


def said(decision: Decision) -> str:
    facts = {"name": decision.by, "state": decision.get_after_label()}
    if decision.by is None:
        return str(facts["state"])
    if decision.undoes_id:
        return _("%(name)s took a decision back: %(state)s") % facts
    return _("%(name)s: %(state)s") % facts


def looking(*, but: int | None) -> dict[int, str]:
    """Who looks at which reply, this person left out."""
    return {row.comment_id: str(row.by) for row in Presence.objects.now().exclude(by=but)[:NAMES]}


def _number(request: HttpRequest, name: str) -> int:
    """A number that may not be one: then everything counts as new."""
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else 0
