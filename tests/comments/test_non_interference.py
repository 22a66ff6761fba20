"""The same reply under addresses of different history: every public byte is the same.

An address is typed, not proven. What is known of it may advise a moderator; if it changed what
readers see, anybody could ask the form who has written here before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Contributor
from comments.models import Block, Claim, Comment, Discussion, retention
from tests.factories import make_article, make_comment, make_user

from .owning import ask, known, make_own, work
from .posting import BROWSER, send

pytestmark = pytest.mark.django_db

HISTORIES = {
    "approved": "approved@example.com",
    "blocked": "blocked0@example.com",
    "subscribed": "subscribed@example.com",
    "confirmed": "confirmed@example.com",
    "asked": "asked.today@example.com",
    "rejected": "rejected@example.com",
    "spam": "spammer0@example.com",
    "removed": "removed0@example.com",
    "forgotten": "forgotten@example.com",
    "here": "commented@example.com",
    "staff": "ada@byline.example",
    "byline": "moreno@byline.example",
}
UNKNOWN = "nobody.ever.wrote.this@a-much-longer-name.example.org"
MOMENT = datetime(2026, 3, 14, 15, 9, 26, tzinfo=UTC)
RANDOM = re.compile(
    rb'(nonce-|nonce="|byline_own=|byline_reader=|/comments/(?:mine|confirm|objection)/)[^"/; \']+'
)
POLICIES = ("everything", "newcomers", "nothing")


def make_past(article: Article) -> None:
    """One database in which each address has its own history."""
    for status in ("approved", "rejected", "spam", "removed", "forgotten"):
        kept = {"approved": "published", "forgotten": "published"}.get(status, status)
        old = make_article(f"Old story {status}")
        before = timezone.now() - timedelta(days=90)
        make_comment(old, status=kept, email=HISTORIES[status], submitted_at=before)
    forgotten = Comment.objects.filter(article__headline="Old story forgotten")
    forgotten.update(**retention.ERASED)
    make_comment(article, email=HISTORIES["here"], name="Otto Brandt", body="I was first.")
    make_known(old)
    make_user("ada", "Editor", email=HISTORIES["staff"])
    author = make_user("moreno", email=HISTORIES["byline"])
    article.bylines.add(Contributor.objects.create(name="Ada Moreno", user=author))


def make_known(article: Article) -> None:
    """Addresses whose readers are blocked, subscribed, proven, or were asked a moment ago."""
    for history, token in (
        ("blocked", "b" * 22),
        ("subscribed", "c" * 22),
        ("confirmed", "d" * 22),
    ):
        row = make_own("published", reader=token, article=article, email=HISTORIES[history])
        if history == "blocked":
            Block.objects.create(kind="person", value=row.reader, reason="Rude")
            continue
        ask(row, known(token), answers="on")
        Claim.objects.get(comment=row).confirm(row.reader)
        if history == "confirmed":
            row.subscription.end()
    ask(make_own(reader="e" * 22, article=article, email=HISTORIES["asked"]), known("e" * 22))
    work(later=timedelta(seconds=31))
    mail.outbox.clear()


def answer(name: str, response: Any) -> Iterator[tuple[str, Any]]:
    """Status, headers, cookies' attributes and body, without what is random or the clock's."""
    # The ETag says again what the body says, with the token of the writer's own page in it.
    left = {"Date", "ETag", "X-Request-ID"}  # the last is drawn anew for each request
    headers = {k: value for k, value in response.headers.items() if k not in left}
    yield f"{name} status", response.status_code
    yield f"{name} headers", RANDOM.sub(rb"\1", repr(headers).encode())
    yield f"{name} body", RANDOM.sub(rb"\1", response.content)
    for cookie in response.cookies.values():
        yield f"{name} {cookie.key}", (len(cookie.value), sorted(cookie.items()))


def everything_public(article: Article, email: str, decision: str) -> dict[str, Any]:
    """What the writer and any reader see, from sending to the decision and after it."""
    own, writer, reader = article.get_absolute_url(), Client(), Client()
    seen: dict[str, Any] = {}
    with CaptureQueriesContext(connection) as queries:
        sent = send(writer, article, email=email)
    seen["queries"] = len(queries)  # the coarse part of timing
    row = Comment.objects.latest("pk")
    seen |= answer("sent", sent)
    seen |= answer("own page", writer.get(sent["Location"]))
    seen |= answer("without cookie", reader.get(sent["Location"]))
    seen |= answer("again", send(writer, article))
    seen |= answer("other browser", send(reader, article, body="Another", email=""))
    seen |= own_reply(writer)
    row.refresh_from_db()  # it was edited
    getattr(row, decision)(by=None)
    Comment.objects.filter(pk=row.pk).exclude(published_at=None).update(
        published_at=timezone.now() - timedelta(minutes=1)
    )
    work(later=timedelta(seconds=31))
    seen |= answer(f"{decision} for the writer", writer.get(own))
    seen |= answer(f"{decision} mine", writer.get(mine_of(writer)))
    for address in (own, f"{own}feed/", f"{own}comments/count", "/comments/feed/", "/",
                    f"/comments/{row.pk}/", f"/comments/{row.pk}/reply/"):  # fmt: skip
        seen |= answer(f"{decision} {address}", reader.get(address))
    return seen


def own_reply(writer: Client) -> dict[str, Any]:
    """The page of the own reply: looked at, asked for mails, edited, and mails ended."""
    address = mine_of(writer)
    seen = dict(answer("mine", writer.get(address)))
    acts: tuple[dict[str, str], ...] = (
        {"act": "mail", "answers": "on", "decision": "on"},
        {"act": "mail", "answers": "on"},
        {"act": "edit", "body": "The bridge rusts, as I said."},
        {"act": "mail"},
    )
    for number, fields in enumerate(acts):
        with CaptureQueriesContext(connection) as queries:
            done = writer.post(address, fields, headers=BROWSER)
        seen[f"act {number} queries"] = len(queries)
        seen |= answer(f"act {number}", done)
        work(later=timedelta(seconds=31))  # whether a mail was sent is seen by its owner alone
        seen |= answer(f"after act {number}", writer.get(address))
    return seen


def mine_of(writer: Client) -> str:
    """The address that only the writer's cookie knows."""
    cookie = writer.cookies["byline_own"].value
    return f"/comments/mine/{cookie.partition(':')[0].split('.')[0]}/"


