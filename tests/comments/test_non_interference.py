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
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Contributor
from comments.models import Comment
from tests.factories import make_article, make_comment, make_user

from .posting import send

pytestmark = pytest.mark.django_db

HISTORIES = {
    "approved": "approved@example.com",
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
RANDOM = re.compile(rb'(nonce-|nonce="|byline_own=|byline_reader=)[^"; ]+')


def make_past(article: Article) -> None:
    """One database in which each address has its own history."""
    for status in ("approved", "rejected", "spam", "removed", "forgotten"):
        kept = {"approved": "published", "forgotten": "published"}.get(status, status)
        old = make_article(f"Old story {status}")
        before = timezone.now() - timedelta(days=90)
        make_comment(old, status=kept, email=HISTORIES[status], submitted_at=before)
    Comment.objects.filter(article__headline="Old story forgotten").forget(timezone.now())
    make_comment(article, email=HISTORIES["here"], name="Otto Brandt", body="I was first.")
    make_user("ada", "Editor", email=HISTORIES["staff"])
    author = make_user("moreno", email=HISTORIES["byline"])
    article.bylines.add(Contributor.objects.create(name="Ada Moreno", user=author))


def answer(name: str, response: Any) -> Iterator[tuple[str, Any]]:
    """Status, headers, cookies' attributes and body, without what is random or the clock's."""
    headers = {key: value for key, value in response.headers.items() if key != "Date"}
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
    getattr(row, decision)(by=None)
    Comment.objects.filter(pk=row.pk).exclude(published_at=None).update(
        published_at=timezone.now() - timedelta(minutes=1)
    )
    seen |= answer(f"{decision} for the writer", writer.get(own))
    for address in (own, f"{own}feed/", "/comments/feed/", f"/comments/{row.pk}/",
                    f"/comments/{row.pk}/reply/", "/"):  # fmt: skip
        seen |= answer(f"{decision} {address}", reader.get(address))
    return seen


def in_a_copy(article: Article, email: str, decision: str) -> dict[str, Any]:
    """The same, in a database that afterwards is as it was."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Comment]):
            cursor.execute(statement)
        seen = everything_public(article, email, decision)
        transaction.set_rollback(True)
    return seen


@pytest.mark.parametrize(
    ("decision", "histories"),
    [("approve", tuple(HISTORIES)), ("reject", ("approved", "rejected", "staff"))],
    ids=["approve", "reject"],
)
def test_what_is_known_of_an_address_changes_no_public_byte(
    decision: str, histories: tuple[str, ...]
) -> None:
    with time_machine.travel(MOMENT, tick=False):
        article = make_article()
        make_past(article)
        expected = in_a_copy(article, UNKNOWN, decision)
        assert expected["sent status"] == 303
        assert expected["again status"] == 409
        assert len(expected) > 35
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


def test_the_verdict_on_a_reply_does_not_depend_on_its_address(client: Client) -> None:
    make_past(article := make_article())
    stored = []
    for address in (UNKNOWN, *HISTORIES.values()):
        with transaction.atomic():
            send(client, article, email=address)
            row = Comment.objects.latest("pk")
            stored.append((row.status, list(row.signals.values_list("code", "weight", "detail"))))
            transaction.set_rollback(True)
    assert stored == [("waiting", [])] * len(stored)
