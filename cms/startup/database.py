from __future__ import annotations

from collections.abc import Callable

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor


def require() -> None:
    """Raises CommandError with one sentence when the database does not answer."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise CommandError(f"The database of DATABASE_URL does not answer: {reason}") from None


def is_new() -> bool:
    """Whether there is not one table yet."""
    return not connection.introspection.table_names()


def migrate(say: Callable[[str], None]) -> None:
    """Bring the tables up to date."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Bringing the tables up to date.")
        call_command("migrate", verbosity=0, interactive=False)
