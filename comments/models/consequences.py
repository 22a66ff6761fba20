"""What follows from a decision, in the same transaction: counts, lessons, mails."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import F

from articles.background import later
from comments.moderation.links import hosts

from .classifier_version import ClassifierVersion
from .host import Host
from .subscription import Subscription
from .thread import Thread

if TYPE_CHECKING:
    from .comment import Comment
    from .decision import Decision


def count(row: Comment, before: str, after: str) -> None:
    """Keep the numbers that pages show, and give a new answer its place in its branch."""
    first_time = after == "published" and row.published_at is None
    change = (after == "published") - (before == "published")
    if change or first_time:
        roots = int(first_time and row.parent_id is None)
        Thread.objects.add_to_counts(row.article_id, replies=change, roots=roots)
    if row.root_id and (change or first_time):
        branch = type(row).objects.filter(pk=row.root_id)
        branch.update(
            answer_count=F("answer_count") + change,
            branch_size=F("branch_size") + int(first_time),
        )
        if first_time:
            row.branch_place = branch.values_list("branch_size", flat=True).get()
            type(row).objects.filter(pk=row.pk).update(branch_place=row.branch_place)


def queue(articles: Iterable[int]) -> None:
    """Wait until nobody else decides under these articles, as every decision that counts does.

    Whoever changes replies first and counts afterwards would wait in a circle with a moderator.
    """
    for number in sorted(articles):
        Thread.objects.add_to_counts(number, replies=0, roots=0)


def learn(row: Comment, judged_before: str, body_before: str, *, undone: bool = False) -> None:
    """Let the hosts that the reply names, and the classifier, know what a person found."""
    if (row.judged, row.body) == (judged_before, body_before):
        return
    lessons = [(name, judged_before, -1) for name in hosts(body_before, row.website)]
    lessons += [(name, row.judged, 1) for name in hosts(row.body, row.website)]
    for name, judged, times in sorted(lessons):  # in one order: no two decisions wait in a circle
        _teach(name, judged, times)
    if undone and ClassifierVersion.objects.exists():
        later("comments.tasks.rebuild_classifier")  # what was learnt by mistake is forgotten


def _teach(name: str, judged: str, times: int) -> None:
    if judged:
        good = times if judged == "approved" else 0
        Host.objects.learn(name, approved=good, rejected=times - good)


def tell(row: Comment, decision: Decision) -> None:
    """Queue the mails that somebody asked for; they leave after the time for an undo."""
    news = decision.before != decision.after or decision.verb == "ask"
    if news and decision.undoes_id is None:
        Subscription.objects.tell(row, decision)
