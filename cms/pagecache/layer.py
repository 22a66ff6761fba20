"""The WSGI application in front of Django's: answers from memory what is the same for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from time import time
from typing import Any

from . import question
from .coding import best
from .counters import Counters, CountersAway
from .flights import Flights
from .life import Calendar
from .memory import Memory
from .miss import Miss
from .outage import Outage
from .page import Answer, Page
from .question import Environ, Key
from .rendering import Application
from .sending import BYPASS, HIT, StartResponse, age, send


class PageCache:
    """One for each server process. Trouble of its own makes the site slower, never an error."""

    def __init__(self, application: Application, size: int, counters: Counters) -> None:
        self.application = application
        self.memory = Memory(size)
        self.counters = counters
        self.flights = Flights()
        self.calendar = Calendar(counters)
        self.calm_until = 0.0  # while Django fails, it is not asked for what there is
        self._away = Outage("Pages are not kept: nobody can say which have changed")
        self._odd = Outage("The page cache failed; Django answers instead")
        self._checked = 0.0

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key, page, answer, now = None, None, None, time()
        try:
            if (key := question.key(environ)) is not None:
                if abs(now - self._checked) >= 1.0:
                    self._check(now)
                page = self.memory.get(key)
                if page is not None and page.is_fresh(now) and page.is_unchanged():
                    answer = self.answer(key, page, environ)
        except Exception as error:
            self.note(error)
            key = None
        if page is not None and answer is not None:
            return send(page, answer, environ, start_response, HIT, age(page, now))
        if key is None or question.is_elsewhere(key[2]):
            return self.bypass(environ, start_response)
        return Miss(self, key, environ, start_response).answer(page, now)

    def answer(self, key: Key, page: Page, environ: Environ) -> Answer:
        """The page in the coding that this browser wants."""
        coding = best(environ.get("HTTP_ACCEPT_ENCODING", ""))
        found = page.answers.get(coding)
        if found is None:
            found = page.answer(coding)
            self.memory.weigh(key, page)
        return found

    def bypass(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Django's own answer to the request as it came."""

        def marked(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            return start_response(status, [*headers, BYPASS], *exc_info)

        return self.application(environ, marked)

    def note(self, error: Exception) -> None:
        """Changes may be announced unheard while the counters are away: no page outlives that."""
        if isinstance(error, CountersAway):
            self.memory.clear()
            self._away.note(error)
        else:
            self._odd.note(error)

    def _check(self, now: float) -> None:
        self._checked = now
        self.counters.check()

    def well(self) -> None:
        """The counters have answered."""
        self._away.over()
