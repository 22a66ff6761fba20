"""No question that a reply or a decision asks reads a whole table of replies."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment, Report
from tests.factories import make_article, make_comment, make_user

from .posting import send

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="reads plans of SQLite"),
]

WHOLE = re.compile(r"SCAN comments_(comment|report|signal|decision)\b(?! USING (COVERING )?INDEX)")


def plan(query: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {query}")
        return " | ".join(str(row[-1]) for row in cursor.fetchall())


def whole(queries: CaptureQueriesContext) -> list[str]:
    """The questions that read a whole table."""
    asked = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert asked
    return [sql for sql in asked if WHOLE.search(plan(sql))]


def test_leaving_a_reply_reads_no_whole_table(client: Client) -> None:
    article = make_article()
    make_comment(article)
    send(client, article)
    with CaptureQueriesContext(connection) as queries:
        assert send(client, article, body="See https://a.example/ about it all.").status_code == 303
    assert whole(queries) == []


@pytest.mark.parametrize("verb", ["approve", "reject", "mark_spam"])
def test_deciding_reads_no_whole_table(verb: str) -> None:
    comment = make_comment(status="waiting", parent=make_comment())
    mona = make_user("mona")
    with CaptureQueriesContext(connection) as queries:
        getattr(comment, verb)(by=mona)
        comment.undo(by=mona)
    assert whole(queries) == []


def test_what_is_asked_now_and_then_reads_no_whole_table() -> None:
    now = timezone.now()
    questions: list[QuerySet] = [
        Comment.objects.undecided(),
        Comment.objects.filter(email_index__in=["1:a"]),
        Comment.objects.filter(judged="spam").order_by("-pk")[:10],
        Comment.objects.filter(Q(client_prefix="a"), submitted_at__gt=now - timedelta(days=1)),
        Report.objects.filter(client_prefix="a", reported_at__gt=now),
    ]
    assert [str(q.query) for q in questions if WHOLE.search(q.explain())] == []


def test_the_check_would_notice_a_whole_table() -> None:
    assert WHOLE.search(Comment.objects.filter(name="x").explain())
