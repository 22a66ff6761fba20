"""What the desk's script needs from the page: its words, its keys, since when to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.db.models import Subquery
from django.template import Context
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Decision

register = template.Library()


@dataclass(frozen=True, slots=True)
class Key:
    """What the script can do for a key, and the key it comes with."""

    act: str
    usual: str
    text: Promise


KEYS = (
    Key("next", "j", _("Next reply")),
    Key("previous", "k", _("Previous reply")),
    Key("approve", "a", _("Approve")),
    Key("reject", "r", _("Reject, then a digit for the reason")),
    Key("spam", "s", _("Spam")),
    Key("defer", "d", _("Later, or somebody else")),
    Key("redact", "e", _("Take words out")),
    Key("undo", "u", _("Undo the newest decision")),
    Key("select", "x", _("Choose; with Shift up to here")),
    Key("show", "v", _("Show all of the text")),
    Key("context", "c", _("Read the conversation")),
    Key("history", "h", _("History")),
    Key("note", "n", _("Write a note")),
    Key("reply", "w", _("Write an answer")),
    Key("block", "b", _("Block")),
    Key("pick", "p", _("Editor's pick")),
    Key("search", "/", _("Search")),
    Key("help", "?", _("These keys")),
)


@register.inclusion_tag("comments/desk/help.html", takes_context=True)
def desk_live(context: Context) -> dict[str, Any]:
    """The script's part of a page with cards, and where the page stands in time.

    The queue knows that from its numbers; other pages read it.
    """
    marks = {name: context[name] for name in ("since", "newest") if name in context}
    may_choose = bool(context.get("may_decide") and context.get("tabs") and context.get("cards"))
    here = {"keys": KEYS, "may_choose": may_choose}
    return here | (marks if len(marks) == 2 else _now())


def _now() -> dict[str, int]:
    decision = Decision.objects.order_by("-pk").values("pk")[:1]
    rows = Comment.objects.order_by("-pk").values_list("pk", Subquery(decision))
    newest, since = rows.first() or (0, 0)
    return {"newest": newest, "since": since or 0}
