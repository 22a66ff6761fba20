"""Which version of the tables a database, an archive and this code have: their migrations."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def of_database() -> list[str]:
    """What ran, of the apps that are here: "comments.0012_signals"."""
    apps = {app for app, _ in MigrationLoader(None).disk_migrations}
    ran = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in ran if app in apps)


def of_code() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations)
