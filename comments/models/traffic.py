"""How lively the talk under an article is right now.

Nothing counts readers: pages are answered from memory, and nobody is followed. What readers leave
is all that is known of them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, DateTimeField, QuerySet
from django.utils import timezone

from articles.models import Article
from articles.prepared import Prepared, Slot

if TYPE_CHECKING:
    from .comment import Comment

LATELY = timedelta(hours=1)
MOST = 30  # replies that are looked at, however many came


def sent_lately(article: Article) -> int:
    """How many replies were sent there within the hour, spam aside. One query, at most 30 rows."""
    statuses = _newest(article=article.pk, since=timezone.now() - LATELY)
    return sum(status != "spam" for status in statuses)


@Prepared
def _newest() -> QuerySet[Comment, str]:
    from .comment import Comment

    article, since = Slot("article", BigIntegerField()), Slot("since", DateTimeField())
    rows = Comment.objects.filter(article__pk=article, submitted_at__gt=since)
    return rows.order_by("-submitted_at").values_list("status", flat=True)[:MOST]
