"""One page is made once, however many ask for it at the same time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from .question import Key


class Flight:
    """The making of a page that others wait for."""

    def __init__(self) -> None:
        self.landed = threading.Event()
        self.is_alone = True  # unless it turns out that what was made is for everybody


class Flights:
    """Those of one process."""

    def __init__(self) -> None:
        self._running: dict[Key, Flight] = {}

    def running(self, key: Key) -> Flight | None:
        return self._running.get(key)

    @contextmanager
    def lead(self, key: Key) -> Iterator[Flight | None]:
        """The caller makes the page; None where another thread was quicker to say so."""
        flight = Flight()
        if self._running.setdefault(key, flight) is not flight:
            yield None
            return
        try:
            yield flight
        finally:
            del self._running[key]
            flight.landed.set()
