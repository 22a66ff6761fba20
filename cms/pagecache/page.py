"""A rendered page with the answers that are ready to be sent."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from http import HTTPStatus

from cms.compression import TEXT

from .coding import PLAIN, pack
from .counters import Probe

Header = tuple[str, str]
Headers = list[Header]

OVERHEAD = 3000  # bytes that a page takes beside its bodies, and an answer with its headers
# What is made anew for each answer; with what is true of one request alone, all that is not kept.
MADE_ANEW = {
    "content-length", "content-encoding", "etag", "date", "age", "x-cache", "connection",
    "accept-ranges",
}  # fmt: skip
OWN = MADE_ANEW | {"vary", "last-modified", "x-request-id"}
NOT_IN_304 = {"content-type", "content-language"}
TAG = re.compile(r'"[^"]*"')
NO_MORE = f"304 {HTTPStatus.NOT_MODIFIED.phrase}"


@dataclass(slots=True, eq=False)
class Answer:
    """A page in one coding."""

    etag: str
    headers: Headers
    body: list[bytes]
    short: Headers  # for 304
    # Its headers with those of the moment in which it was sent last.
    sent: tuple[tuple[Header, ...] | None, Headers] = (None, [])

    def headers_with(self, own: tuple[Header, ...]) -> Headers:
        """All headers; the same list as long as nothing else is said, which is a second or so.

        Servers that add to it (that of the standard library) set each of theirs once.
        """
        said, headers = self.sent
        if said != own:
            headers = [*self.headers, *own]
            self.sent = (own, headers)
        return headers

    def is_known(self, known: str) -> bool:
        """Whether If-None-Match names it, by the weak comparison (RFC 9110, 13.1.2)."""
        return known == self.etag or known.strip() == "*" or self.etag in TAG.findall(known)


@dataclass(slots=True, eq=False)
class Page:
    """An answer of Django's as it is kept: without what belongs to one request."""

    status: str
    headers: Headers
    body: bytes
    tags: tuple[str, ...] = ()
    probe: Probe | None = None
    seen: object = None  # the numbers of its tags, read before it was made
    born: float = 0.0  # seconds since 1970
    ends: float = 0.0  # from then on it is made anew
    last: float = 0.0  # from then on it is not shown, even when it cannot be made
    answers: dict[str, Answer] = field(default_factory=dict)
    etag: str = ""

    def __post_init__(self) -> None:
        if self.status.startswith("2"):  # RFC 9110, 13.2.1: conditions ask for nothing else
            self.etag = blake2b(self.body, digest_size=12).hexdigest()

    @property
    def weight(self) -> int:
        """Bytes of memory."""
        answers = list(self.answers.values())  # another thread may add one
        packed = sum(len(a.body[0]) for a in answers if a.body[0] is not self.body)
        return len(self.body) + packed + OVERHEAD * (1 + len(answers))

    def is_fresh(self, now: float) -> bool:
        """Whether its time has come and not passed: clocks are set, too."""
        return self.born <= now < self.ends

    def is_unchanged(self) -> bool:
        """Whether nothing that it depends on was announced. CountersAway."""
        return self.probe is not None and self.probe.read() == self.seen

    def answer(self, coding: str) -> Answer:
        """In this coding; made at the first question for it."""
        found = self.answers.get(coding)
        if found is None:
            found = self.answers[coding] = self._pack(coding)
        return found

    def _pack(self, coding: str) -> Answer:
        """An ETag is strong, so each coding has its own (RFC 9110, 8.8.3)."""
        text = self._is_text()
        packed = pack(self.body, coding) if text and coding != PLAIN else None
        if packed is None and coding != PLAIN:
            return self.answer(PLAIN)
        common = varying(self.headers) if text else [*self.headers]
        etag = f'"{self.etag}{"-" if coding else ""}{coding}"' if self.etag else ""
        common += [("ETag", etag)] if etag else []
        own = [("Content-Encoding", coding)] if packed is not None else []
        body = self.body if packed is None else packed
        own += [("Content-Length", str(len(body)))]
        return Answer(etag, common + own, [body], without(common, NOT_IN_304))

    def _is_text(self) -> bool:
        return any(
            value.startswith(TEXT) for name, value in self.headers if name.lower() == "content-type"
        )


def without(headers: Iterable[Header], names: set[str]) -> Headers:
    return [(name, value) for name, value in headers if name.lower() not in names]


def varying(headers: Headers) -> Headers:
    """An answer that differs by its coding, beside what else it says that it differs by."""
    given = [value for name, value in headers if name.lower() == "vary"]
    words = ", ".join(given)
    if "accept-encoding" not in words.lower() and words != "*":
        words = ", ".join([*given, "Accept-Encoding"])
    return [*without(headers, {"vary"}), ("Vary", words)]
