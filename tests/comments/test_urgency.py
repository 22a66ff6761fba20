"""Which reply is due first: by the age of its article, by how lively the talk is, by doubts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from comments.moderation.urgency import due
from tests.factories import make_article, make_comment

from .posting import LONG, parse, send
from .queueing import DESK, desk, listed, mona

__all__ = ["desk", "mona"]

pytestmark = pytest.mark.django_db

NOW = timezone.now()
OLD, NEW = timedelta(days=9), timedelta(hours=1)


def minutes(**facts: Any) -> float:
    """How much earlier than it came a doubtful reply is due."""
    return (NOW - due(NOW, **({"article_age": OLD, "doubt": 1.0} | facts))).total_seconds() / 60


@pytest.mark.parametrize(
    ("facts", "earlier"),
    [
        ({}, 0),
        ({"sent_lately": 9}, 0),
        ({"sent_lately": 10}, 60),
        ({"sent_lately": 10_000}, 60),
        ({"article_age": NEW}, 60),
        ({"article_age": NEW, "sent_lately": 10}, 60),
        ({"article_age": timedelta(hours=20)}, 20),
        ({"article_age": timedelta(hours=20), "sent_lately": 10}, 60),
        ({"article_age": None, "sent_lately": 10}, 0),
        ({"sent_lately": 10, "reports": 99, "doubt": 0.0}, 60 + 90 + 15),
    ],
    ids=str,
)
def test_a_lively_talk_makes_an_article_hot_and_a_new_one_no_hotter(
    facts: dict[str, Any], earlier: int
) -> None:
    assert minutes(**facts) == earlier


def make_talk(number: int, **fields: Any) -> Article:
    """An old article under which so many replies were sent a moment ago."""
    article = make_article("An old story", published_at=timezone.now() - OLD)
    for n in range(number):
        make_comment(article, body=f"Word {n}.", **fields)
    return article


def lead(article: Article) -> timedelta:
    """How much earlier than it came the newest reply there is due."""
    row = Comment.objects.filter(article=article).latest("pk")
    return row.submitted_at - row.due_at


def start_of_the_next(article: Article, body: str = LONG) -> timedelta:
    assert send(Client(), article, body=body).status_code == 303
    return lead(article)


def test_a_reply_to_a_lively_talk_is_due_earlier(client: Client) -> None:
    quiet, lively = make_talk(9), make_talk(10)
    other = "Nobody asked the ferrymen, who know the tides of this harbour best of all."
    more = start_of_the_next(lively) - start_of_the_next(quiet, other)
    assert round(more.total_seconds() / 60) == 60


def test_what_came_long_ago_elsewhere_or_as_spam_is_no_talk() -> None:
    an_hour = timezone.now() - timedelta(minutes=61)
    for article in (
        make_talk(12, submitted_at=an_hour),
        make_talk(12, status="spam"),
        make_talk(0),
    ):
        assert start_of_the_next(article) < timedelta(minutes=30)


def test_a_lively_talk_stands_above_a_quiet_one_and_nothing_moves_later(desk: Client) -> None:
    lively, quiet = make_talk(10), make_talk(0)
    first = make_comment(quiet, status="waiting", body="The first one.")
    second = make_comment(lively, status="waiting", body="The second one.")
    order = [second.pk, first.pk]
    assert listed(parse(desk.get(DESK))) == order
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert listed(parse(desk.get(DESK))) == order
