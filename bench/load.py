"""Load by wrk: bounded in time and connections, on loopback only."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from . import machine

CONNECTIONS = 16
LOOPBACK = {"127.0.0.1", "localhost"}


@dataclass(frozen=True)
class Sample:
    """What one run saw: requests a second, milliseconds at the median, and the server's share."""

    count: int
    rate: float
    median_ms: float
    cpu_ms: float  # of the server's processes, for one request
    bytes_each: float
    failed: int  # answers other than 2xx and 3xx, and broken connections


def run(
    address: str,
    seconds: float,
    server: int,
    *,
    headers: Sequence[str] = (),
    script: Path | None = None,
    reads: Path | None = None,
    connections: int = CONNECTIONS,
) -> Sample:
    """Ask for one address for so many seconds; `server` is the pid whose offspring answers.

    A script for wrk says what else is asked for, and may read that from a file.
    """
    if urlsplit(address).hostname not in LOOPBACK:
        raise SystemExit(f"{address} is not on this machine; load goes to loopback only.")
    pids = machine.offspring(server)
    before = machine.cpu_seconds(pids)
    said = _wrk(address, seconds, headers, script, reads, connections)
    used = machine.cpu_seconds(pids) - before
    return sample(said, used)


def sample(said: str, used: float) -> Sample:
    """What wrk said, and the seconds of processor time that the server used meanwhile."""
    count = int(_found(r"(\d+) requests in", said))
    if not count:
        raise SystemExit(f"No request was answered in time:\n{said}")
    return Sample(
        count=count,
        rate=float(_found(r"Requests/sec:\s+([\d.]+)", said)),
        median_ms=_milliseconds(_found(r"(?m)^ +50% +(\S+)", said)),
        cpu_ms=1000 * used / count,
        bytes_each=_bytes(_found(r"requests in [^,]+, (\S+) read", said)) / count,
        failed=_failures(said),
    )


def _wrk(
    address: str,
    seconds: float,
    headers: Sequence[str],
    script: Path | None,
    reads: Path | None,
    connections: int,
) -> str:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--latency", "--timeout", "10s"]
    command += [word for header in headers for word in ("-H", header)]
    command += ["-s", str(script)] if script else []
    command += [address, *(["--", str(reads)] if reads else [])]
    done = subprocess.run(  # noqa: S603 - our own command
        command, capture_output=True, text=True, timeout=seconds + 30, check=True
    )
    return done.stdout


def _found(pattern: str, said: str) -> str:
    match = re.search(pattern, said)
    if match is None:
        raise SystemExit(f"wrk said something unexpected:\n{said}")
    return match[1]


def _failures(said: str) -> int:
    """wrk is silent about what did not happen."""
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    broken = re.search(
        r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said
    )
    numbers = [*(refused.groups() if refused else ()), *(broken.groups() if broken else ())]
    return sum(int(number) for number in numbers)


def _milliseconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()  # type: ignore[union-attr]
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]


def _bytes(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)([KMGT]?)B", text).groups()  # type: ignore[union-attr]
    return float(number) * 1024 ** " KMGT".index(unit or " ")
