"""One mail tells moderators that replies wait, not one for each reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.background import later

from .comment import Comment
from .decision import Decision
from .discussion import Discussion
from .report import Report

LISTED = 10  # articles in a digest
LINKED = 5  # replies in a digest that a link leads to


@dataclass(frozen=True, slots=True)
class Urgent:
    """A reply that a digest leads to, as it is now."""

    comment: int
    revision: int
    headline: str


@dataclass(frozen=True, slots=True)
class Digest:
    """What waits now; no word of any reader in it. `articles` are (headline, replies)."""

    waiting: int
    oldest: datetime | None
    articles: list[tuple[str, int]]
    more_articles: int
    reported: int
    urgent: list[Urgent]


def queue_digests() -> int:
    """Have a mail sent to each moderator when it is time and something new waits. How many."""
    settings, now = Discussion.objects.current(), timezone.now()
    last = settings.digest_sent_at
    if not settings.digest_minutes or not _holds_news(last):
        return 0
    if last and now < last + timedelta(minutes=settings.digest_minutes):
        return 0
    with transaction.atomic():
        # Of two workers that look at once, one finds the time it has read still there.
        same = Discussion.objects.filter(pk=settings.pk, digest_sent_at=last)
        if not same.update(digest_sent_at=now):
            return 0
        people = list(moderators().values_list("pk", flat=True))
        for pk in people:
            later("comments.tasks.send_digest", pk)
    return len(people)


def moderators() -> QuerySet[User]:
    """Who decides about replies and has an address, superusers among them."""
    backend = "django.contrib.auth.backends.ModelBackend"
    people = User.objects.with_perm("comments.decide_comment", backend=backend)
    return people.exclude(email="").order_by("pk")


def read() -> Digest:
    waiting = Comment.objects.undecided()
    totals: dict[str, Any] = waiting.aggregate(n=Count("pk"), oldest=Min("submitted_at"))
    by_article = waiting.values("article").annotate(n=Count("pk")).order_by("-n", "article")
    rows = list(by_article.values_list("article__headline", "n"))
    reported = Report.objects.filter(comment__status="published").unhandled()
    return Digest(
        waiting=totals["n"],
        oldest=totals["oldest"],
        articles=rows[:LISTED],
        more_articles=max(0, len(rows) - LISTED),
        reported=reported.values("comment").distinct().count(),
        urgent=urgent(),
    )


def urgent() -> list[Urgent]:
    """The first of the queue that any moderator may decide about now."""
    rows = Comment.objects.undecided().filter(due_at__lte=timezone.now(), escalated="")
    facts = rows.order_by("due_at", "pk").values_list("pk", "revision", "article__headline")
    return [Urgent(*row) for row in facts[:LINKED]]


def _holds_news(since: datetime | None) -> bool:
    """Whether something came into the queue since then: sent, edited, or taken back into it."""
    waiting = Comment.objects.undecided()
    if since is None:
        return waiting.exists()
    taken_back = Decision.objects.filter(
        comment=OuterRef("pk"), after="waiting", decided_at__gt=since
    ).settling()
    news = Q(submitted_at__gt=since) | Q(proposed__made_at__gt=since) | Exists(taken_back)
    return waiting.filter(news).exists()
