"""What the writer of a reply that readers do not see can do about it."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from comments import statements
from comments.models import Comment, Decision, Notice
from comments.models.appeal import appealable, may_object, sign
from comments.notice_forms import ObjectionForm

register = template.Library()


@register.inclusion_tag("comments/mine_appeal.html")
def another_look(comment: Comment) -> dict[str, Any]:
    """The section of the own-reply page; nothing where there is no decision to object to."""
    decision = appealable(comment)
    return _facts(decision) if decision else {}


@register.inclusion_tag("comments/mine_appeal.html")
def another_look_at(decision: Decision, form: ObjectionForm) -> dict[str, Any]:
    """The same on a page of its own, with what was typed."""
    return _facts(decision) | {"form": form}


def _facts(decision: Decision) -> dict[str, Any]:
    notice = decision.notices.filter(state=Notice.State.UPHELD).select_related("decision").first()
    return {
        "decision": decision,
        "parts": statements.to_writer(notice) if notice else [],
        "redress": "" if notice else statements.redress(),
        "appeal": getattr(decision, "appeal", None),
        "may_object": may_object(decision),
        "form": ObjectionForm(),
        "address": reverse("comments:objection", args=[sign(decision)]),
    }
