"""Replies left as fast as the site takes them, every acknowledged one counted in the database."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from . import load
from .nginx import Nginx
from .site import Running

SCRIPT = Path(__file__).with_name("replies.lua")
CONNECTIONS, ROUNDS = 8, 3


def posting(running: Running, nginx: Nginx, seconds: float) -> dict[str, float]:
    """Replies a second, and that as a ratio of nginx with a file as large as WordPress's page.

    Raises SystemExit when a reply was acknowledged and not stored, or stored twice. wrk ends in
    the middle of a request on each connection: so many rows more are no mistake.
    """
    path = running.site.ask("open_article") + "comments/"
    rounds = [_round(running, nginx, path, seconds / ROUNDS) for _ in range(ROUNDS)]
    return {name: median(one[name] for one in rounds) for name in rounds[0]}


def _round(running: Running, nginx: Nginx, path: str, seconds: float) -> dict[str, float]:
    """As many as there is time for, after a look at how fast the machine is just now."""
    unit = load.run(nginx.unit(), 1.0, nginx.pid)
    before = running.site.ask("replies")
    sample = load.run(
        running.address(path), seconds, running.pid, script=SCRIPT, connections=CONNECTIONS
    )
    added = running.site.ask("replies") - before
    if sample.failed:
        raise SystemExit(f"{sample.failed} replies were refused; see the site's server.log.")
    if not sample.count <= added <= sample.count + CONNECTIONS:
        raise SystemExit(f"{sample.count} replies were acknowledged and {added} stored.")
    return {
        "rate": sample.rate,
        "ratio": sample.rate / unit.rate,
        "cpu_ms": sample.cpu_ms,
        "median_ms": sample.median_ms,
        "rows": added,
    }
