"""What each page costs as the newsroom grows: processor time, asked by one reader at a time."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from . import load, plot, report
from .postgres import beside
from .site import Running, Site

SIZES = ((1_000, 10_000), (10_000, 100_000))
FULL_SIZES = (*SIZES, (100_000, 1_000_000))
SECONDS, ROUNDS = 1.0, 2


def measured(folder: Path, port: int, *, full: bool) -> dict[str, Any]:
    """Curves by database; PostgreSQL only in a full run, beside the one in DATABASE_URL."""
    found: dict[str, Any] = {}
    for kind, url in databases(os.environ.get("DATABASE_URL", ""), full=full).items():
        curves = _curves(folder, port, url, FULL_SIZES if full else SIZES)
        chart = plot.growth(curves, f"Growth on {kind}", report.RESULTS / f"growth-{kind}.svg")
        print(f"Drawn in {chart}.")
        found[kind] = curves
    return found


def databases(url: str, *, full: bool) -> dict[str, str]:
    """What is measured, by its name; says so when a full run has no PostgreSQL."""
    urls = {"SQLite": ""}
    if full and urlsplit(url).scheme in {"postgres", "postgresql"}:
        urls["PostgreSQL"] = url
    elif full:
        print(
            "PostgreSQL is left out: DATABASE_URL=postgres://user:password@host/name includes it, "
            "in databases of its own made beside that one."
        )
    return urls


def _curves(
    folder: Path, port: int, url: str, sizes: tuple[tuple[int, int], ...]
) -> dict[str, list[tuple[int, float]]]:
    curves: dict[str, list[tuple[int, float]]] = {}
    for articles, comments in sizes:
        database = beside(url, f"bench_{articles}") if url else ""
        place = folder / folder_name(url, articles)
        site = Site(articles, comments, place, port, database, page_cache_mb=0)
        print(f"{site.name}: generated in {site.prepare():.0f} s.")
        for page, cost in _costs(site).items():
            curves.setdefault(page, []).append((articles, cost))
    return curves


def folder_name(url: str, articles: int) -> str:
    """Where a newsroom is kept; the smallest one on SQLite is that of the other measurements."""
    return "small" if not url and articles == 1000 else f"{len(url)}-{articles}"


def _costs(site: Site) -> dict[str, float]:
    """Milliseconds of processor time for one request of each page: the least of some rounds."""
    pages = site.ask("pages")
    with Running(site) as running:
        return {
            page: min(
                load.run(running.address(path), SECONDS, running.pid, connections=1).cpu_ms
                for _ in range(ROUNDS)
            )
            for page, path in pages.items()
        }
