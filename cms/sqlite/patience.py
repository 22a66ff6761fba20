"""How long a thread may wait for its turn to write.

While somebody holds the lock for long (a backup, a person in a shell), those who read must not
stand behind those who write: half of a server's threads may wait to the end, the others say soon
that it cannot be stored now.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from cms.databases import SQLITE_THREADS

PATIENT = SQLITE_THREADS // 2  # threads of one process
JAM = 1.0  # seconds of waiting after which it is no ordinary crowd any more
SHORT = 0.1  # seconds that are left to a late one then


class Patience:
    """Who waits in this process, since when."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since: list[float] = []

    @contextmanager
    def until(self, timeout: float) -> Iterator[float]:
        """The moment (time.monotonic) at which to give up; waiting ends with the block."""
        now = time.monotonic()
        with self._lock:
            is_patient = len(self._since) < PATIENT
            first = self._since[0] if self._since else now
            self._since.append(now)
        try:
            yield now + timeout if is_patient else max(first + JAM, now + SHORT)
        finally:
            with self._lock:
                self._since.remove(now)
