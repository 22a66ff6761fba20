"""The figures for a person (a table) and for the next run (JSON)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from .measure import Figure
from .memory import sums

RESULTS = Path(__file__).resolve().parent / "results"
console = Console(width=120)


def table(title: str, figures: Iterable[Figure], queries: dict[str, int]) -> None:
    shown = Table(title=title, title_justify="left")
    shown.add_column("page")
    for name in ("requests/s", "of nginx", "CPU ms", "median ms", "bytes", "queries", "failed"):
        shown.add_column(name, justify="right")
    for one in figures:
        shown.add_row(
            one.page,
            f"{one.rate:,.0f}",
            f"{one.ratio:.3f}",
            f"{one.cpu_ms:.3f}",
            f"{one.median_ms:.2f}",
            f"{one.bytes_sent:,.0f}",
            str(queries.get(one.page, "")),
            str(one.failed or ""),
        )
    console.print(shown)


def memory(held: dict[str, float]) -> None:
    """Each process with what it held under load, and both sums."""
    shown = Table(title="Memory under load, page cache off", title_justify="left")
    shown.add_column("process")
    shown.add_column("PSS, MB", justify="right")
    for name, megabytes in sorted(held.items()):
        shown.add_row(name, f"{megabytes:.1f}")
    workers, everything = sums(held)
    shown.add_section()
    shown.add_row("web workers and background worker", f"{workers:.1f}")
    shown.add_row("all", f"{everything:.1f}")
    console.print(shown)


def verdicts(rows: Iterable[tuple[str, str, bool]]) -> bool:
    """The budgets: what, what was measured, whether it holds. Whether all do."""
    held = True
    for budget, measured, holds in rows:
        console.print(f"{'[green]holds[/]' if holds else '[red]MISSED[/]'}  {budget}: {measured}")
        held = held and holds
    return held


def write(results: dict[str, Any]) -> Path:
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{datetime.now():%Y-%m-%d-%H%M}.json"
    path.write_text(json.dumps(results, indent=1) + "\n")
    return path
