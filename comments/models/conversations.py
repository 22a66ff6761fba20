from __future__ import annotations

from articles.models import Article

from .comment import Comment

SHOWN = (
    *("article_id", "parent_id", "root_id", "name", "website", "html"),
    *("status", "submitted_at", "user_id"),
)


def read(article: Article, page: int, page_size: int) -> list[Comment]:
    """One page of a thread: its first-level replies and everything below them, the oldest first.

    Rows that once were public come along: an answer may need them as a place to stand.
    One query.
    """
    first = (page - 1) * page_size
    roots = Comment.objects.filter(article=article).roots().oldest_first()
    numbers = roots.values("pk")[first : first + page_size]
    public = Comment.objects.exclude(published_at=None).only(*SHOWN)
    # A union, as an OR over two subqueries would keep PostgreSQL from its indexes.
    rows = public.filter(pk__in=numbers).union(public.filter(root__in=numbers.all()), all=True)
    return sorted(rows, key=lambda row: (row.submitted_at, row.pk))
