"""Changes that could not be told, and are told later."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable

from .counters import CountersAway

LONGEST = 60.0  # seconds: after that no page is left that could be out of date
AGAIN = 1.0  # seconds between two attempts


class Debts:
    """Tags with the moment since when they are owed; a thread pays them and then ends."""

    def __init__(self, tell: Callable[[list[str]], None]) -> None:
        self._tell = tell
        self._owed: dict[str, float] = {}
        self._lock = threading.Lock()
        self._payer: threading.Thread | None = None

    def add(self, tags: Iterable[str]) -> None:
        with self._lock:
            self._owed.update(dict.fromkeys(tags, time.monotonic()))
            if self._payer is None or not self._payer.is_alive():
                self._payer = threading.Thread(target=self._pay, daemon=True)
                self._payer.start()

    def _pay(self) -> None:
        while due := self._due():
            time.sleep(AGAIN)
            try:
                self._tell(list(due))
            except CountersAway:
                continue
            self._forget(due)

    def _due(self) -> dict[str, float]:
        """What is owed and still matters; with nothing left the thread's place is free."""
        oldest = time.monotonic() - LONGEST
        with self._lock:
            self._owed = {tag: since for tag, since in self._owed.items() if since > oldest}
            if not self._owed:
                self._payer = None
            return dict(self._owed)

    def _forget(self, paid: dict[str, float]) -> None:
        """But for what changed once more in the meantime."""
        with self._lock:
            for tag, since in paid.items():
                if self._owed.get(tag) == since:
                    del self._owed[tag]
