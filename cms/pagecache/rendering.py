"""Having Django make a page, and judging whether it is one for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .page import MADE_ANEW, OWN, Headers, without
from .question import Environ

Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

STATUSES = {"200", "301", "302", "303", "307", "308", "404", "410"}
PRIVATE = {"no-store", "private", "no-cache"}


@dataclass(slots=True)
class Rendered:
    """Django's answer, read to its end."""

    status: str
    headers: Headers
    body: bytes
    page_until: datetime | None

    def value(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.value("cache-tag").split()))

    @property
    def failed(self) -> bool:
        return self.status.startswith("5")

    @property
    def is_for_everybody(self) -> bool:
        """Whether a view has named what the page depends on, and nothing speaks against it."""
        return (
            self.status.partition(" ")[0] in STATUSES
            and bool(self.tags)
            and not self.value("set-cookie")
            and PRIVATE.isdisjoint(self._words("cache-control"))
            and self._words("vary") <= {"accept-encoding"}
            and "'nonce-" not in self.value("content-security-policy")
        )

    def kept_headers(self) -> Headers:
        """Those that are true for everybody; of an answer to one request nearly all."""
        return without(self.headers, OWN if self.is_for_everybody else MADE_ANEW)

    def _words(self, name: str) -> set[str]:
        return {word.strip().lower() for word in self.value(name).split(",")} - {""}


@contextmanager
def rendering(application: Application, environ: Environ) -> Iterator[Rendered]:
    """Django's answer; its connections to the database are given back at the end."""
    said: list[tuple[str, Headers]] = []

    def start_response(status: str, headers: Headers, exc_info: object = None) -> None:
        said.append((status, list(headers)))

    response = application(environ, start_response)
    try:
        body = b"".join(response)
        status, headers = said[-1]
        yield Rendered(status, headers, body, getattr(response, "page_until", None))
    finally:
        if hasattr(response, "close"):
            response.close()
