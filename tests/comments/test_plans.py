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

from comments.models import Comment, Report, Signal
from comments.views.desk import filters
from tests.factories import make_article, make_comment, make_user

from .posting import send
from .test_search import work

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="reads plans of SQLite"),
]

WHOLE = re.compile(r"SCAN comments_(comment|report|signal|decision)\b(?! USING (COVERING )?INDEX)")

FIRST_ROWS = re.compile(r"^(?:(?! WHERE | GROUP BY ).)* LIMIT \d+$")


def plan(query: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {query}")
        return " | ".join(str(row[-1]) for row in cursor.fetchall())


def whole(queries: CaptureQueriesContext) -> list[str]:
    """The questions that read a whole table."""
    asked = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert asked
    return [sql for sql in asked if WHOLE.search(found := plan(sql)) and not stops(sql, found)]


def stops(sql: str, found: str) -> bool:
    """Whether the first rows by their number are enough: nothing is left out, nothing sorted."""
    behind = sql.rpartition(" FROM ")[2]
    is_outer = behind.count("(") == behind.count(")")
    return is_outer and bool(FIRST_ROWS.search(behind)) and "TEMP B-TREE" not in found


def test_leaving_a_reply_reads_no_whole_table(client: Client) -> None:
    article = make_article()
    make_comment(article)
    send(client, article)
    with CaptureQueriesContext(connection) as queries:
        assert send(client, article, body="See https://a.example/ about it all.").status_code == 303
    assert whole(queries) == []


def test_a_repetition_is_looked_for_by_its_words_and_not_in_the_whole_thread(
    client: Client,
) -> None:
    article = make_article()
    with CaptureQueriesContext(connection) as queries:
        send(client, article)
    asked = [q["sql"] for q in queries if '"fingerprint" = ' in q["sql"]]
    assert len(asked) == 2
    assert all("INDEX same_text" in plan(sql) for sql in asked), list(map(plan, asked))


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
    everything = Comment.objects.order_by("pk")
    with CaptureQueriesContext(connection) as queries:
        list(everything[:5])
        list(everything)
        list(everything.filter(name="x")[:5])
        list(everything.order_by("name")[:5])
        list(everything.filter(name__in=Report.objects.order_by().values("text"))[:5])
    assert whole(queries) == [query["sql"] for query in queries][1:]


# Which index gives the replies of a page of the queue in their order.
ORDERED_BY = {
    "": "desk_by_urgency",
    "?order=oldest": "desk_by_age",
    "?order=newest": "desk_by_age",
    "?order=score": "desk_by_score",
    "?article=1": "desk_of_article",
    "?pile=unseen": "desk_by_urgency",
    "?pile=spam": "desk_by_age",
    "?pile=all": "SCAN comments_comment",  # by number, backwards
    "?signal=links": "desk_by_urgency",
    "?older=48": "desk_by_urgency",
    "?deferred=1": "desk_by_urgency",
    "?section=1": "desk_by_urgency",
    "?status=waiting": "desk_by_urgency",
    "?status=waiting&order=score&older=48": "desk_by_score",
    "?pile=all&status=rejected": "INDEX queue",
    "?pile=all&status=rejected&order=oldest": "INDEX queue",
}
# An undo is rare, and the index of what it undoes is full of empty ones.
EMPTY_ONES = re.compile(r"decision_1 \(undoes_id=\?\)(?! LEFT-JOIN)")


@pytest.fixture
def desk(client: Client) -> Client:
    """Logged in as a moderator; there is something of everything."""
    article = make_article()
    seen = make_comment(article, status="waiting", parent=make_comment(article), reader="b")
    Signal.objects.create(comment=seen, code="links", weight=1.0)
    Report.objects.create(comment=make_comment(article), reason="abuse")
    client.force_login(make_user("mona", "Moderator"))
    return client


def asked(client: Client, query: str) -> CaptureQueriesContext:
    article = str(Comment.objects.values_list("article", flat=True)[0])
    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"/moderation/{query.replace('article=1', f'article={article}')}")
    assert response.status_code == 200
    return queries


def numbers_of_the_page(queries: CaptureQueriesContext) -> str:
    """The question for which replies the page shows, and whether there are more."""
    asks = re.compile(r'SELECT "comments_comment"."id" AS "pk" FROM .* LIMIT 21')
    return next(query["sql"] for query in queries if asks.fullmatch(query["sql"]))


@pytest.mark.parametrize("query", ORDERED_BY)
def test_a_page_of_the_queue_is_read_from_an_index_in_its_order(
    desk: Client, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filters, "FEW", 0)
    rows = numbers_of_the_page(asked(desk, query))
    found = plan(rows)
    read = next(line for line in found.split(" | ") if " comments_comment" in line)
    assert ORDERED_BY[query] in read, found
    assert "TEMP B-TREE" not in found


@pytest.mark.parametrize("pile", ["waiting", "unseen", "all"])
@pytest.mark.parametrize("query", ["signal=links", "author=", "q=said"])
def test_few_replies_are_looked_up_by_their_numbers(desk: Client, query: str, pile: str) -> None:
    work()
    whose = str(Comment.objects.get(reader="b").pk) if query == "author=" else ""
    queries = asked(desk, f"?{query}{whose}&pile={pile}")
    rows = numbers_of_the_page(queries)
    assert plan(rows).startswith("SEARCH comments_comment USING INTEGER PRIMARY KEY"), plan(rows)


@pytest.mark.parametrize("query", [*ORDERED_BY, "?pile=reported", "?pile=mine", "?q=said"])
def test_the_desk_reads_no_whole_table(desk: Client, query: str) -> None:
    queries = asked(desk, query)
    assert len(queries) <= 12
    unbounded = [sql for sql in whole(queries) if "comments_report" not in sql]
    assert unbounded == []
    plans = [plan(q["sql"]) for q in queries if q["sql"].startswith("SELECT")]
    assert [found for found in plans if EMPTY_ONES.search(found)] == []


def test_an_undo_does_not_read_all_decisions() -> None:
    comment = make_comment(status="waiting")
    mona = make_user("mona")
    comment.approve(by=mona)
    with CaptureQueriesContext(connection) as queries:
        comment.undo(by=mona)
    plans = [plan(q["sql"]) for q in queries if q["sql"].startswith("SELECT")]
    assert [found for found in plans if EMPTY_ONES.search(found)] == []


def test_the_search_begins_with_the_words() -> None:
    found = Comment.objects.undecided().matching("meeting").order_by("due_at", "pk").explain()
    assert re.search(r"SCAN U0 VIRTUAL TABLE INDEX 0:M\d\n", found), found
