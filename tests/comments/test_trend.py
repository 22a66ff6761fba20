"""What became of an article's newest replies, drawn small over its queue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.models import trend
from comments.models.trend import STEPS, Trend
from tests.factories import make_article, make_comment

from .at_the_desk import DESK, enter
from .posting import parse, text

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 12, 30, tzinfo=UTC)


def make_replies(article: Article, *hours: float, status: str = "published") -> None:
    """One reply so many hours after noon, for each number."""
    for number in hours:
        sent = NOON + timedelta(hours=number)
        make_comment(article, status=status, submitted_at=sent, body=f"{status} {number}")


def drawn(response: Any) -> list[list[str]]:
    rows = parse(response).xpath("//*[contains(@class, 'act-bar')]//figure//tbody/tr")
    return [[text(cell) for cell in row] for row in rows]


def test_replies_of_one_day_are_drawn_by_the_hour(client: Client) -> None:
    enter(client, "Moderator")
    article = make_article()
    make_replies(article, 0, 0.2, 2)
    make_replies(article, 2, 2.1, status="rejected")
    make_replies(article, 0, status="waiting")
    make_replies(make_article("Another"), 0, status="spam")
    rows = drawn(client.get(f"{DESK}?article={article.pk}"))
    assert rows == [
        ["10 March, 12:00", "0", "3"],
        ["10 March, 13:00", "0", "0"],
        ["10 March, 14:00", "2", "1"],
    ]


def test_replies_of_many_weeks_are_drawn_by_longer_steps() -> None:
    article = make_article()
    make_replies(article, 0, 24 * 100)
    make_replies(article, 24 * 50, status="spam")
    found = Trend.of(article)
    steps = found.steps()
    assert 2 < len(steps) <= STEPS
    assert (sum(refused for _, refused, _ in steps), found.refused) == (1, 1)
    assert (sum(others for _, _, others in steps), found.seen) == (2, 3)
    assert steps[0][0] <= NOON < steps[1][0]


@pytest.mark.parametrize("hours", [0, 1, 23, 24, 500, 24 * 365 * 20])
def test_no_span_of_time_makes_more_columns_than_there_is_room_for(hours: int) -> None:
    article = make_article()
    make_replies(article, 0, hours)
    assert 1 <= len(Trend.of(article).steps()) <= STEPS


def test_only_the_newest_count_and_many_waiting_ones_are_not_counted_to_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(trend, "NEWEST", 3)
    monkeypatch.setattr(trend, "MOST", 2)
    article = make_article()
    make_replies(article, 0, 1, status="spam")
    make_replies(article, 2, 3, 4, 5, status="waiting")
    found = Trend.of(article)
    assert (found.waiting, found.seen, found.refused) == (3, 3, 0)


def test_an_article_without_replies_has_no_drawing(client: Client) -> None:
    enter(client, "Moderator")
    article = make_article()
    assert drawn(client.get(f"{DESK}?article={article.pk}")) == []
    assert Trend.of(article).steps() == []


def test_the_own_page_of_an_article_has_its_large_drawing_alone(client: Client) -> None:
    enter(client, "Moderator")
    article = make_article()
    make_comment(article, submitted_at=timezone.now())
    assert drawn(client.get(f"{DESK}articles/{article.pk}/")) == []
    assert drawn(client.get(f"{DESK}?article={article.pk}"))
