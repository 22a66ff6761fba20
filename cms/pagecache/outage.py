"""Trouble that is worth one line in the log, not one for each request."""

from __future__ import annotations

import logging
import time

log = logging.getLogger(__name__)

AGAIN = 300.0  # seconds after which lasting trouble is told once more


class Outage:
    """Whether something is out of order, as far as this process knows."""

    def __init__(self, meaning: str) -> None:
        self.meaning = meaning
        self._told = 0.0

    def note(self, error: Exception) -> None:
        now = time.monotonic()
        if not self._told or now - self._told > AGAIN:
            log.error("%s: %s", self.meaning, error)
            self._told = now

    def over(self) -> None:
        if self._told:
            self._told = 0.0
            log.warning("This is over: %s", self.meaning)
