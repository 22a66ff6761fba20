"""Announced changes move the counters, from whichever process they are made in."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.dispatch import receiver

from articles.changes import pages_changed

from . import counters
from .fronts import Fronts
from .outage import Outage

_unheard = Outage("A change could not be told to the page caches; they notice within a minute")


@receiver(pages_changed)
def move_counters(tags: tuple[str, ...], **kwargs: Any) -> None:
    """What was changed is stored already: trouble here is no reason to fail.

    Caches further away come last: when they ask for the page again, it must be the new one.
    """
    try:
        counters.shared().move(tags)
        _unheard.over()
    except Exception as error:
        _unheard.note(error)
    fronts().purge(tags)


@lru_cache(maxsize=1)
def fronts() -> Fronts:
    return Fronts(settings.PURGE_URLS)
