"""Announced changes move the counters, from whichever process they are made in."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from articles.changes import pages_changed

from . import counters
from .outage import Outage

_unheard = Outage("A change could not be told to the page caches; they notice within a minute")


@receiver(pages_changed)
def move_counters(tags: tuple[str, ...], **kwargs: Any) -> None:
    """What was changed is stored already: trouble here is no reason to fail."""
    try:
        counters.shared().move(tags)
        _unheard.over()
    except Exception as error:
        _unheard.note(error)
