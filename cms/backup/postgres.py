"""A PostgreSQL database, table by table, as COPY writes and reads them: no other program needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, transaction
from psycopg import sql

from . import archive, pictures

FOLDER = "tables/"
PATIENCE = "60s"  # for whoever holds a table
COLUMNS = """
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    GROUP BY c.relname ORDER BY c.relname
"""
SEQUENCES = """
    SELECT sequencename::text, last_value FROM pg_sequences
    WHERE schemaname = current_schema() AND last_value IS NOT NULL
"""


@dataclass(frozen=True)
class Snapshot:
    """A transaction that sees the database at one moment."""

    database: psycopg.Connection[Any]

    def mentions(self) -> Iterator[pictures.Mention]:
        for place in pictures.places():
            column, table = sql.Identifier(place.column), sql.Identifier(place.table)
            words = sql.SQL("SELECT {0} FROM {1} WHERE {0} <> ''").format(column, table)
            with self.database.cursor("mentions") as cursor:  # on the server: there may be many
                cursor.itersize = 5000
                for (name,) in cursor.execute(words):
                    yield pictures.Mention(place, name)

    def write(self, writer: archive.Writer) -> dict[str, Any]:
        """The rows; and what the list has to say about them."""
        tables = {}
        for table, columns in self.database.execute(COLUMNS).fetchall():
            writer.add(f"{FOLDER}{table}", self._rows(table, columns), packed=True)
            tables[table] = columns
        return {"tables": tables, "sequences": dict(self.database.execute(SEQUENCES).fetchall())}

    def _rows(self, table: str, columns: list[str]) -> Iterator[bytes | bytearray | memoryview]:
        words = sql.SQL("COPY {} ({}) TO STDOUT").format(*_names(table, columns))
        with self.database.cursor().copy(words) as rows:
            yield from rows


@contextmanager
def snapshot(folder: Path) -> Iterator[Snapshot]:
    with closing(_connect()) as database:
        database.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        database.read_only = True
        yield Snapshot(database)


def load(reader: archive.Reader, folder: Path) -> None:
    """Put the archive's rows in the place of these: all of them in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        empty(cursor, set(reader.facts["tables"]))
        for table, columns in reader.facts["tables"].items():
            words = sql.SQL("COPY {} ({}) FROM STDIN").format(*_names(table, columns))
            with cursor.copy(words) as rows:
                for chunk in reader.read(f"{FOLDER}{table}"):
                    rows.write(chunk)
        # A number that was given once is not given again, though its row may be gone.
        for name, last in reader.facts["sequences"].items():
            cursor.execute("SELECT setval(quote_ident(%s)::regclass, %s)", [name, last])


def finish() -> None:
    """Nothing is left to do."""


def empty(cursor: Any, tables: set[str]) -> None:
    """Delete every row of these tables; others wait until the transaction has ended."""
    cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
    names = sql.SQL(", ").join(map(sql.Identifier, sorted(tables)))
    cursor.execute(sql.SQL("TRUNCATE {}").format(names))


def _names(table: str, columns: list[str]) -> tuple[sql.Composable, sql.Composable]:
    return sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))


def _connect() -> psycopg.Connection[Any]:
    """A connection of its own, outside of the pool."""
    return psycopg.connect(**connection.get_connection_params())
