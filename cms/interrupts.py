"""Waiting that a signal ends at once."""

from __future__ import annotations

import os
import select
import signal
from types import FrameType

STOP = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Interrupts:
    """Counts the requests to stop and wakes whoever waits; make it in the main thread.

    Python runs a handler between two steps of the program, where a lock or a queue could be half
    taken; a byte in a pipe (`signal.set_wakeup_fd`) has no such trap.
    """

    def __init__(self, *also: signal.Signals) -> None:
        self.stopping = 0
        self._pipe, write = os.pipe()
        os.set_blocking(self._pipe, False)
        os.set_blocking(write, False)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        for number in STOP:
            signal.signal(number, self._stop)
        for number in also:
            signal.signal(number, lambda *_: None)

    def wait(self, seconds: float) -> None:
        """Return after that time, or as soon as a signal came."""
        if select.select([self._pipe], [], [], max(seconds, 0))[0]:
            os.read(self._pipe, 4096)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping += 1
