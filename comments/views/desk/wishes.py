"""What a form for many replies asks: which of them, and what to do."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from comments.models import Comment, Reason
from comments.models.batch import VERBS

from .filters import Filters
from .verbs import Unclear, reason_of

WHOLE = ("waiting", "reported", "unseen", "spam")  # piles that can be decided as a whole
MOST = 10_000  # replies of one batch; a filter with more gives the first of them
SAMPLES = 5

_PICK = re.compile(r"(\d{1,18}):(\d{1,9})")


@dataclass(slots=True)
class Wish:
    """`picks` are numbers with the revision that was seen; without any, the filter says which."""

    verb: str
    scope: str  # picked, filter or band
    picks: dict[int, int]
    filter: str
    low: float | None
    high: float | None
    reason: Reason | None
    tell: bool
    newest: int = 0  # number of the newest reply when the filter was confirmed
    found: dict[int, int] = field(default_factory=dict)  # which replies, with their revisions

    @classmethod
    def read(cls, data: QueryDict) -> Wish:
        """Raises Unclear."""
        chosen = data.get("chosen", "")  # by a button for the ticked ones, whatever else is set
        verb = chosen or data.get("verb", "")
        if verb not in VERBS:
            raise Unclear(_("This decision does not exist. Please choose a button."))
        picks = dict(_picks(data))
        usual = "picked" if picks or "filter" not in data else "filter"
        scope = "picked" if chosen else data.get("scope") or usual
        wish = cls(
            verb=verb,
            scope=scope,
            picks=picks if scope == "picked" else {},
            filter=data.get("filter", ""),
            low=_score(data, "from") if scope == "band" else None,
            high=_score(data, "to") if scope == "band" else None,
            reason=reason_of(data),
            tell=bool(data.get("tell")),
            newest=_number(data.get("newest", "")),
        )
        wish.found = wish._find()
        return wish

    @property
    def numbers(self) -> list[int]:
        return list(self.found)

    def _find(self) -> dict[int, int]:
        if self.scope == "picked":
            found = self.picks
        else:
            self.newest = self.newest or _newest()
            rows = self._rows().filter(pk__lte=self.newest)
            found = dict(rows.values_list("pk", "revision")[:MOST])
        if not found:
            raise Unclear(_("No reply was chosen, or none is left of those."))
        if len(found) > MOST:
            raise Unclear(_("These are too many replies at once. Please choose fewer."))
        return found

    def seal(self) -> str:
        """Stands for these replies as they are; "" for picks, which bring their revisions along.

        A filter that finds other ones, or whose replies were edited, has another one.
        """
        if self.scope == "picked":
            return ""
        pairs = ",".join(f"{number}:{revision}" for number, revision in self.found.items())
        return sha256(pairs.encode()).hexdigest()[:16]

    def _rows(self) -> QuerySet[Comment]:
        filters = Filters.read(QueryDict(self.filter.lstrip("?")))
        if filters.problems:
            raise Unclear(filters.problems[0])
        if filters.pile not in WHOLE:
            raise Unclear(_("Please choose a pile: this one holds what is decided already."))
        rows = filters.rows()
        if self.low is not None:
            rows = rows.filter(score__gte=self.low)
        if self.high is not None:
            rows = rows.filter(score__lte=self.high)
        return rows.order_by("due_at", "pk")

    def samples(self) -> list[Comment]:
        """Five of them, from the first to the last evenly."""
        last, few = len(self.numbers) - 1, min(SAMPLES, len(self.numbers))
        places = {round(n * last / max(few - 1, 1)) for n in range(few)}
        numbers = [self.numbers[place] for place in sorted(places)]
        rows = Comment.objects.select_related("article").in_bulk(numbers)
        return [rows[number] for number in numbers if number in rows]

    def picked(self) -> str:
        return ",".join(f"{number}:{revision}" for number, revision in self.picks.items())


def _picks(data: QueryDict) -> Iterator[tuple[int, int]]:
    for value in ",".join(data.getlist("pick")).split(","):
        found = _PICK.fullmatch(value)
        if value and found is None:
            raise Unclear(_("The selection cannot be read. Please choose the replies again."))
        if found:
            yield int(found[1]), int(found[2])


def _score(data: QueryDict, name: str) -> float | None:
    value = data.get(name, "").strip()
    try:
        score = float(value) if value else None
    except ValueError:
        score = math.nan
    if score is not None and not math.isfinite(score):
        raise Unclear(_("Please give the scores as numbers such as 1.5."))
    return score


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else 0


def _newest() -> int:
    newest = Comment.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0
