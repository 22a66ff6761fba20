"""What the desk answers to a decision: a page, or for its script the card alone."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comments import markup
from comments.models import Comment, Decision, Version
from comments.models.version import digest

from . import card_rows, cards, sentences
from .base import rooms

CARD, STALE, RECEIPT = (f"comments/desk/{name}.html" for name in ("card", "stale", "receipt"))


def wants_card(request: HttpRequest) -> bool:
    """Whether the desk's script asks, which puts the answer in the card's place."""
    return request.headers.get("X-Desk") == "card"


def queue_address(query: str) -> str:
    """The queue as it was: only its query is taken from a form, never an address."""
    kept = QueryDict(query.lstrip("?")).urlencode()
    desk = reverse("comments:desk")
    return f"{desk}?{kept}" if kept else desk


def back(request: HttpRequest, fragment: str = "") -> HttpResponse:
    return HttpResponseRedirect(queue_address(request.POST.get("next", "")) + fragment, status=303)


def answer(request: HttpRequest, part: str, context: dict[str, Any], status: int) -> HttpResponse:
    """The part alone for the script; for everybody else a page around it."""
    query: str = (request.POST or request.GET).get("next", "")
    context = cards.context(request) | {"next": query} | context
    if wants_card(request):
        return render(request, part, context, status=status)
    back = queue_address(query)
    context |= {"part": part, "back": back, "desk_nav": list(rooms(request))}
    return render(request, "comments/desk/receipt_page.html", context, status=status)


def receipt(request: HttpRequest, comment: Comment, decision: Decision | None) -> HttpResponse:
    """One line: what the reply is now, by whom, with Undo."""
    shown = decision or comment.decisions.order_by("pk").last()
    context = {
        "comment": comment,
        "decision": shown,
        "with_id": True,
        "can_undo": can_undo(comment),
        "is_fresh": decision is not None and decision.undoes_id is None,
        "remark": "" if decision else sentences.no_change(comment),
    }
    return answer(request, RECEIPT, context, 200)


def is_on_the_desk(comment: Comment) -> bool:
    """Whether its card lies there now: it wants a moderator, and is not put off."""
    return comment.tallies()[1:] != () and comment.due_at <= timezone.now()


def can_undo(comment: Comment) -> bool:
    return comment.status != "withdrawn" and comment.decisions.standing().exists()


def card(
    request: HttpRequest, comment: Comment, problem: str = "", remark: str = ""
) -> HttpResponse:
    """The card, with a sentence on what cannot be done about it, or what was."""
    context = cards.context(request) | {"card": cards.one(request, comment)}
    context |= {"problem": problem, "remark": remark}
    return answer(request, CARD, context, 422 if problem else 200)


def stale(request: HttpRequest, pk: int) -> HttpResponse:
    """What was seen beside what is there now; nothing was applied."""
    comment = card_rows.read_one(pk)
    now = newest(comment)
    seen = seen_text(comment, request.POST.get("seen", ""))
    context = {
        "comment": comment,
        "seen": SafeString(markup.inert(seen.html)) if seen else "",
        "now": SafeString(markup.inert(now.html)),
        "by_whom": changed_by(comment),
    }
    return answer(request, STALE, context, 409)


def newest(comment: Comment) -> Comment | Version:
    """Where the text is that a card shows as the newest."""
    return comment.proposed or comment


def seen_text(comment: Comment, seen: str) -> Version | None:
    """The earlier text that was shown (`Comment.seen`); None where it is still the newest."""
    versions = [] if seen == comment.seen else comment.versions.order_by("-pk")
    return next((row for row in versions if digest(row.body) == seen), None)


def changed_by(comment: Comment) -> str:
    """Who changed it last, in a sentence."""
    decision = comment.decisions.select_related("by").order_by("pk").last()
    edits = comment.versions.filter(kind=Version.Kind.EDITED).order_by("pk")
    edit = edits.last()
    if comment.status == "withdrawn":
        return _("Its writer has taken it back.")
    if edit and (decision is None or edit.made_at > decision.decided_at):
        return _("Its writer has changed the text.")
    if decision is None:
        return ""
    who: User | str = decision.by or _("The machine")
    return _("%(who)s: %(what)s.") % {"who": who, "what": decision.get_after_label()}
