"""Growth curves as SVG: what a page costs against how many rows there are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

# page -> [(articles, milliseconds of processor time)]
Curves = Mapping[str, list[tuple[int, float]]]


def growth(curves: Curves, title: str, path: Path) -> Path:
    """Write the chart; flat lines are what is hoped for."""
    import pygal  # only here: once imported, it stays in the way of every further import

    chart = pygal.XY(
        title=title,
        x_title="articles (ten times as many replies)",
        y_title="processor time per request, ms",
        logarithmic=False,
        xrule=True,
        js=[],  # a file that loads nothing from elsewhere
        width=900,
        height=520,
    )
    for name, points in curves.items():
        chart.add(name, points)
    chart.x_labels = sorted({articles for points in curves.values() for articles, _ in points})
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(chart.render())
    return path
