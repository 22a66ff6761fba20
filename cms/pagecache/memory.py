"""The kept pages of one process: so many bytes of them, the least recently asked for go first."""

from __future__ import annotations

import threading
from collections import OrderedDict

from .page import Page
from .question import Key


class Memory:
    """Reading takes no lock: each step is one operation of a dictionary."""

    def __init__(self, size: int) -> None:
        self._size = size  # bytes
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._weights: dict[Key, int] = {}
        self._lock = threading.Lock()
        self.weight = 0

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Key) -> Page | None:
        page = self._pages.get(key)
        if page is not None:
            try:  # noqa: SIM105 - suppress() would cost as much as all the rest
                self._pages.move_to_end(key)
            except KeyError:  # another thread has just dropped it
                pass
        return page

    def keep(self, key: Key, page: Page) -> None:
        """Keep it, or weigh it anew; what is too much for all of the memory is not kept."""
        with self._lock:
            self._drop(key)
            if (weight := page.weight) > self._size:
                return
            self._pages[key] = page
            self._weights[key] = weight
            self.weight += weight
            while self.weight > self._size:
                self._drop(self._oldest())

    def weigh(self, key: Key, page: Page) -> None:
        """The page has grown by an answer."""
        if self._pages.get(key) is page:
            self.keep(key, page)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._weights.clear()
            self.weight = 0

    def _oldest(self) -> Key:
        while True:
            try:
                return next(iter(self._pages))
            except RuntimeError:  # a reader has just moved one to the end
                continue

    def _drop(self, key: Key) -> None:
        self._pages.pop(key, None)
        self.weight -= self._weights.pop(key, 0)
