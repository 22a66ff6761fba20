"""A request whose answer is not in memory, or not true any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from time import time
from typing import TYPE_CHECKING

from .coding import PLAIN
from .counters import Before
from .flights import Flight
from .life import LONGEST, limits
from .page import Header, Page
from .primary import replica
from .question import Environ, Key, impersonal
from .rendering import Rendered, rendering
from .sending import BYPASS, HIT, MISS, StartResponse, age, send

if TYPE_CHECKING:
    from .layer import PageCache

PATIENCE = 5.0  # seconds to wait for a page that another thread makes
ATTEMPTS = 3  # waits for pages that changed while they were made
CALM = 2.0  # seconds in which Django is not asked again for pages that there are
STALE = 30  # seconds for which a CDN may show a page while it asks for the next


@dataclass(slots=True)
class Miss:
    """Made by one thread for all that ask for it; who asks meanwhile gets the last true page."""

    cache: PageCache
    key: Key
    environ: Environ
    start_response: StartResponse

    def answer(self, found: Page | None, now: float) -> Iterable[bytes]:
        """With the page that was found in memory, if any: its time is over, or it has changed."""
        old = found if found and self._may_be_shown(found, now) else None
        if old and 0 < self.cache.calm_until - now <= CALM:  # clocks are set, too
            return self._send(old)
        for _attempt in range(ATTEMPTS):
            with self.cache.flights.lead(self.key) as flight:
                if flight:
                    page = self._made_meanwhile(found)
                    flight.is_alone = page is None
                    return self._send(page) if page else self._make(found, old, flight)
            if old:
                return self._send(old)
            if not self._wait():
                break
            page = self.cache.memory.get(self.key)
            if page and self._may_be_shown(page, time()):
                return self._send(page)
        return self._make(found, old, Flight())

    def _wait(self) -> bool:
        """Whether the page that another thread makes will be one for everybody."""
        flight = self.cache.flights.running(self.key)
        return not flight or (flight.landed.wait(PATIENCE) and not flight.is_alone)

    def _made_meanwhile(self, found: Page | None) -> Page | None:
        """What another thread has landed between our look into the memory and our taking off."""
        page, now = self.cache.memory.get(self.key), time()
        is_new = page and page is not found and page.is_fresh(now)
        return page if page and is_new and self._may_be_shown(page, now) else None

    def _make(self, found: Page | None, old: Page | None, flight: Flight) -> Iterable[bytes]:
        """Have Django make the page; when it cannot, the last true one goes on being shown."""
        born = time()
        try:
            before = self.cache.counters.before(found.tags if found else None)
            self.cache.well()
        except Exception as error:
            self.cache.note(error)
            return self.cache.bypass(self.environ, self.start_response)
        request = impersonal(self.environ, self.key)
        with replica(not before.recent), rendering(self.cache.application, request) as rendered:
            page = Page(rendered.status, rendered.kept_headers(), rendered.body)
            if rendered.is_for_everybody:
                flight.is_alone = False
                self._keep(page, rendered, before, born)
        if rendered.failed and old and self._may_be_shown(old, time()):
            self.cache.calm_until = time() + CALM
            return self._send(old)
        return self._send(page, MISS if rendered.is_for_everybody else BYPASS)

    def _keep(self, page: Page, rendered: Rendered, before: Before, born: float) -> None:
        """Unless something it depends on has changed since it was begun."""
        cache = self.cache
        try:
            probe = cache.counters.probe(rendered.tags)
            seen = probe.read()
            ends, last = limits(born, rendered.page_until, cache.calendar.next_after(born))
            if probe.greatest(seen) > before.latest or time() >= ends:
                return
            page.tags, page.probe, page.seen = rendered.tags, probe, seen
            page.born, page.ends, page.last = born, ends, last
            page.headers.append(("CDN-Cache-Control", for_cdn(ends - born)))
            cache.memory.keep(self.key, page)
        except Exception as error:
            cache.note(error)

    def _may_be_shown(self, page: Page, now: float) -> bool:
        try:
            return page.born <= now < page.last and page.is_unchanged()
        except Exception as error:
            self.cache.note(error)
            return False

    def _send(self, page: Page, word: Header = HIT) -> Iterable[bytes]:
        try:
            answer = self.cache.answer(self.key, page, self.environ)
        except Exception as error:
            self.cache.note(error)
            answer = page.answer(PLAIN)
        own = [word, age(page, time())] if page.born else [word]
        return send(page, answer, self.environ, self.start_response, *own)


def for_cdn(seconds: float) -> str:
    """What shared caches may do (RFC 9213); beyond a moment that is known nothing is shown."""
    more = f", stale-while-revalidate={STALE}" if seconds >= LONGEST else ""
    return f"s-maxage={int(seconds)}{more}"
