"""How this machine is: what it needs to answer, and what somebody should look after."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from .models import Worker

SILENCE = timedelta(minutes=3)  # of all workers; each says once a minute that it lives
LEAST_SPACE = 256 * 1024**2  # bytes


@dataclass(frozen=True)
class Finding:
    """What one check found, in words without an address or a name."""

    says: str
    well: bool = True


def database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return Finding("does not answer", well=False)
    return Finding("answers")


def tables() -> Finding:
    """Whether every migration of this version has run; the database may be ahead of the code."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            missing = len(_migrations() - set(cursor.fetchall()))
    except (DatabaseError, InterfaceError):
        return Finding("cannot be read", well=False)
    return Finding(f"lack {missing} migrations", well=False) if missing else Finding("up to date")


def shared_cache() -> Finding:
    try:
        cache.get("health")
    except Exception:  # each backend has its own kinds
        return Finding("does not answer", well=False)
    return Finding("answers")


def worker() -> Finding:
    try:
        seen = Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
    except (DatabaseError, InterfaceError):
        return Finding("unknown", well=False)
    if seen is None:
        return Finding("was never seen", well=False)
    age = timezone.now() - seen
    # From far ahead it says nothing: the clock was set back since.
    return Finding(f"seen {max(0, round(age.total_seconds()))} s ago", well=abs(age) < SILENCE)


def space() -> Finding:
    try:
        free = shutil.disk_usage(settings.VAR_DIR).free
    except OSError:
        return Finding("unknown", well=False)
    return Finding(f"{free / 1024**3:.1f} GB free", well=free >= LEAST_SPACE)


@lru_cache(maxsize=1)
def _migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


# Without these the machine can serve nothing that it does not hold already.
NEEDED: dict[str, Callable[[], Finding]] = {"database": database, "tables": tables}
# Without these readers are served all the same: a balancer should not take the machine away.
WANTED: dict[str, Callable[[], Finding]] = {
    "cache": shared_cache,
    "worker": worker,
    "space": space,
}


def look(names: Iterable[str] = (*NEEDED, *WANTED)) -> dict[str, Finding]:
    return {name: (NEEDED | WANTED)[name]() for name in names}
