"""Threads as years make them, written at once: with the places and counts that decisions keep."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import F
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Thread
from tests.factories import make_comment


def _row(article: Article, pk: int, **fields: Any) -> Comment:
    """A published reply; the higher its number, the later it was sent."""
    moment = timezone.now() - timedelta(days=1) + timedelta(milliseconds=pk)
    values: dict[str, Any] = {
        "name": f"Reader {pk}",
        "body": "So",
        "html": "<p>So</p>",
        "status": "published",
        "submitted_at": moment,
        "published_at": moment,
        "token_digest": str(pk),
    }
    return Comment(pk=pk, article=article, **(values | fields))


def _store(article: Article, rows: Iterable[Comment], *, roots: int = 0) -> list[int]:
    stored = Comment.objects.bulk_create(rows, batch_size=500)
    with connection.cursor() as cursor:  # PostgreSQL counts on from the numbers given here
        for statement in connection.ops.sequence_reset_sql(no_style(), [Comment]):
            cursor.execute(statement)
    Thread.objects.add_to_counts(article.pk, replies=len(stored), roots=roots)
    return [row.pk for row in stored]


def make_roots(article: Article, number: int) -> list[int]:
    """This many first-level replies, the oldest first."""
    first = make_comment(article, submitted_at=timezone.now() - timedelta(days=2)).pk
    numbers = range(first + 1, first + number)
    return [first, *_store(article, (_row(article, pk) for pk in numbers), roots=number - 1)]


def make_answers(root: Comment, number: int, *, chain: bool = False) -> list[int]:
    """This many answers to a first-level reply, in their order; chained, each answers the last."""
    newest = Comment.objects.latest("pk").pk
    size = Comment.objects.get(pk=root.pk).branch_size
    rows = [
        _row(
            root.article,
            newest + step,
            parent_id=newest + step - 1 if chain and step > 1 else root.pk,
            root=root,
            depth=step if chain else 1,
            branch_place=size + step,
        )
        for step in range(1, number + 1)
    ]
    counts = {name: F(name) + number for name in ("branch_size", "answer_count")}
    Comment.objects.filter(pk=root.pk).update(**counts)
    return _store(root.article, rows)
