"""Handing work to the background worker."""

from __future__ import annotations

from django.utils.module_loading import import_string


def later(task: str, *ids: int) -> None:
    """Queue the task named by its dotted path; ids only, never a text or an address.

    The row is written in the running transaction: rolled back work leaves no task behind.
    """
    import_string(task).enqueue(*ids)
