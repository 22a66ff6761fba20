"""From a plan to rows."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from articles.changes import announce
from articles.models import Listing

from . import bulk, kept, traces
from .articles import Newsroom
from .plan import Plan
from .replies import Threads
from .spool import Spool

BATCH = 4000  # replies, about, that are in memory at once

Step = Callable[[str, int], None]


def make(plan: Plan, step: Step) -> None:
    """Write all rows or, when something goes wrong, none.

    `step` is told what has been written and how many: "replies", and at the end "decisions".
    """
    between = (plan.published[0] if plan.articles else plan.now, plan.now)
    with transaction.atomic(), Spool(between) as facts:
        newsroom, numbers = Newsroom(plan), kept.Kept()
        threads = Threads(plan, [user.pk for user in newsroom.moderators])
        dice = plan.dice("reports")
        for run in plan.batches(BATCH):
            articles = newsroom.write(run)
            below = zip(articles, run, strict=True)
            made = [one for row, number in below for one in threads.under(row, number)]
            rows = [one.row for one in made]
            bulk.insert(rows)
            numbers.add(articles, made)
            facts.add(traces.store(made, dice))
            kept.index(rows)
            step("replies", len(made))
        traces.decide(facts.in_time(), lambda count: step("decisions", count))
        numbers.store()
        Listing.objects.fill()
        announce("site", "lists")
    kept.measure()
