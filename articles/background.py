"""Handing work to the background worker."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.module_loading import import_string


def later(task: str, *ids: int, wait: timedelta | None = None) -> None:
    """Queue the task named by its dotted path; ids only, never a text or an address.

    The row is written in the running transaction: rolled back work leaves no task behind. With
    `wait` it runs no sooner than that.
    """
    found = import_string(task)
    if wait:
        found = found.using(run_after=timezone.now() + wait)
    found.enqueue(*ids)
