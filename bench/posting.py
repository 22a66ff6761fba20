"""Replies left as fast as the site takes them, every acknowledged one counted in the database."""

from __future__ import annotations

from pathlib import Path

from . import load
from .site import Running

SCRIPT = Path(__file__).with_name("replies.lua")
CONNECTIONS = 8


def posting(running: Running, seconds: float) -> dict[str, float]:
    """Replies a second, and whether each answer stands for exactly one row.

    Raises SystemExit when a reply was acknowledged and not stored, or stored twice. wrk ends in
    the middle of a request on each connection: so many rows more are no mistake.
    """
    path = running.site.ask("open_article") + "comments/"
    before = running.site.ask("replies")
    sample = load.run(
        running.address(path), seconds, running.pid, script=SCRIPT, connections=CONNECTIONS
    )
    added = running.site.ask("replies") - before
    answered = round(sample.rate * seconds)
    if sample.failed:
        raise SystemExit(f"{sample.failed} replies were refused; see the site's server.log.")
    if not 0.98 * answered <= added <= 1.02 * answered + CONNECTIONS:
        raise SystemExit(f"{answered} replies were acknowledged and {added} stored.")
    return {
        "rate": sample.rate,
        "cpu_ms": sample.cpu_ms,
        "median_ms": sample.median_ms,
        "rows": added,
    }
