"""A name for each request, so that the lines of a log that belong together can be found."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .logs import named
from .proxies import is_trusted

HEADER = "X-Request-ID"
GIVEN = re.compile(r"[A-Za-z0-9._=-]{8,100}")  # what a proxy may call a request
SLOW = 2.0  # seconds after which an answer is worth a warning

log = logging.getLogger("request")


def name_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Middleware: names the request in every line of the log and in the answer.

    It comes before the one that replaces the proxy's address by the client's: a name is taken from
    a trusted proxy alone. Who keeps the answer for others drops the header: it is of one request.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        name = _given(request) or secrets.token_hex(8)
        began = time.perf_counter()
        with named(name):
            response = get_response(request)
            _note(request, response, time.perf_counter() - began)
        response[HEADER] = name
        return response

    return middleware


def _given(request: HttpRequest) -> str:
    name = request.headers.get(HEADER, "")
    trusted = is_trusted(request.META.get("REMOTE_ADDR", ""))
    return name if trusted and GIVEN.fullmatch(name) else ""


def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """One line per request that reached Django, without its query and who sent it."""
    level = logging.WARNING if seconds > SLOW else logging.INFO
    if log.isEnabledFor(level):
        facts = {"status": response.status_code, "milliseconds": round(seconds * 1000, 1)}
        log.log(level, "%s %s", request.method, request.path, extra=facts)
