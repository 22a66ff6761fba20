"""How lively the talk under an article is right now.

Nothing counts readers: pages are answered from memory, and nobody is followed. What readers leave
is all that is known of them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, QuerySet
from django.utils import timezone

from articles.models import Article
from articles.prepared import Prepared, Slot

if TYPE_CHECKING:
    from .comment import Comment

LATELY = timedelta(hours=1)
MOST = 40  # replies that are looked at, spam among them


def sent_lately(article: Article) -> int:
    """How many replies were sent there within the hour, spam aside. One query, at most 40 rows."""
    since = timezone.now() - LATELY
    newest = _newest(article=article.pk)
    return sum(status != "spam" and sent > since for status, sent in newest)


@Prepared
def _newest() -> QuerySet[Comment, tuple[str, datetime]]:
    """By their numbers: an index of its own would tempt SQLite where another one is better."""
    from .comment import Comment

    rows = Comment.objects.filter(article__pk=Slot("article", BigIntegerField()))
    return rows.order_by("-pk").values_list("status", "submitted_at")[:MOST]
