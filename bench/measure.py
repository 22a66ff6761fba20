"""Measuring a running site against its unit: both in turn, several times, medians."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from . import load
from .nginx import Nginx
from .site import Running

TURNS = Path(__file__).with_name("turns.lua")
GZIP = ("Accept-Encoding: gzip",)


@dataclass(frozen=True)
class Figure:
    """One page: its rate, its ratio to nginx with the same bytes, its cost."""

    page: str
    rate: float
    ratio: float  # of nginx's rate in the same round, median of the rounds
    cpu_ms: float
    median_ms: float
    bytes_sent: float
    failed: int

    def row(self) -> dict[str, float | str]:
        return {k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(self).items()}


def page(
    running: Running, nginx: Nginx, name: str, path: str, *, kind: str, rounds: int, seconds: float
) -> Figure:
    """A page and the same bytes from nginx, in turn; `kind` is plain or gzip."""
    unit_at = nginx.address(kind, nginx.keep(*running.page(path)))
    headers = GZIP if kind == "gzip" else ()
    return _beside(running, nginx, name, path, unit_at, headers, rounds, seconds)


def beside_wordpress(
    running: Running, nginx: Nginx, name: str, paths: Sequence[str], *, rounds: int, seconds: float
) -> Figure:
    """Pages in turn, and a plain file as large as the one that WordPress's figures are ratios of.

    One page alone finds in the process what was made of its rows a moment ago.
    """
    listed = nginx.folder / "paths.txt"
    listed.write_text("\n".join(paths))
    return _beside(running, nginx, name, paths[0], nginx.unit(), (), rounds, seconds, listed)


def _beside(
    running: Running,
    nginx: Nginx,
    name: str,
    path: str,
    unit_at: str,
    headers: Sequence[str],
    rounds: int,
    seconds: float,
    in_turn: Path | None = None,
) -> Figure:
    pairs, script = [], TURNS if in_turn else None
    for _ in range(rounds):
        unit = load.run(unit_at, seconds, nginx.pid, headers=headers)
        ours = load.run(
            running.address(path),
            seconds,
            running.pid,
            headers=headers,
            script=script,
            reads=in_turn,
        )
        pairs.append((ours, unit))
    return _figure(name, pairs)


def _figure(name: str, pairs: Sequence[tuple[load.Sample, load.Sample]]) -> Figure:
    ours = [pair[0] for pair in pairs]
    return Figure(
        page=name,
        rate=median(sample.rate for sample in ours),
        ratio=median(one.rate / unit.rate for one, unit in pairs),
        cpu_ms=median(sample.cpu_ms for sample in ours),
        median_ms=median(sample.median_ms for sample in ours),
        bytes_sent=median(sample.bytes_each for sample in ours),
        failed=sum(sample.failed for sample in ours),
    )
