"""The page cache in front of the real Django, asked the way a server asks it."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import brotli
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from cms.pagecache import counters
from cms.pagecache.counters import Before, Counters, CountersAway, Probe
from cms.pagecache.counters_file import FileCounters
from cms.pagecache.layer import PageCache

UNPACKED = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


@dataclass
class Said:
    """An answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    def __getitem__(self, name: str) -> str:
        return self.headers[name]

    @property
    def cache(self) -> str:
        return self.headers["X-Cache"]

    @property
    def html(self) -> str:
        text: bytes = UNPACKED[self.headers.get("Content-Encoding", "")](self.body)
        return text.decode()


class Site:
    """What readers reach. `renders` counts how often Django was asked."""

    def __init__(self, own: Counters, size: int = 10_000_000) -> None:
        self.django: Callable[..., Any] = WSGIHandler()
        self.counters = own
        self.renders = 0
        self.cache = PageCache(self._django, size, own)

    def _django(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.renders += 1
        return self.django(environ, start_response)

    def get(self, address: str, method: str = "GET", **environ: str) -> Said:
        path, _, query = address.partition("?")
        asked = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "192.0.2.1",
            "HTTP_HOST": "testserver",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
        }
        said: list[Any] = []
        with kept_connections():
            parts = self.cache(asked | environ, lambda *words: said.append(words))
            body = b"".join(parts)
            if hasattr(parts, "close"):
                parts.close()
        status, headers = said[-1][:2]
        names = [name.lower() for name, _ in headers]
        assert len(names) == len(set(names)) or "set-cookie" in names, names
        return Said(int(status.split()[0]), dict(headers), body)


@contextmanager
def kept_connections() -> Iterator[None]:
    """The test's own transaction must outlive a request, as under Django's test client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


@dataclass
class Moody:
    """Counters that can go away."""

    real: Counters
    away: bool = False
    asked: int = field(default=0)

    def probe(self, tags: Any) -> MoodyProbe:
        return MoodyProbe(self, self.real.probe(tags))

    def before(self, tags: Any) -> Before:
        self.try_()
        return self.real.before(tags)

    def move(self, tags: Any) -> None:
        self.try_()
        self.real.move(tags)

    def check(self) -> None:
        self.real.check()

    def try_(self) -> None:
        self.asked += 1
        if self.away:
            raise CountersAway("gone fishing")


@dataclass
class MoodyProbe:
    moody: Moody
    real: Probe

    def read(self) -> object:
        self.moody.try_()
        return self.real.read()

    def greatest(self, seen: object) -> int:
        return self.real.greatest(seen)


def counters_in(folder: Path) -> FileCounters:
    return FileCounters(folder / "pages.counters")


@contextmanager
def shared_by_all(own: Counters, monkeypatch: Any) -> Iterator[None]:
    """Announcements reach these counters."""
    with monkeypatch.context() as patched:
        patched.setattr(counters, "shared", lambda: own)
        yield
