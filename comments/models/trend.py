"""What became of the newest replies under an article, hour by hour, and how many wait there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.functions import Concat

from articles.models import Article
from articles.prepared import Slot

from .comment import Comment
from .statistics import written

NEWEST = 500  # replies that are looked at
MOST = 1000  # waiting replies that are counted
STEPS = 24  # columns of a drawing, at most
HOURS = (1, 2, 3, 6, 12, 24, 48, 7 * 24, 30 * 24, 90 * 24, 365 * 24)  # that a column may stand for
REFUSED = ("rejected", "spam", "removed")
WAITING, AT = "here", "at "  # how the lines are called


def lines(article: Article | Slot) -> Iterator[QuerySet]:
    """Pairs of a name and a number, to be read together with others."""
    here = Comment.objects.filter(article=article).order_by()
    waiting = here.filter(pk__in=here.undecided().values("pk")[: MOST + 1])
    yield _counted(waiting.annotate(what=Value(WAITING)))
    newest = here.filter(pk__in=here.order_by("-pk").values("pk")[:NEWEST])
    hour, text = written("submitted_at", 1, 13), CharField()
    name = Concat(Value(AT), hour, Value(" "), "status", output_field=text)
    yield _counted(newest.annotate(what=name))


def _counted(rows: QuerySet) -> QuerySet:
    counted: QuerySet = rows.values("what").annotate(n=Count("pk")).values_list("what", "n")
    return counted


@dataclass(slots=True)
class Trend:
    """`counts` by hour and status. `waiting` stops one above MOST."""

    waiting: int = 0
    counts: Counter[tuple[datetime, str]] = field(default_factory=Counter)

    @classmethod
    def of(cls, article: Article) -> Trend:
        first, *others = lines(article)
        return cls.read(dict(first.union(*others, all=True)))

    @classmethod
    def read(cls, numbers: Mapping[str, int]) -> Trend:
        """From lines that were read among others."""
        found = cls(waiting=numbers.get(WAITING) or 0)
        for name, n in numbers.items():
            if name.startswith(AT):
                hour, _space, status = name.removeprefix(AT).rpartition(" ")
                moment = datetime.strptime(f"{hour}+0000", "%Y-%m-%d %H%z")
                found.counts[moment, status] += n
        return found

    @property
    def seen(self) -> int:
        return self.counts.total()

    @property
    def refused(self) -> int:
        return sum(n for (_hour, status), n in self.counts.items() if status in REFUSED)

    def steps(self) -> list[tuple[datetime, int, int]]:
        """Moments in UTC, with how many came then that were refused, and how many others."""
        if not self.counts:
            return []
        hours = sorted({hour for hour, _status in self.counts})
        step = next(h for h in HOURS if _index(hours[-1], h) - _index(hours[0], h) < STEPS)
        found = defaultdict[int, list[int]](lambda: [0, 0])
        for (hour, status), n in self.counts.items():
            found[_index(hour, step)][status not in REFUSED] += n
        all_of_them = range(_index(hours[0], step), _index(hours[-1], step) + 1)
        return [(_moment(index, step), found[index][0], found[index][1]) for index in all_of_them]


def _index(hour: datetime, step: int) -> int:
    return int(hour.timestamp()) // 3600 // step


def _moment(index: int, step: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(hours=index * step)
