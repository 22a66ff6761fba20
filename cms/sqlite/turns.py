"""Whose turn it is to write: one thread of one process at a time.

SQLite itself lets a writer that finds the lock taken sleep for up to 100 ms before it looks again
(sqlite3_busy_timeout), while the lock is free for most of that time.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from pathlib import Path

from .patience import Patience

PAUSE = 0.0005  # seconds between two looks of the one thread that waits for other processes


class Turns:
    """The queue for one database file; the lock ends with its process, however that ends."""

    def __init__(self, database: Path) -> None:
        self.file = database.with_name(f"{database.name}-turn")
        self.mine = threading.Lock()
        self.patience = Patience()
        self.descriptor = -1

    def take(self, end: float) -> bool:
        """Wait for the turn until that moment (time.monotonic); whether it has come."""
        if not self.mine.acquire(timeout=max(0.0, end - time.monotonic())):
            return False
        while not self._lock():
            if time.monotonic() >= end:
                self.mine.release()
                return False
            time.sleep(PAUSE)
        return True

    def give_back(self) -> None:
        fcntl.flock(self.descriptor, fcntl.LOCK_UN)
        self.mine.release()

    def _lock(self) -> bool:
        try:
            if self.descriptor < 0:
                self.descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except BaseException:
            self.mine.release()
            raise
        return True


_turns: dict[str, Turns] = {}


def at(database: str) -> Turns:
    """The queue of this process for a database file."""
    return _turns.setdefault(database, Turns(Path(database)))


# A child would share its parent's lock, and could not tell its own turn from the parent's.
os.register_at_fork(after_in_child=_turns.clear)
