"""What the operating system knows of running processes: processor time and memory (Linux)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def offspring(pid: int) -> list[int]:
    """A process and all that came from it, living now."""
    found = [pid]
    for parent in found:
        for tasks in Path(f"/proc/{parent}/task").glob("*/children"):
            found += [int(child) for child in _text(tasks).split()]
    return found


def cpu_seconds(pids: Iterable[int]) -> float:
    """Processor time that these processes have used, in user and in system mode."""
    return sum(_ticks(pid) for pid in pids) / TICK


def command(pid: int) -> str:
    return _text(Path(f"/proc/{pid}/cmdline")).replace("\0", " ").strip()


def pss_megabytes(pid: int) -> float:
    """Proportional set size: pages that several processes share count in parts."""
    for line in _text(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _ticks(pid: int) -> int:
    after_name = _text(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return int(after_name[11]) + int(after_name[12]) if after_name else 0


def _text(path: Path) -> str:
    """What the file says; "" when its process has ended."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
