"""A sign of life, for workers on other machines and for whoever looks after the site."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection
from django.utils import timezone

from cms.models import Worker

EVERY = 20.0  # seconds; several fit into `queue.SILENCE`


@contextmanager
def heartbeat(worker: str) -> Iterator[None]:
    """Note every 20 seconds that this worker lives; between two tasks its loop does."""
    done = threading.Event()
    threading.Thread(target=_beat_until, args=(done, worker), daemon=True).start()
    try:
        yield
    finally:
        done.set()


def beat(worker: str) -> None:
    Worker.objects.update_or_create(name=worker, defaults={"seen_at": timezone.now()})


def _beat_until(done: threading.Event, worker: str) -> None:
    while not done.wait(EVERY):
        try:
            beat(worker)
        except DatabaseError:
            pass  # a task may hold SQLite's only write lock; the next beat is soon
        finally:
            connection.close()
