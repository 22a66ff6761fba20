from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.models import Article

from .comment import Comment

if TYPE_CHECKING:
    from django.db.models import QuerySet

SHOWN = (
    *("article_id", "parent_id", "root_id", "name", "website", "html"),
    *("status", "submitted_at", "user_id", "revision"),
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """One page of a thread: its first-level replies and everything below them."""

    rows: list[Comment]
    pages: int

    @classmethod
    def read(cls, article: Article, page: int, page_size: int) -> Conversation:
        """Three queries at most, however many replies there are."""
        roots = Comment.objects.filter(article=article).roots().oldest_first()
        start = (page - 1) * page_size
        shown = list(roots.only(*SHOWN)[start : start + page_size])
        full = len(shown) == page_size or start
        total = roots.count() if full else len(shown)
        return cls([*shown, *_below(shown)], -(-total // page_size) or 1)


def _below(roots: list[Comment]) -> QuerySet[Comment] | list[Comment]:
    """Every answer that is public, or once was and may have to hold a place."""
    if not roots:
        return []
    below = Comment.objects.filter(root__in=[row.pk for row in roots])
    return below.exclude(published_at=None).oldest_first().only(*SHOWN)
