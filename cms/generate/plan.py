"""How many rows there are to be, and when each reply was sent."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nlargest
from random import Random

from django.utils.functional import cached_property

EVERY = timedelta(hours=2)  # an article is published
MOST = 40.0  # times as many replies as under a quiet article


@dataclass(frozen=True)
class Plan:
    """So many articles, replies below them, and how many of those wait; `now` is when it ends.

    Of the replies `longest` stand under one article; 0 leaves that to chance.
    """

    articles: int
    comments: int
    waiting: int
    seed: int
    now: datetime
    longest: int = 0

    def problem(self) -> str:
        """What stands against it, in a sentence; "" when nothing does."""
        if min(self.articles, self.comments, self.waiting, self.longest) < 0:
            return "Numbers of rows cannot be negative."
        if self.waiting > self.comments:
            return f"Of {self.comments} replies {self.waiting} cannot wait."
        if self.longest > self.comments:
            return f"Of {self.comments} replies {self.longest} cannot stand under one article."
        if self.comments and not self.articles:
            return "Replies need articles to stand under: give --articles a number above 0."
        return ""

    def dice(self, purpose: str) -> Random:
        """Chances that are the same each time, whatever is done with those for other purposes."""
        return Random(f"{self.seed} {purpose}")

    @cached_property
    def published(self) -> list[datetime]:
        """When each article was published, the oldest first."""
        dice = self.dice("publication")
        steps = range(self.articles, 0, -1)
        return [self.now - EVERY * (step - 0.8 * dice.random()) for step in steps]

    @cached_property
    def sent(self) -> list[list[datetime]]:
        """When the replies under each article come: most soon, and a few articles get most."""
        dice = self.dice("replies")
        weights = [min(dice.paretovariate(1.1), MOST) for _ in range(self.articles)]
        numbers = range(self.articles)
        others = self.comments - self.longest
        sizes = Counter(dice.choices(numbers, weights, k=others) if others else ())
        sizes[self.articles // 2] += self.longest
        return [
            sorted(self._moment(dice, start) for _ in range(sizes[number]))
            for number, start in enumerate(self.published)
        ]

    def _moment(self, dice: Random, start: datetime) -> datetime:
        moment = start + timedelta(hours=dice.lognormvariate(1.2, 1.3))
        return moment if moment < self.now else start + (self.now - start) * dice.random()

    @cached_property
    def waits(self) -> list[set[int]]:
        """Which replies under each article wait, by their place: some of the newest of all."""
        places = ((sent, a, r) for a, row in enumerate(self.sent) for r, sent in enumerate(row))
        newest = nlargest(2 * self.waiting, places)[::-1]
        found: list[set[int]] = [set() for _ in range(self.articles)]
        for _sent, article, reply in self.dice("queue").sample(newest, self.waiting):
            found[article].add(reply)
        return found

    def batches(self, size: int) -> Iterator[range]:
        """The articles, in runs with about so many replies; a run has one article at least."""
        start, total, ends = 0, 0, []
        for moments in self.sent:
            total += len(moments)
            ends.append(total)
        while start < self.articles:
            before = ends[start - 1] if start else 0
            end = max(start + 1, bisect_right(ends, before + size))
            yield range(start, end)
            start = end
