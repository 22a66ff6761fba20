"""Rows written in bulk, several times as fast as by `bulk_create`, which prepares every value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models


def numbers(model: type[models.Model]) -> Iterator[int]:
    """Numbers for new rows that nobody else gets."""
    if connection.vendor == "postgresql":
        sequence = f"SELECT nextval(pg_get_serial_sequence('{model._meta.db_table}', 'id'))"
        while True:
            with connection.cursor() as cursor:
                cursor.execute(f"{sequence} FROM generate_series(1, 1000)")
                yield from [number for (number,) in cursor.fetchall()]
    newest = model._default_manager.aggregate(newest=models.Max("pk"))["newest"] or 0
    while True:  # in SQLite's one transaction that writes
        newest += 1
        yield newest


def insert(rows: Sequence[models.Model]) -> None:
    """Store rows of one model that have their numbers already."""
    if not rows:
        return
    table = rows[0]._meta
    fields = [field for field in table.concrete_fields if not field.generated]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    readers = [_reader(field) for field in fields]
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{table.db_table}" ({columns}) VALUES ({places})',  # noqa: S608 - our names
            [[read(row) for read in readers] for row in rows],
        )


def _reader(field: Any) -> Callable[[models.Model], Any]:
    """What gives the field's value of a row as the database takes it."""
    plain = attrgetter(field.attname)
    if isinstance(field, models.DateTimeField):
        return lambda row: connection.ops.adapt_datetimefield_value(plain(row))
    if isinstance(field, models.JSONField):
        return lambda row: field.get_db_prep_save(plain(row), connection)
    return plain
