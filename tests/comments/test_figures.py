"""The public page of a month's figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import Appeal, Discussion, Notice
from comments.models.figures import Figures, Month, months
from tests.factories import make_article, make_comment, make_user

from .posting import parse, text

pytestmark = pytest.mark.django_db

PAGE = "/comments/figures/"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
EARLIER = datetime(2026, 10, 31, 23, 59, 59, 999_999, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_november() -> Iterator[None]:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield
    cache.clear()


@pytest.fixture
def published() -> None:
    Discussion.objects.update(publish_figures=True)


def told(response: Any) -> dict[str, str]:
    return {
        text(row.find("th")): text(row.find("td")) for row in parse(response).xpath("//tbody/tr")
    }


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}2026/11/"])
def test_switched_off_there_is_no_such_page(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
    Discussion.objects.all().delete()
    assert client.get(address).status_code == 404


def test_a_month_without_anything_is_all_noughts(client: Client, published: None) -> None:
    facts = told(client.get(PAGE))
    assert set(facts.values()) == {"0", "–"}
    assert facts["Notices of illegal content"] == "0"


def test_what_became_of_the_replies_of_a_month(client: Client, published: None) -> None:
    article, mona = make_article(), make_user("mona")
    for status in ("published", "published", "spam", "removed", "waiting"):
        make_comment(article, status=status)
    for minutes in (10, 30, 40):
        sent = NOW - timedelta(minutes=minutes)
        make_comment(article, status="waiting", submitted_at=sent).reject(by=mona)
    make_comment(article, status="waiting").withdraw()
    make_comment(article, status="spam", submitted_at=EARLIER)
    notice = Notice.objects.create(url="/", explanation="x", due_at=NOW, received_at=EARLIER)
    Notice.objects.filter(pk=notice.pk).update(decided_at=NOW)
    Notice.objects.create(url="/", explanation="x", due_at=NOW)
    rejected = make_comment(article, status="waiting")
    decision = rejected.reject(by=mona)
    Appeal.objects.create(decision=decision, comment=rejected, text="No", due_at=NOW)
    response = client.get(f"{PAGE}2026/11/")
    assert told(response) == {
        "Replies received": "10",
        "published": "2",
        "refused or removed": "5",
        "filed as spam": "1",
        "withdrawn by their writers": "1",
        "waiting": "1",
        "Published or filed as spam by the machine alone": "5",
        "Wait for a moderator, half of them no longer than": "about 20 minutes",
        "Notices of illegal content": "1",
        "notices decided": "1",
        "Objections to decisions": "1",
        "objections decided": "0",
    }
    assert "November 2026, as far as it has come" in text(parse(response))
    facts = told(client.get(f"{PAGE}2026/10/"))
    assert (facts["Replies received"], facts["filed as spam"]) == ("1", "1")
    assert facts["Notices of illegal content"] == "1"


def test_the_page_leads_to_the_months_before(client: Client, published: None) -> None:
    make_comment(status="waiting", submitted_at=EARLIER.replace(year=2025))
    assert months() == [Month(2026, m) for m in range(11, 0, -1)] + [
        Month(2025, 12),
        Month(2025, 11),
        Month(2025, 10),
    ]
    links = parse(client.get(PAGE)).xpath("//nav[@class='figures-months']//a")
    assert [link.get("href") for link in links][:2] == [f"{PAGE}2026/11/", f"{PAGE}2026/10/"]
    assert links[0].get("aria-current") == "page"
    assert text(links[-1]) == "October 2025"
    assert client.get(links[-1].get("href")).status_code == 200


@pytest.mark.parametrize(
    "month", ["2026/12", "2026/13", "2026/00", "2025/11", "0000/01", "9999/12", "2026/1", "x/y"]
)
def test_months_that_were_not_are_not_found(client: Client, published: None, month: str) -> None:
    assert client.get(f"{PAGE}{month}/").status_code == 404


def test_anybody_may_keep_the_page_and_no_cookie_comes_with_it(
    client: Client, published: None
) -> None:
    response = client.get(PAGE)
    assert response["Cache-Tag"] == "site lists"
    assert response["Cache-Control"] == "max-age=0, must-revalidate"
    assert not response.cookies
    assert not client.session.keys()


def test_it_costs_few_questions_and_fewer_the_second_time(client: Client, published: None) -> None:
    article, spent = make_article(), []
    for more in (1, 20):
        for _ in range(more):
            make_comment(article, status="waiting").reject(by=None)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        spent.append(len(queries))
    assert spent[0] == spent[1] <= 6
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    assert len(queries) == spent[0] - 3


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads plans of SQLite")
def test_no_question_reads_all_replies_or_decisions() -> None:
    with CaptureQueriesContext(connection) as queries:
        Figures.of(Month(2026, 11))
        months()
    assert len(queries) == 4
    for query in queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = " | ".join(str(row[-1]) for row in cursor.fetchall())
        assert "SCAN comments_comment" not in plan
        assert "SCAN comments_decision" not in plan
