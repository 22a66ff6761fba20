"""Reading public pages from a replica of the database.

Only an anonymous GET or HEAD of a public page reads there. A form, a login, a reader with a reply
of their own, a task and a command read what they wrote themselves, so they ask the primary; so does
a page of which something changed within ten seconds, because a replica hears of it late.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import MiddlewareNotUsed
from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse

from .middleware import PERSONAL
from .pagecache.primary import recently_changed, replica_may_answer

PRIMARY, REPLICA = "default", "replica"
PAUSE = 10.0  # seconds after which a replica that was away is asked again
COMMENTS = {"branch", "count", "feed", "figures", "page", "permalink", "thread_feed"}

log = logging.getLogger(__name__)
_reading: ContextVar[bool] = ContextVar("reading from the replica", default=False)


class Router:
    """Rows come from the replica where the middleware below allows it; they go to the primary."""

    def db_for_read(self, model: object, **hints: object) -> str:
        here = _reading.get() and not connections[PRIMARY].in_atomic_block
        return REPLICA if here else PRIMARY

    def db_for_write(self, model: object, **hints: object) -> str:
        return PRIMARY

    def allow_relation(self, one: object, other: object, **hints: object) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool | None:
        return False if db == REPLICA else None


class Availability:
    """Whether the replica answers. What is said about it is said once, not for each request."""

    def __init__(self) -> None:
        self.away = False
        self.next_try = 0.0
        self._one_tries = threading.Lock()

    def check(self) -> bool:
        """Connect, unless it failed a moment ago or another thread is finding out right now."""
        if not self.away:
            return self._answers()
        if time.monotonic() < self.next_try or not self._one_tries.acquire(blocking=False):
            return False
        try:
            return self._answers()
        finally:
            self._one_tries.release()

    def lost(self, error: Exception) -> None:
        self.next_try = time.monotonic() + PAUSE
        if not self.away:
            self.away = True
            log.warning("The replica does not answer; the primary does: %s", _first_line(error))

    def _answers(self) -> bool:
        connection = connections[REPLICA]
        try:
            connection.close_if_health_check_failed()
            connection.ensure_connection()
        except (OperationalError, InterfaceError) as error:
            self.lost(error)
            return False
        if self.away:
            self.away = False
            log.warning("The replica answers again.")
        return True


class ReadFromReplica:
    """Middleware, the innermost one: where this request reads, and what if that fails midway."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if REPLICA not in connections.settings:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.replica = Availability()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _reading.set(False)
        try:
            return self.get_response(request)
        finally:
            _reading.reset(token)

    def process_view(self, request: HttpRequest, *args: Any) -> None:
        if is_public(request) and is_settled() and self.replica.check():
            _reading.set(True)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The replica went away under a page: make the page again, from the primary."""
        if not _reading.get() or not isinstance(exception, OperationalError | InterfaceError):
            return None
        _reading.set(False)
        self.replica.lost(exception)
        connections[REPLICA].close()
        match = request.resolver_match
        assert match is not None
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        render: Callable[[], HttpResponse] | None = getattr(response, "render", None)
        return render() if render else response


def is_public(request: HttpRequest) -> bool:
    """Whether it is the same page for everybody, with nothing of the one who asks."""
    match = request.resolver_match
    if request.method not in {"GET", "HEAD"} or match is None:
        return False
    known = match.namespace == "articles" or (
        match.namespace == "comments" and match.url_name in COMMENTS
    )
    return known and PERSONAL.isdisjoint(request.COOKIES)


def is_settled() -> bool:
    """Whether the replica must have heard of every change that this page shows."""
    return replica_may_answer() or not recently_changed()


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
