"""Numbers as columns: an inline drawing for a glance, the same numbers as a table for everybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

HEIGHT = 1000  # of the drawing, in its own units; the page stretches it
STEP, BAR = 10, 8  # from column to column, and the width of one
FEWEST = 7  # columns that the drawing has room for: a single day does not become a wall
GAP = 8  # between two parts of a column, where they are high enough to spare it
COLOURS = 6  # chart-1 to chart-6 in desk-figures.css


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a column; numbers are text, so that no language puts commas into them."""

    tone: int
    x: str
    y: str
    height: str


def stacked(
    title: str,
    names: Sequence[str],
    rows: Sequence[tuple[str, Sequence[int]]],
    note: str = "",
    by: str = "",
) -> SafeString:
    """A figure with one column for each row (label, a number for each name), stacked upwards.

    Parts stand upon each other in the order of the names, so that colour is not the only sign.
    `by` heads the labels, usually "Day". Numbers below zero are drawn as zero. Raises ValueError
    when a row has not as many numbers as there are names.
    """
    sums = [sum(_drawn(values, names)) for _label, values in rows]
    top = _round(max(sums, default=0))
    facts = {
        "title": title,
        "note": note,
        "by": by or _("Day"),
        "names": [(name, index % COLOURS + 1) for index, name in enumerate(names)],
        "rows": [(label, [str(n) for n in values]) for label, values in rows],
        "parts": list(_parts(names, rows, top)),
        "width": str(STEP * max(len(rows), FEWEST)),
        "height": str(HEIGHT),
        "top": str(top),
        "says": _says(rows, sums),
    }
    return render_to_string("comments/chart.html", facts)


def _drawn(values: Sequence[int], names: Sequence[str]) -> list[int]:
    if len(values) != len(names):
        raise ValueError(f"{len(values)} numbers for {len(names)} names")
    return [max(0, n) for n in values]


def _parts(
    names: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]], top: int
) -> Iterator[Part]:
    """From the left to the right and from the ground upwards; what is zero is left out."""
    for column, (_label, values) in enumerate(rows):
        x, below = STEP * column + (STEP - BAR) // 2, 0
        for index, n in enumerate(_drawn(values, names)):
            low, high = below * HEIGHT // top, (below + n) * HEIGHT // top
            below += n
            height = high - low - (GAP if high - low > 3 * GAP else 0)
            if n:
                # Of a part too small to be drawn to scale a line is left.
                yield Part(index % COLOURS + 1, str(x), str(HEIGHT - high), str(max(height, 1)))


def _round(most: int) -> int:
    """The end of the scale: a digit with noughts, not below the highest column."""
    power: int = 10 ** max(len(str(most)) - 1, 0)
    return next(step * power for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * power >= most)


def _says(rows: Sequence[tuple[str, Sequence[int]]], sums: Sequence[int]) -> str:
    """The drawing in a sentence, for who hears the page."""
    if not rows:
        return ""
    most = max(sums)
    return _(
        "From %(first)s to %(last)s. The highest column is %(label)s with %(most)d."
        " The table below has all numbers."
    ) % {
        "first": rows[0][0],
        "last": rows[-1][0],
        "label": rows[sums.index(most)][0],
        "most": most,
    }
