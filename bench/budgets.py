"""What the house promises, compared with what was measured in the same run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .memory import sums

Row = tuple[str, str, bool]

# WordPress takes 194 replies a second at 8 connections where nginx serves a file as large as its
# page 35,305 times: a ratio, as machines differ and so does one from hour to hour.
WORDPRESS_POSTS, WORDPRESS_UNIT = 194, 35_305
ARTICLE = "article, 50 replies"
IN_TURN = "200 such articles in turn"
LONGER = {"longest thread", "thread, page 2"}  # these show more replies in a larger newsroom


def budgets(results: dict[str, Any]) -> Iterator[Row]:
    """Each budget in words, the figure, and whether it holds."""
    cached = results["cached"][ARTICLE]["ratio"]
    yield "cached article >= 0.6 of nginx gzip_static", f"{cached:.2f}", cached >= 0.6
    fresh = results["beside WordPress"][ARTICLE]["ratio"]
    words = "uncached article with 50 replies >= 0.019 of nginx, plain (ten times WordPress)"
    yield words, f"{fresh:.4f}", fresh >= 0.019
    cost = results["uncached"][ARTICLE]["cpu_ms"]
    yield "uncached article with 50 replies <= 3 ms CPU", f"{cost:.2f} ms", cost <= 3
    yield "its queries <= 8", *_most(results["queries"][ARTICLE], 8)
    yield "queries of the front page <= 4", *_most(results["queries"]["front"], 4)
    posting, aim = results["posting"], 2 * WORDPRESS_POSTS / WORDPRESS_UNIT
    words = f"replies left >= {aim:.4f} of nginx, plain (twice WordPress)"
    said = f"{posting['ratio']:.4f} ({posting['rate']:.0f} a second)"
    yield words, said, posting["ratio"] >= aim
    workers, everything = sums(results["memory"])
    said = f"{workers:.0f} MB; {everything:.0f} MB with the processes that start and watch them"
    yield "web workers and background worker <= 220 MB PSS under load", said, workers <= 220
    failed = sum(
        page["failed"] for kind in ("cached", "uncached") for page in results[kind].values()
    )
    yield "no request failed", str(failed), failed == 0
    yield from _growth(results["growth"])


def _most(number: int, limit: int) -> tuple[str, bool]:
    return str(number), number <= limit


def _growth(databases: dict[str, Any]) -> Iterator[Row]:
    for kind, curves in databases.items():
        for page, points in curves.items():
            (small, first), (large, last) = points[0], points[-1]
            if small != large and page not in LONGER:
                words = f"{kind}, {page}: {large:,} articles cost <= 1.3 of {small:,}"
                yield words, f"{last / first:.2f}", last <= 1.3 * first
        for deep, near in (("list, deep", "list, page 2"), ("thread, page 200", "longest thread")):
            if deep in curves:
                ratio = curves[deep][-1][1] / curves[near][-1][1]
                yield f"{kind}, {deep} <= 2 of {near}", f"{ratio:.2f}", ratio <= 2
