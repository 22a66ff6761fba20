"""The page cache: answers of public pages, kept in the memory of each server process.

It stands outside Django: a kept page is a few look-ups. docs/decisions/0040 says how a change
reaches every process in time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from .rendering import Application


def in_front_of(application: Application) -> Application:
    """The application with a page cache before it, unless that is turned off.

    Called once the apps are loaded.
    """
    if not settings.PAGE_CACHE_MB:
        return application
    from . import counters
    from .layer import PageCache
    from .outage import Outage

    try:
        return PageCache(application, settings.PAGE_CACHE_MB * 1_000_000, counters.shared())
    except counters.CountersAway as error:
        Outage("There is no page cache").note(error)
        return application
