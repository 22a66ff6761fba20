"""How the tests act as the reader to whom a reply belongs, and as the worker that mails."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core import mail
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from comments import vault
from comments.models import Comment
from tests.factories import make_comment

from .posting import BROWSER

READER = "b" * 22  # the token of a browser


def make_own(status: str = "waiting", *, reader: str = READER, **fields: Any) -> Comment:
    """A reply whose token the test knows: `own_token`."""
    own = make_comment(status=status, reader=vault.digest(reader) if reader else "", **fields)
    token = own.own_token
    fresh = Comment.objects.get(pk=own.pk)
    fresh.own_token = token
    return fresh


def mine(comment: Comment) -> str:
    return f"/comments/mine/{comment.own_token}/"


def act(client: Client, comment: Comment, what: str, **fields: Any) -> Any:
    headers = fields.pop("headers", BROWSER)
    return client.post(mine(comment), {"act": what, **fields}, headers=headers)


def known(reader: str = READER) -> Client:
    """The browser with this token."""
    client = Client()
    client.cookies["byline_reader"] = reader
    return client


def work(*, later: timedelta = timedelta()) -> list[Any]:
    """Run what is queued and due by then; what the tasks returned, first come first."""
    done = []
    due = DBTaskResult.objects.filter(run_after__lte=timezone.now() + later)
    due.update(run_after=timezone.now())
    while task := DBTaskResult.objects.ready().order_by("enqueued_at").first():
        DBTaskResult.objects.filter(pk=task.pk).delete()
        done.append(import_string(task.task_path).call(*task.args_kwargs["args"]))
    return done


def post(later: timedelta = timedelta(seconds=31)) -> list[Any]:
    """The mails that leave when the time for an undo is over."""
    before = len(mail.outbox)
    work(later=later)
    return mail.outbox[before:]


def link(message: Any, page: str) -> str:
    """The path of the link to that page in the plain text of a mail."""
    found = [word for word in message.body.split() if f"/comments/{page}/" in word]
    assert len(found) == 1, message.body
    address: str = found[0]
    return address.removeprefix("http://127.0.0.1:8000")


def ask(comment: Comment, client: Client | None = None, **wishes: str) -> Any:
    """Ask for mails about a reply, of answers unless a test says otherwise."""
    return act(client or known(), comment, "mail", **(wishes or {"answers": "on"}))


def confirm(message: Any, client: Client | None = None) -> Any:
    """Press the button on the page that a mail leads to."""
    return (client or known()).post(link(message, "confirm"), headers=BROWSER)


def make_asked(**fields: Any) -> Comment:
    """A reply whose writer has confirmed the address and wants both kinds of mail."""
    own = make_own(**fields)
    ask(own, answers="on", decision="on")
    (message,) = post()
    confirm(message)
    return own
