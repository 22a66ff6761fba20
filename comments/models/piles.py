"""The piles of the desk: what lies on each, and how much."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import (
    BigIntegerField,
    Count,
    DateTimeField,
    Exists,
    Max,
    OuterRef,
    QuerySet,
    Value,
)
from django.utils import timezone

from articles.prepared import Prepared, Slot

from .comment import Comment
from .decision import Decision
from .report import Report
from .tally import Tally
from .trend import lines

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Article

PILES = ("waiting", "reported", "unseen", "spam", "mine", "all")
KEPT = ("waiting", "unseen", "spam")  # `Comment.desk` names them, `Tally` counts them
LATELY = timedelta(hours=24)  # in which the own decisions are counted


def lying_on(pile: str) -> QuerySet[Comment]:
    """The replies of a pile, in no order; those that are put off lie on it too."""
    if pile in KEPT:
        return Comment.objects.filter(desk=pile)
    if pile == "reported":
        return Comment.objects.filter(pk__in=reports().values("comment"))
    return Comment.objects.all()


def reports() -> QuerySet[Report]:
    """Of published replies, since a moderator last looked at them.

    A reply with an edit lies among those that wait.
    """
    # Looked up one by one: a join would read every published reply on SQLite.
    there = Comment.objects.filter(pk=OuterRef("comment"), status="published", proposed=None)
    return Report.objects.filter(Exists(there)).unhandled()


def waiting_now() -> int:
    """How many replies wait, as the queue's heading says it. One query."""
    numbers = dict(_waiting(now=timezone.now()))
    return max(0, (numbers.get("desk:waiting") or 0) - (numbers["deferred"] or 0))


@Prepared
def _waiting() -> QuerySet[Tally, tuple[str, int | None]]:
    return (
        Tally.objects.sums()
        .filter(name="desk:waiting")
        .union(_line("deferred", _put_off(), Count("pk")), all=True)
    )


def _put_off() -> QuerySet[Comment]:
    return Comment.objects.filter(desk="waiting", due_at__gt=Slot("now", DateTimeField()))


def figures(user: User, article: Article | None = None) -> dict[str, int]:
    """How much lies where, in one query: the piles by name, and `deferred`.

    With an article also the lines of its `Trend`. `since` is the newest decision and `newest` the
    newest reply, for who asks later what is new.
    """
    now = timezone.now()
    here = {"article": article.pk} if article else {}
    found = _figures(bool(here), user=user.pk, now=now, since=now - LATELY, **here)
    numbers = {name: n or 0 for name, n in found}
    piles = {pile: numbers.get(f"desk:{pile}", 0) for pile in KEPT}
    piles["waiting"] = max(0, piles["waiting"] - numbers["deferred"])
    everything = sum(numbers.get(status, 0) for status in Comment.Status.values)
    return numbers | piles | {"all": everything}


@Prepared
def _figures(of_article: bool) -> QuerySet[Tally, tuple[str, int | None]]:
    user, article = Slot("user", BigIntegerField()), Slot("article", BigIntegerField())
    since = Slot("since", DateTimeField())
    mine = Decision.objects.filter(by__pk=user, decided_at__gte=since).acts()
    return Tally.objects.sums().union(
        _line("mine", mine, Count("pk")),
        _line("deferred", _put_off(), Count("pk")),
        _line("reported", reports(), Count("comment", distinct=True)),
        _line("since", Decision.objects.all(), Max("pk")),
        _line("newest", Comment.objects.all(), Max("pk")),
        *(lines(article) if of_article else ()),
        all=True,
    )


def _line(name: str, rows: QuerySet, number: Count | Max) -> QuerySet:
    named = rows.order_by().annotate(what=Value(name)).values("what")
    found: QuerySet = named.annotate(n=number).values_list("what", "n")
    return found
