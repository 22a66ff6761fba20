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
    """The queue for one database file; a lock ends with its process, however that ends.

    A process stands at the head of the queue before it has its turn. So one with many threads that
    write cannot take turn after turn: another waits at the head already.
    """

    def __init__(self, database: Path) -> None:
        self.mine = threading.Lock()
        self.patience = Patience()
        self.head = Lock(database.with_name(f"{database.name}-next"))
        self.turn = Lock(database.with_name(f"{database.name}-turn"))

    def take(self, end: float) -> bool:
        """Wait for the turn until that moment (time.monotonic); whether it has come."""
        if not self.mine.acquire(timeout=max(0.0, end - time.monotonic())):
            return False
        has_come = False
        try:
            if self.head.take(end):
                try:
                    has_come = self.turn.take(end)
                finally:
                    self.head.give_back()
        finally:
            if not has_come:
                self.mine.release()
        return has_come

    def give_back(self) -> None:
        self.turn.give_back()
        self.mine.release()


class Lock:
    """A lock that processes share; its file is never removed, or two could hold it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.descriptor = -1

    def take(self, end: float) -> bool:
        """Wait until that moment; whether it is ours now."""
        if self.descriptor < 0:
            self.descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        while True:
            try:
                fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= end:
                    return False
                time.sleep(PAUSE)
            else:
                return True

    def give_back(self) -> None:
        fcntl.flock(self.descriptor, fcntl.LOCK_UN)


_turns: dict[str, Turns] = {}


def at(database: str) -> Turns:
    """The queue of this process for a database file."""
    return _turns.setdefault(database, Turns(Path(database)))


# A child would share its parent's lock, and could not tell its own turn from the parent's.
os.register_at_fork(after_in_child=_turns.clear)
