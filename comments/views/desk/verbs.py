"""What the buttons of a card mean: each verb with the fields it comes with.

Fields: `reason` (number of a Reason), `tell` (its message is told to the writer), `message` (told
to the writer), `note` (for colleagues), `until` (hour, tomorrow, week, or a moment), `at` (a moment
of one's own), `to` (second, editor, legal).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.markup import CONTROLS
from comments.models import Comment, Decision, Reason, Report

NOTE_LENGTH, MESSAGE_LENGTH = 300, 2000  # characters
MORNING = 8  # o'clock, by the site's time
FARTHEST = timedelta(days=365)

Verb = Callable[[Comment, QueryDict, User], Decision | None]


class Unclear(Exception):
    """What was sent cannot be done; says why, in a sentence for the moderator."""


def approve(comment: Comment, data: QueryDict, by: User) -> Decision | None:
    return comment.approve(by=by)


def reject(comment: Comment, data: QueryDict, by: User) -> Decision | None:
    return comment.reject(by=by, **why(data))


def remove(comment: Comment, data: QueryDict, by: User) -> Decision | None:
    return comment.remove(by=by, **why(data))


def mark_spam(comment: Comment, data: QueryDict, by: User) -> Decision | None:
    return comment.mark_spam(by=by)


def keep(comment: Comment, data: QueryDict, by: User) -> Decision | None:
    return Report.objects.keep(comment, by=by)


def undo(comment: Comment, data: QueryDict, by: User) -> Decision | None:
    return comment.undo(by=by)


def defer(comment: Comment, data: QueryDict, by: User) -> Decision | None:
    return comment.defer(until=moment(data), by=by, reason=written(data, "note", NOTE_LENGTH))


def ask(comment: Comment, data: QueryDict, by: User) -> Decision | None:
    message = written(data, "message", MESSAGE_LENGTH)
    if not message:
        raise Unclear(_("Please write what should be changed; the writer of the reply reads it."))
    return comment.ask_to_revise(by=by, message=message)


def escalate(comment: Comment, data: QueryDict, by: User) -> Decision | None:
    to = data.get("to", "")
    if not to or to not in Comment.Escalation.values:
        raise Unclear(_("Please choose to whom the reply is left."))
    return comment.escalate(to=to, by=by, reason=written(data, "note", NOTE_LENGTH))


def pick(comment: Comment, data: QueryDict, by: User) -> Decision | None:
    return comment.pick(by=by)


def unpick(comment: Comment, data: QueryDict, by: User) -> Decision | None:
    return comment.unpick(by=by)


VERBS: dict[str, Verb] = {
    verb.__name__: verb
    for verb in (
        *(approve, reject, mark_spam, remove, keep, undo),
        *(defer, ask, escalate, pick, unpick),
    )
}


def why(data: QueryDict) -> dict[str, Any]:
    """The reason of a rejection, and what its writer is told of it."""
    reason = reason_of(data)
    told = [reason.message] if reason and data.get("tell") else []
    told += filter(None, [written(data, "message", MESSAGE_LENGTH)])
    return {"reason": reason.title if reason else "", "message": "\n\n".join(told)}


def reason_of(data: QueryDict) -> Reason | None:
    number = data.get("reason", "")
    if not number:
        return None
    known = number.isascii() and number.isdecimal() and len(number) < 10
    found = Reason.objects.filter(pk=number, is_offered=True).first() if known else None
    if found is None:
        raise Unclear(_("This reason is not offered any more. Please choose another one."))
    return found


def moment(data: QueryDict) -> datetime:
    """Until when a reply is put off. Raises Unclear."""
    now = timezone.localtime()
    today = now.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    asked = data.get("until", "")
    if asked == "hour":
        return now + timedelta(hours=1)
    if asked == "tomorrow":
        return today + timedelta(days=1)
    if asked == "week":
        return today + timedelta(days=7 - now.weekday())  # Monday
    own: datetime | None
    try:
        own = forms.DateTimeField().clean(data.get("at") or asked)
    except forms.ValidationError:
        own = None
    if own is None or not now < own < now + FARTHEST:
        raise Unclear(_("Please choose a time in the coming year."))
    return own


def written(data: QueryDict, name: str, most: int) -> str:
    """What was typed there, without invisible controls. Raises Unclear when it is too long."""
    text = CONTROLS.sub("", data.get(name, "").replace("\r\n", "\n")).strip()
    if len(text) > most:
        raise Unclear(
            ngettext(
                "Please use at most %(most)d character; there are %(count)d.",
                "Please use at most %(most)d characters; there are %(count)d.",
                most,
            )
            % {"most": most, "count": len(text)}
        )
    return text
