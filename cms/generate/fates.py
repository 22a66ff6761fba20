"""What becomes of a made-up reply: the same steps as by the verbs, without their queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import NamedTuple

from comments.models import Comment
from comments.models.decisions import LESSONS

AFTER = {
    "approve": "published",
    "reject": "rejected",
    "mark_spam": "spam",
    "remove": "removed",
    "withdraw": "withdrawn",
}


class Fate(NamedTuple):
    """The verbs that come one after the other, and whether people choose them."""

    verbs: tuple[str, ...]
    by_people: bool = True
    is_spam: bool = False
    is_edited: bool = False


# How many of a hundred replies that do not wait.
FATES = {
    Fate(("approve",)): 80.0,
    Fate(("approve",), by_people=False): 7.0,
    Fate(("approve",), is_edited=True): 0.5,
    Fate(("reject",)): 5.0,
    Fate(("mark_spam",), by_people=False, is_spam=True): 3.0,
    Fate(("mark_spam",), is_spam=True): 1.5,
    Fate(("approve", "withdraw")): 1.5,
    Fate(("approve", "remove")): 1.5,
}


class Step(NamedTuple):
    """One decision: what it led to, and what was there before."""

    verb: str
    at: datetime
    by: int | None
    before: str
    after: str
    judged_before: str
    vetted_before: bool
    takes_edit: bool = False


_ALL, _UP_TO = list(FATES), list(accumulate(FATES.values()))


def draw(dice: Random) -> Fate:
    return dice.choices(_ALL, cum_weights=_UP_TO)[0]


def live(
    row: Comment, fate: Fate, dice: Random, people: Sequence[int], now: datetime
) -> list[Step]:
    """Bring the row to its end; the steps on the way there."""
    steps, moment = [], row.submitted_at
    for verb in fate.verbs:
        if fate.by_people:
            mean = timedelta(minutes=25) if verb == fate.verbs[0] else timedelta(hours=9)
            moment = min(now, moment + mean * dice.expovariate(1))
        by = dice.choice(people) if fate.by_people and verb != "withdraw" else None
        steps.append(_take(row, verb, moment, by))
    return steps


def take_edit(row: Comment, at: datetime, by: int) -> Step:
    """A moderator lets the new text of a published reply replace the one that readers saw."""
    step = Step("approve", at, by, "published", "published", row.judged, row.vetted, True)
    row.judged, row.vetted, row.edited_at = "approved", True, at
    row.revision += 2  # proposed, then taken
    return step


def _take(row: Comment, verb: str, at: datetime, by: int | None) -> Step:
    after = AFTER[verb]
    step = Step(verb, at, by, row.status, after, row.judged, row.vetted)
    if by:
        row.judged = LESSONS[after]
    row.vetted = row.vetted or bool(by and after == "published")
    if after == "published":
        row.published_at = at
    row.status = after
    row.revision += 1
    return step
