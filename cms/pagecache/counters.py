"""How processes tell each other which pages changed: a number for each tag.

The number of a tag grows with every change that names it. A page is kept together with the numbers
of its tags; as long as they are the same, nothing that the page depends on was announced.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from django.conf import settings

RECENT = 10.0  # seconds after a change in which a replica may not have heard of it


class CountersAway(Exception):
    """The counters cannot be read or moved now."""


@dataclass(frozen=True, slots=True)
class Before:
    """What was known before a page was rendered."""

    latest: int  # no change that was announced until now has a greater number
    recent: bool  # whether the page's tags (or, while they are unknown, any) changed just now


class Probe(Protocol):
    """Reads the numbers of some tags."""

    def read(self) -> object:
        """The numbers as they are now, to be compared with an earlier reading. CountersAway."""

    def greatest(self, seen: object) -> int:
        """The greatest number in a reading."""


class Counters(Protocol):
    """Shared by all processes of a site; each method may raise CountersAway."""

    def probe(self, tags: Iterable[str]) -> Probe: ...

    def before(self, tags: Iterable[str] | None) -> Before:
        """What to know before rendering; without tags, when nobody knows what is depended on."""

    def move(self, tags: Iterable[str]) -> None:
        """Let every page with one of these tags be out of date, in every process, at once."""

    def check(self) -> None:
        """Called now and then: make sure that others still write where this process reads."""


@lru_cache(maxsize=1)
def shared() -> Counters:
    """Those of this site. Raises CountersAway where their file cannot be made."""
    if settings.REDIS_URL:
        from .counters_redis import RedisCounters

        return RedisCounters(settings.REDIS_URL)
    from .counters_file import FileCounters

    return FileCounters(settings.VAR_DIR / "pages.counters")
