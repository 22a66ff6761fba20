"""What has been decided, in a sentence for whoever decided it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import Comment, Decision

ASIDE = {
    "ask": gettext_lazy("The writer of the reply, %(name)s, is asked for another text."),
    "defer": gettext_lazy("The reply of %(name)s is put off until %(until)s."),
    "escalate": gettext_lazy("The reply of %(name)s is left to %(to)s."),
    "pick": gettext_lazy("The reply of %(name)s is pointed out as the editor’s pick now."),
    "redact": gettext_lazy("Words were taken out of the reply of %(name)s."),
    "unpick": gettext_lazy("The reply of %(name)s is no editor’s pick any more."),
}


NOTED = {
    "approve": gettext_lazy("Noted: you would approve it. It is decided when somebody agrees."),
    "reject": gettext_lazy("Noted: you would reject it. It is decided when somebody agrees."),
    "mark_spam": gettext_lazy(
        "Noted: you would mark it as spam. It is decided when somebody agrees."
    ),
    "remove": gettext_lazy("Noted: you would remove it. It is decided when somebody agrees."),
}


KEPT = gettext_lazy("The reply of %(name)s stays published; its reports are done with.")


def kept(comment: Comment) -> str:
    """Also of one that was approved before: its reports are done with."""
    return str(KEPT) % {"name": comment.name}


def said(comment: Comment, decision: Decision | None) -> str:
    """What became of it; None says that there was nothing to change."""
    if decision is None:
        return no_change(comment)
    facts: dict[str, Any] = {
        "name": comment.name,
        "state": comment.get_status_display(),
        "to": comment.get_escalated_display(),
        "until": date_format(timezone.localtime(comment.due_at), "j F, H:i"),
    }
    return _sentence(decision) % facts


def _sentence(decision: Decision) -> str:
    if decision.opinion:
        return str(NOTED[decision.opinion])
    if decision.verb in ASIDE:
        return str(ASIDE[decision.verb])
    if decision.refuses_edit:
        return _("The new text of %(name)s was refused; readers see the earlier one.")
    if decision.verb == "approve" and decision.before == decision.after:
        if decision.proposed_before_id:
            return _("The new text of %(name)s is published now.")
        return str(KEPT)
    return _("The reply of %(name)s is %(state)s now.")


def no_change(comment: Comment) -> str:
    if comment.status == "withdrawn":
        return _("Its writer has taken this reply back; there is nothing to decide.")
    words = _("The reply of %(name)s was %(state)s already; nothing was changed.")
    return words % {"name": comment.name, "state": comment.get_status_display()}
