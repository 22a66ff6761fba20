"""How the tests notify the newsroom of illegal content, and decide about it at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from comments.models import Comment, Notice
from tests.factories import make_comment, make_user

from .posting import BROWSER

ADDRESS = "hana.sender@example.net"
WHY = "It calls for violence against my neighbour, whom it names."
FACTS = "The reply names a person and asks others to hurt them."
SITE = "http://127.0.0.1:8000"


def make_said(**fields: Any) -> dict[str, Any]:
    """What somebody types into the form, complete unless a test says otherwise."""
    typed = {"url": f"{SITE}/comments/1/", "explanation": WHY, "law": "Penal code, section 7"}
    typed |= {"name": "Hana Sender", "email": ADDRESS, "good_faith": "on"}
    return {name: value for name, value in (typed | fields).items() if value is not None}


def notify(
    client: Client, content: Any, *, network: int = 1, headers: Any = BROWSER, **fields: Any
) -> Any:
    """Send the form about a reply or an article, from a network of its own for each number."""
    said = make_said(url=f"{SITE}{content.get_absolute_url()}")
    values = {name: value for name, value in (said | fields).items() if value is not None}
    return client.post("/notice/", values, headers=headers, REMOTE_ADDR=f"198.51.{network}.7")


def make_notice(comment: Comment | None = None, **fields: Any) -> Notice:
    """A notice about a published reply; the test may read its page at `page(notice)`."""
    comment = comment or make_comment(body="Go and hurt him.")
    facts = {"url": f"{SITE}{comment.get_absolute_url()}", "explanation": WHY, "good_faith": True}
    facts |= {"email": ADDRESS, "name": "Hana Sender"}
    return Notice.objects.receive(comment, **(facts | fields))


def page(notice: Notice) -> str:
    return f"/notice/{notice.token()}/"


def login(client: Client, name: str = "mona", *groups: str) -> User:
    user = User.objects.filter(username=name).first() or make_user(
        name, *(groups or ("Moderator",))
    )
    client.force_login(user)
    return user


def seen(notice: Notice) -> dict[str, str]:
    """What the forms of the desk's page say about what is looked at."""
    fresh = Notice.objects.select_related("comment").get(pk=notice.pk)
    reply = fresh.comment
    return {
        "revision": f"{fresh.revision}:{reply.revision if reply else 0}",
        "state": fresh.state,
        "text": reply.fingerprint if reply else "",
    }


def decide(client: Client, notice: Notice, act: str, **fields: Any) -> Any:
    """Press a button on the desk's page of a notice as it is now."""
    typed = {
        "uphold": {"ground": "law", "basis": "Penal code, section 7", "statement": FACTS},
        "refuse": {"statement": "It is an opinion, and the law protects it."},
    }
    values = {"act": act} | seen(notice) | typed.get(act, {}) | fields
    return client.post(f"/moderation/notices/{notice.pk}/", values)


def object_to(client: Client, address: str, text: str = "It was a joke.", **more: Any) -> Any:
    return client.post(address, {"text": text}, headers=more.pop("headers", BROWSER), **more)