def in_a_copy(article: Article, email: str, decision: str) -> dict[str, Any]:
    """The same, in a database that afterwards is as it was."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Comment]):
            cursor.execute(statement)
        seen = everything_public(article, email, decision)
        transaction.set_rollback(True)
    return seen


MATTERS = ("approved", "blocked", "subscribed", "confirmed", "staff")


@pytest.mark.parametrize(
    ("decision", "policy", "histories"),
    [
        ("approve", "everything", tuple(HISTORIES)),
        ("reject", "everything", ("approved", "rejected", "asked", "staff")),
        ("approve", "newcomers", MATTERS),
        ("remove", "nothing", MATTERS),
    ],
)
def test_what_is_known_of_an_address_changes_no_public_byte(
    decision: str, policy: str, histories: tuple[str, ...]
) -> None:
    with time_machine.travel(MOMENT, tick=False):
        article = make_article()
        make_past(article)
        Discussion(premoderation=policy).save()
        expected = in_a_copy(article, UNKNOWN, decision)
        assert expected["sent status"] == 303
        assert expected["again status"] == 409
        assert {expected[f"act {number} status"] for number in range(4)} == {303}
        assert len(expected) > 70
        for history in histories:
            address = HISTORIES[history]
            email = address.upper() if history == "approved" else address
            seen = in_a_copy(article, email, decision)
            assert seen.keys() == expected.keys(), history
            assert [key for key in seen if seen[key] != expected[key]] == [], history


def test_the_comparison_would_notice_a_difference() -> None:
    with time_machine.travel(MOMENT, tick=False):
        article = make_article()
        make_past(article)
        expected = in_a_copy(article, UNKNOWN, "approve")
        Article.objects.filter(pk=article.pk).update(headline="Another headline")
        seen = in_a_copy(article, UNKNOWN, "approve")
        assert [key for key in seen if seen[key] != expected[key]]


@pytest.mark.parametrize("policy", POLICIES)
def test_the_verdict_on_a_reply_does_not_depend_on_its_address(client: Client, policy: str) -> None:
    make_past(article := make_article())
    Discussion(premoderation=policy).save()
    stored = []
    for address in (UNKNOWN, *HISTORIES.values()):
        with transaction.atomic():
            send(client, article, email=address)
            row = Comment.objects.latest("pk")
            stored.append((row.status, list(row.signals.values_list("code", "weight", "detail"))))
            transaction.set_rollback(True)
    assert stored == [stored[0]] * len(stored)
    assert stored[0][0] == ("published" if policy == "nothing" else "waiting")
