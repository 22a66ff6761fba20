"""A thread's page costs the same with ten replies and with ten thousand."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments.models import Comment, conversations
from tests.factories import make_article, make_comment
from tests.reading import fetch

from .big_threads import make_answers, make_roots
from .posting import shown

pytestmark = pytest.mark.django_db

QUERIES = 8  # design, section 5


def make_wide(number: int) -> tuple[Article, int]:
    article = make_article(f"Wide {number}")
    make_roots(article, number)
    return article, min(number, 50)


def make_long(number: int) -> tuple[Article, int]:
    """All but one below the same first-level reply."""
    article = make_article(f"Long {number}")
    root = make_comment(article)
    make_answers(root, number - 1)
    return article, min(number, 13)


def make_deep(number: int) -> tuple[Article, int]:
    article = make_article(f"Deep {number}")
    root = make_comment(article)
    make_answers(root, number - 1, chain=True)
    return article, min(number, 13)


Make = Callable[[int], tuple[Article, int]]


@pytest.mark.parametrize("make", [make_wide, make_long, make_deep])
def test_ten_thousand_replies_cost_what_fifty_do(client: Client, make: Make) -> None:
    small, few = make(50)
    large, many = make(10_000)
    for article, number in ((small, few), (large, many)):
        with CaptureQueriesContext(connection) as queries:
            assert len(shown(fetch(client, article.get_absolute_url()))) == number
        assert len(queries) <= QUERIES
    assert fastest(client, large) < 2 * fastest(client, small)


def fastest(client: Client, article: Article) -> float:
    """The least time of several requests, in seconds: what the machine does besides is left out."""
    times = []
    for _ in range(7):
        start = process_time()
        client.get(article.get_absolute_url())
        times.append(process_time() - start)
    return min(times)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads small tables whole.")
def test_every_read_of_a_thread_follows_an_index() -> None:
    article = make_article()
    root = make_comment(article)
    last = Comment.objects.get(pk=make_answers(root, 40)[-1])
    with CaptureQueriesContext(connection) as queries:
        for newest_first in (False, True):
            conversations.read(article, 1, 50, newest_first=newest_first)
        conversations.branch(root, 12)
        conversations.start_of(last)
        conversations.page_of(last)
    with connection.cursor() as cursor:
        for query in queries:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            steps = [step[3] for step in cursor.fetchall()]
            assert not [step for step in steps if step.startswith("SCAN comments_comment")]
            assert not [step for step in steps if "TEMP B-TREE" in step]


def test_an_empty_thread_costs_no_more(client: Client) -> None:
    article = make_article()
    with CaptureQueriesContext(connection) as queries:
        assert shown(fetch(client, article.get_absolute_url())) == []
    assert len(queries) <= QUERIES


def test_the_last_page_and_the_last_answer_of_ten_thousand_are_near(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    article = make_article()
    roots = make_roots(article, 5_000)
    answers = make_answers(Comment.objects.get(pk=roots[2500]), 5_000)
    for number in (roots[-1], roots[2500], answers[0], answers[-1]):
        with django_assert_max_num_queries(QUERIES):
            place = client.get(f"/comments/{number}/")["Location"]
        with django_assert_max_num_queries(QUERIES):
            assert number in shown(fetch(client, place))
