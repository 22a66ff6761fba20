"""A SQLite site's rows brought into PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections, models, transaction
from psycopg import sql

from . import archive, postgres, sqlite

OLD = "archive"  # the alias under which the archive's database is read
BATCH = 2_000


def load(reader: archive.Reader, folder: Path) -> None:
    """Put the rows of the archive's SQLite database in the place of these, in one transaction."""
    with sqlite.extracted(reader, folder) as copy:
        path = copy.execute("PRAGMA database_list").fetchone()[2]
        numbers = dict(copy.execute("SELECT name, seq FROM sqlite_sequence"))
        copy.close()
        plain = {"ENGINE": "django.db.backends.sqlite3", "NAME": path}
        connections.databases[OLD] = connections["default"].settings_dict | plain | {"OPTIONS": {}}
        try:
            _move(list(_models()), numbers)
        finally:
            connections[OLD].close()
            del connections[OLD], connections.databases[OLD]


def finish() -> None:
    """Make the index of the search anew: each database has its own kind."""
    call_command("rebuild_modelsearch_index", verbosity=0)


def _move(moved: list[type[models.Model]], numbers: dict[str, int]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        emptied = {model._meta.db_table for model in moved}
        postgres.empty(cursor, emptied | _indexes())
        for model in moved:
            _copy(cursor, model)
            _count_on(cursor, model, numbers.get(model._meta.db_table))


def _models() -> Iterator[type[models.Model]]:
    """Every table of ours but the search's."""
    for model in apps.get_models(include_auto_created=True):
        is_index = model._meta.app_label == "modelsearch"
        if model._meta.managed and not model._meta.proxy and not is_index:
            yield model


def _indexes() -> set[str]:
    return {name for name in connection.introspection.table_names() if "modelsearch" in name}


def _copy(cursor: Any, model: type[models.Model]) -> None:
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    rows = model._base_manager.using(OLD).order_by().values_list(*(f.attname for f in fields))
    columns: sql.Composable = sql.SQL(", ").join(
        sql.Identifier(str(field.column)) for field in fields
    )
    table = sql.Identifier(model._meta.db_table)
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(table, columns)) as target:
        for row in rows.iterator(BATCH):
            pairs = zip(fields, row, strict=True)
            target.write_row([field.get_db_prep_save(value, connection) for field, value in pairs])


def _count_on(cursor: Any, model: type[models.Model], last: int | None) -> None:
    """Go on counting where SQLite did: a number that was given is not given again."""
    if last:
        words = "SELECT setval(pg_get_serial_sequence(quote_ident(%s), %s), %s)"
        key = model._meta.pk
        assert key is not None
        cursor.execute(words, [model._meta.db_table, key.column, last])
