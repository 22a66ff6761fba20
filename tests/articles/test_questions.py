"""A question that is put into SQL once finds what the QuerySet itself would find."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from articles.questions import Question
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def write(slugs: Any, since: Any, number: Any) -> QuerySet:
    """Articles by their slugs, later than a moment, and one by its number."""
    rows = Article.objects.order_by()
    named = rows.filter(slug__in=slugs, published_at__gt=since)
    facts = ("pk", "slug", "published_at")
    return named.values_list(*facts).union(rows.filter(pk=number).values_list(*facts), all=True)


def test_it_finds_the_rows_of_other_values_too() -> None:
    now = timezone.now()
    articles = [
        make_article(f"Story {n}", published_at=now - timedelta(days=n)) for n in range(1, 41)
    ]
    question = Question(write)
    for last, days, number in ((3, 99, 7), (2, 99, 1), (40, 20, 40), (1, 0, 3), (0, 9, 2)):
        values: dict[str, Any] = {
            "slugs": [article.slug for article in articles[:last]],
            "since": now - timedelta(days=days, hours=1),
            "number": articles[number - 1].pk,
        }
        assert sorted(question.ask(**values)) == sorted(write(**values))


def test_it_is_written_once_for_lists_of_about_the_same_length() -> None:
    article = make_article()
    calls = []

    def by_slug(slugs: Any) -> QuerySet:
        calls.append(len(slugs))
        return Article.objects.filter(slug__in=slugs).values_list("pk")

    question = Question(by_slug)
    for slugs in (["a", "b"], ["a", article.slug, "b"], {article.slug, "x", "y", "z"}):
        with CaptureQueriesContext(connection) as queries:
            found = question.ask(slugs=slugs)
        assert len(queries) == 1
        assert found == ([(article.pk,)] if article.slug in slugs else [])
    assert calls == [4]


def test_an_empty_list_finds_nothing() -> None:
    make_article()
    question = Question(lambda slugs: Article.objects.filter(slug__in=slugs).values_list("pk"))
    assert question.ask(slugs=[]) == []


def test_moments_come_back_as_moments() -> None:
    article = make_article(published_at=timezone.now() - timedelta(days=1))
    question = Question(lambda pk: Article.objects.filter(pk=pk).values_list("published_at"))
    assert question.ask(pk=article.pk) == [(article.published_at,)]


def test_too_many_values_are_refused() -> None:
    question = Question(lambda pks: Article.objects.filter(pk__in=pks).values_list("pk"))
    with pytest.raises(ValueError, match="513"):
        question.ask(pks=range(513))
