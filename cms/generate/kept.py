"""The numbers that are kept beside the rows, and the search index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import connection
from modelsearch.backends import get_search_backend

from articles.models import Article
from comments.models import Comment, Host, Tally, Thread

from .replies import Made


class Kept:
    """Adds up what the verbs would have counted one by one."""

    def __init__(self) -> None:
        self.names: Counter[str] = Counter()
        self.hosts: dict[str, Counter[str]] = {}

    def add(self, articles: Sequence[Article], made: Sequence[Made]) -> None:
        """Count these replies; their threads are stored at once."""
        replies, roots = Counter[int](), Counter[int]()
        for one in made:
            row = one.row
            self.names.update(row.tallies())
            replies[row.article_id] += row.status == Comment.Status.PUBLISHED
            roots[row.article_id] += row.parent_id is None and row.published_at is not None
            if row.judged:
                self._learn(one)
        Thread.objects.bulk_create(
            Thread(article=row, reply_count=replies[row.pk], root_count=roots[row.pk])
            for row in articles
        )

    def _learn(self, made: Made) -> None:
        for host in made.hosts():
            judged = "approved" if made.row.judged == "approved" else "rejected"
            self.hosts.setdefault(host, Counter())[judged] += 1

    def store(self) -> None:
        Tally.objects.move((), self.names.elements())
        for host, judged in sorted(self.hosts.items()):
            counts = {name: judged[name] for name in ("approved", "rejected")}
            Host.objects.learn(host, **counts)


def index(rows: Sequence[Comment]) -> None:
    """Let the desk's search find these new replies."""
    for row in rows:
        row.__dict__["search_text"] = row.search_text()  # the index asks three times
    get_search_backend().get_index_for_model(Comment).add_items(Comment, rows)


def measure() -> None:
    """Tell PostgreSQL how many rows there are now, as its autovacuum would in a minute."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
