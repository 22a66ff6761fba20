"""What happens after an attempt at a task ended badly.

A task's `worker_ids` are its attempts, oldest first. One that ended badly says so behind the
worker's name: `["desk-4f1c: died", "desk-4f1c: failed", "desk-4f1c"]`.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

DELAYS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    # A mail server may be away for a night; what it should have sent is not lost by that.
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
MOST_ATTEMPTS = len(DELAYS) + 1
MOST_DEATHS = 3  # a task that takes its worker down is given up sooner than one that fails


class WorkerDiedError(Exception):
    """The worker ended while it ran the task: killed, out of memory, or the machine went down."""


class Outcome(StrEnum):
    FAILED = "failed"
    DIED = "died"


def worker_of(attempt: str) -> str:
    return attempt.partition(": ")[0]


def ended(attempts: list[str], outcome: Outcome) -> list[str]:
    """The attempts with the outcome of the last one noted."""
    return [*attempts[:-1], f"{worker_of(attempts[-1])}: {outcome}"]


def pause_before_next(attempts: list[str]) -> timedelta | None:
    """How long to wait before the next attempt; None when there is to be none."""
    deaths = sum(attempt.endswith(f": {Outcome.DIED}") for attempt in attempts)
    if len(attempts) >= MOST_ATTEMPTS or deaths >= MOST_DEATHS:
        return None
    if attempts[-1].endswith(f": {Outcome.DIED}"):
        return timedelta()  # most deaths are somebody's restart, not the task's fault
    return DELAYS[len(attempts) - 1]
