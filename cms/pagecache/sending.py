"""The last step: handing an answer to the server."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .page import NO_MORE, Answer, Header, Page
from .question import Environ

StartResponse = Callable[..., Any]

HIT, MISS, BYPASS = (("X-Cache", word) for word in ("hit", "miss", "bypass"))
OLDEST = 3600
AGES = [("Age", str(seconds)) for seconds in range(OLDEST)]


def send(
    page: Page, answer: Answer, environ: Environ, start_response: StartResponse, *own: Header
) -> Iterable[bytes]:
    """The page, or that it has not changed."""
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None and answer.etag and answer.is_known(known):
        start_response(NO_MORE, [*answer.short, *own])
        return []
    start_response(page.status, answer.headers_with(own))
    return answer.body if environ["REQUEST_METHOD"] == "GET" else []


def age(page: Page, now: float) -> Header:
    """How long ago the page was true (RFC 9111, 5.1): who keeps it further counts from there."""
    seconds = int(now - page.born)
    return AGES[seconds] if 0 <= seconds < OLDEST else AGES[-1]
