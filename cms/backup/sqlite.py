"""A SQLite database: its own online backup, which lets others read and write meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.db import connection

from . import archive, pictures

MEMBER = "database.sqlite3"
PAGES = 2_000  # copied at a time
PATIENCE = 60  # seconds to wait for somebody who writes


class Broken(Exception):
    """SQLite's own check found the file damaged."""


@dataclass(frozen=True)
class Snapshot:
    """A copy of the database at one moment, in a file of its own."""

    copy: Path

    def mentions(self) -> Iterator[pictures.Mention]:
        with closing(sqlite3.connect(self.copy)) as database:
            for place in pictures.places():
                words = f"SELECT {place.column} FROM {place.table} WHERE {place.column} != ''"  # noqa: S608
                for (name,) in database.execute(words):
                    yield pictures.Mention(place, name)

    def write(self, writer: archive.Writer) -> None:
        with self.copy.open("rb") as file:
            writer.add(MEMBER, archive.pieces(file), packed=True)


@contextmanager
def snapshot(folder: Path) -> Iterator[Snapshot]:
    """One that lies in this folder until the block ends."""
    with NamedTemporaryFile(dir=folder, prefix=".byline-") as file:
        with closing(_open()) as source, closing(sqlite3.connect(file.name)) as copy:
            # A transaction that is open keeps to one moment, however many steps the copy takes.
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(copy, pages=PAGES)
            copy.execute("PRAGMA journal_mode=DELETE")
            _check(copy)
        yield Snapshot(Path(file.name))


def load(reader: archive.Reader, folder: Path) -> None:
    """Put the archive's database in the place of this one: all of it in one transaction.

    Whoever reads meanwhile goes on with the old one; nobody has to open a file anew.
    """
    with extracted(reader, folder) as copy, closing(_open()) as target:
        connection.close()
        copy.backup(target)


def finish() -> None:
    """Raises Broken if the disk did not keep what was put there."""
    with closing(_open()) as here:
        _check(here)


@contextmanager
def extracted(reader: archive.Reader, folder: Path) -> Iterator[sqlite3.Connection]:
    """The archive's database, opened from a temporary file."""
    with NamedTemporaryFile(dir=folder, prefix=".byline-") as file:
        reader.extract(MEMBER, file.file)
        with closing(sqlite3.connect(file.name)) as copy:
            _check(copy)
            yield copy


def _open() -> sqlite3.Connection:
    return sqlite3.connect(connection.settings_dict["NAME"], timeout=PATIENCE, isolation_level=None)


def _check(database: sqlite3.Connection) -> None:
    found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise Broken(found)
