"""How lively the talk under an article is right now.

Nothing counts readers: pages are answered from memory, and nobody is followed. What readers leave
is all that is known of them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateTimeField,
    ExpressionWrapper,
    Q,
    QuerySet,
)
from django.utils import timezone

from articles.models import Article
from articles.prepared import Prepared, Slot

if TYPE_CHECKING:
    from .comment import Comment

LATELY = timedelta(hours=1)
MOST = 40  # replies that are looked at, spam among them


def sent_lately(article: Article) -> int:
    """How many replies were sent there within the hour, spam aside. One query, at most 40 rows."""
    return sum(_newest(article=article.pk, since=timezone.now() - LATELY))


@Prepared
def _newest() -> QuerySet[Comment, bool]:
    """Which of the newest count.

    By their numbers: an index of its own would tempt SQLite where another one is better.
    """
    from .comment import Comment

    rows = Comment.objects.filter(article__pk=Slot("article", BigIntegerField()))
    counts = Q(submitted_at__gt=Slot("since", DateTimeField())) & ~Q(status="spam")
    counted = ExpressionWrapper(counts, output_field=BooleanField())
    return rows.order_by("-pk").values_list(counted, flat=True)[:MOST]
