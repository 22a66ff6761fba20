"""How the tests object to decisions, and decide about objections."""

from __future__ import annotations

from typing import Any

from django.test import Client

from comments.models import Appeal, Comment
from tests.factories import make_user

from .notifying import object_to
from .owning import make_own, mine
from .posting import parse

LIST = "/moderation/objections/"


def make_refused(status: str = "rejected", by: Any = None, **fields: Any) -> Comment:
    """A reply that a moderator keeps from readers; its writer knows `own_token`."""
    own = make_own("published" if status == "removed" else "waiting", **fields)
    row = Comment.objects.get(pk=own.pk)
    verb = row.remove if status == "removed" else row.reject
    verb(by=by or make_user("first", "Moderator"))
    return own


def way(own: Comment) -> str:
    """The address that the form of the own-reply page is sent to."""
    (address,) = parse(Client().get(mine(own))).xpath(
        "//section[@aria-labelledby='objection']//form/@action"
    )
    return str(address)


def make_objection(own: Comment | None = None, **fields: Any) -> Appeal:
    object_to(Client(), way(own or make_refused()), **fields)
    return Appeal.objects.latest("pk")


def settle(client: Client, appeal: Appeal, verdict: str, **fields: Any) -> Any:
    """Decide about an objection on its page as it is now."""
    fresh = Appeal.objects.get(pk=appeal.pk)
    reply = fresh.reply.revision if fresh.reply else 0
    notice = fresh.notice.revision if fresh.notice else 0
    values = {"verdict": verdict, "answer": "We have looked again, and so it is."}
    values["revision"] = f"{fresh.state}:{reply}:{notice}"
    return client.post(f"{LIST}{appeal.pk}/", values | fields)
