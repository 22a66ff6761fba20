"""How the tests decide at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from comments.models import Batch, Comment, SectionDiscussion
from tests.factories import make_article, make_comment, make_section, make_user

from .posting import parse, text

DESK = "/moderation/"
BULK = f"{DESK}bulk/"


def make_moderator(client: Client, name: str = "mona", *groups: str) -> User:
    """Somebody who may decide, logged in with this client."""
    user = make_user(name, *(groups or ("Moderator",)))
    client.force_login(user)
    return user


def fresh(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


def decide(
    client: Client, comment: Comment, verb: str, *, card: bool = False, **fields: Any
) -> Any:
    """Send the form of the card, as it is now; with `card` as the desk's script does."""
    now = fresh(comment)
    values = {"verb": verb, "revision": now.revision, "seen": now.seen, "next": ""}
    headers = {"X-Desk": "card"} if card else {}
    return client.post(f"{DESK}{comment.pk}/", values | fields, headers=headers)


def sentences(response: Any) -> str:
    """What a page of the desk tells the moderator."""
    found = parse(response).xpath("//*[@role='status' or @role='alert']")
    return " ".join(text(element) for element in found)


def make_waiting(count: int, **fields: Any) -> list[Comment]:
    article = make_article()
    bodies = (f"Reply number {n} of those that wait." for n in range(count))
    return [make_comment(article, status="waiting", body=body, **fields) for body in bodies]


def ask_for_two() -> None:
    """Two have to agree about replies passed on, in the section that articles of tests stand in."""
    SectionDiscussion.objects.create(section=make_section(), needs_two=True)


def passed_on(by: User, status: str = "waiting", **fields: Any) -> Comment:
    """A reply that this person has asked for a second opinion on."""
    comment = make_comment(status=status, **fields)
    comment.escalate(to="second", by=by)
    return comment


def picks(rows: list[Comment]) -> list[str]:
    return [f"{row.pk}:{row.revision}" for row in rows]


def confirm(client: Client, response: Any, **fields: Any) -> Any:
    """Press the button of the confirmation, having typed the number if that is asked for."""
    form = parse(response).xpath("//form[.//input[@name='confirmed']]")[0]
    values = {name: form.fields[name] for name in form.fields if form.fields[name] is not None}
    if "typed" in values:
        values["typed"] = values["confirmed"]
    return client.post(BULK, values | fields)


def outcomes(batch: Batch) -> list[str]:
    return [row[1] for row in Batch.objects.get(pk=batch.pk).results]
