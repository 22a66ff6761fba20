"""How lively the talk under an article is right now.

Nothing counts readers: pages are answered from memory, and nobody is followed. What readers leave
is all that is known of them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, Count, DateTimeField, QuerySet
from django.utils import timezone

from articles.models import Article
from articles.prepared import Prepared, Slot

if TYPE_CHECKING:
    from .comment import Comment

LATELY = timedelta(hours=1)
MOST = 40  # replies that are looked at, spam among them


def sent_lately(article: Article) -> int:
    """How many of the newest were sent there within the hour, spam aside. One query."""
    return sum(_newest(article=article.pk, since=timezone.now() - LATELY))


@Prepared
def _newest() -> QuerySet[Comment, int]:
    """How many of the newest count; no row where none does.

    By their numbers: an index of its own would tempt SQLite where another one is better.
    """
    from .comment import Comment

    rows = Comment.objects.filter(article__pk=Slot("article", BigIntegerField()))
    newest = rows.order_by("-pk").values("pk")[:MOST]
    counted = Comment.objects.filter(pk__in=newest, submitted_at__gt=Slot("since", DateTimeField()))
    counted = counted.exclude(status="spam").order_by()
    return counted.values("article").annotate(n=Count("pk")).values_list("n", flat=True)
