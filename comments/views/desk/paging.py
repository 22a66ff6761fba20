"""Pages that begin where the one before ended: no page shifts while others are decided."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Model, Q, QuerySet

SIZE = 20
EPOCH, TICK = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
MOST = 253_402_300_799_000_000  # microseconds: the year 9999


@dataclass(frozen=True, slots=True)
class Order:
    """A field to order by, then the number. "" orders by the number alone."""

    field: str
    descending: bool = False

    def place(self, row: Model) -> str:
        """The cursor of a row: its value in the order and its number."""
        if not self.field:
            return f"{row.pk}"
        value = getattr(row, self.field)
        if isinstance(value, datetime):
            return f"{(value - EPOCH) // TICK}_{row.pk}"
        return f"{value!r}_{row.pk}"

    def read(self, cursor: str) -> tuple[Any, int]:
        """Raises ValueError when no row can have this place."""
        value, _sep, number = cursor.rpartition("_")
        if not (number.isascii() and number.isdecimal() and len(number) < 17):
            raise ValueError(cursor)
        if not self.field:
            return None, int(number)
        return (_score(value) if self.field == "score" else _moment(value)), int(number)

    def beyond(self, rows: QuerySet, cursor: str, *, backwards: bool) -> QuerySet:
        """The rows after a place, or before it. Raises ValueError."""
        value, number = self.read(cursor)
        after = "lt" if self.descending != backwards else "gt"
        if not self.field:
            return rows.filter(**{f"pk__{after}": number})
        further = Q(**{f"{self.field}__{after}": value})
        same = Q(**{self.field: value, f"pk__{after}": number})
        return rows.filter(further | same, **{f"{self.field}__{after}e": value})

    def sort(self, rows: QuerySet, *, backwards: bool = False) -> QuerySet:
        sign = "-" if self.descending != backwards else ""
        return rows.order_by(*(f"{sign}{name}" for name in (self.field, "pk") if name))


URGENT, OLDEST = Order("due_at"), Order("submitted_at")
NEWEST, SCORE = Order("submitted_at", descending=True), Order("score", descending=True)
FIRST, LAST = Order(""), Order("", descending=True)  # by the number alone


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in their order, and the cursors of the pages beside; "" where there is none."""

    rows: Sequence[Any]
    before: str = ""
    after: str = ""


def page(
    rows: QuerySet,
    order: Order,
    *,
    after: str = "",
    before: str = "",
    load: Callable[[list[int]], Sequence[Any]] | None = None,
) -> Page:
    """One page of rows. Raises ValueError for a cursor that leads nowhere.

    First their numbers are found: both databases would join the rest to each row before they
    sort. `load` reads those with some numbers, in that order.
    """
    backwards = bool(before) and not after
    if cursor := after or before:
        rows = order.beyond(rows, cursor, backwards=backwards)
    sorted_rows = order.sort(rows, backwards=backwards)
    numbers = list(sorted_rows.values_list("pk", flat=True)[: SIZE + 1])
    more, numbers = len(numbers) > SIZE, numbers[:SIZE]
    if backwards:
        numbers.reverse()
    found = (load or partial(_load, rows))(numbers)
    has_before, has_after = (more, True) if backwards else (bool(after), more)
    return Page(
        found,
        before=order.place(found[0]) if found and has_before else "",
        after=order.place(found[-1]) if found and has_after else "",
    )


def _load(rows: QuerySet, numbers: list[int]) -> list[Any]:
    found = rows.in_bulk(numbers)
    return [found[number] for number in numbers if number in found]


def _moment(value: str) -> datetime:
    if not (value.isascii() and value.isdecimal() and len(value) < 19 and int(value) < MOST):
        raise ValueError(value)
    return EPOCH + int(value) * TICK


def _score(value: str) -> float:
    score = float(value)
    if not math.isfinite(score):
        raise ValueError(value)
    return score
