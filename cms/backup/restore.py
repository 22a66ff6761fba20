"""Bringing a saved site back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import psycopg
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DatabaseError, connection

from articles.changes import announce
from articles.models import Article, Image
from comments.models import Comment

from . import archive, moving, pictures, postgres, sqlite, version

BATCH = 500  # tags of one announcement
Tick = Callable[[], object]
WAYS: dict[tuple[str, str], ModuleType] = {
    ("sqlite", "sqlite"): sqlite,
    ("postgresql", "postgresql"): postgres,
    ("sqlite", "postgresql"): moving,
}
TROUBLE = (DatabaseError, sqlite3.Error, psycopg.Error, OSError, sqlite.Broken, archive.Unreadable)


class Refused(Exception):
    """Nothing was changed; the text says why."""


class Stopped(Exception):
    """No row was changed, but files of the archive may be here; the text says why."""


class Unfinished(Exception):
    """The rows are the archive's, but something after them failed; the text says what."""

    def __init__(self, failed: list[str], left: list[str]) -> None:
        super().__init__("; ".join(failed))
        self.left = left  # names of files that nothing mentions any more


@dataclass
class Restored:
    files: int
    removed: int  # files that only the replaced site had
    saved_at: str


def restore(reader: archive.Reader, folder: Path, tick: Tick) -> Restored:
    """Verify, then put the files, then the database, and remove what is not mentioned any more.

    Files come first: nobody sees them before their rows, and rows are there all at once. `tick` is
    called twice for each member. Raises Refused and archive.Unreadable before anything is changed,
    Stopped before the rows are, and Unfinished after that.
    """
    way = _way(reader)
    reader.check(tick)
    try:
        before = set(pictures.mentioned())
        wanted = _put_files(reader, tick)
        if way is not sqlite:
            call_command("migrate", verbosity=0, interactive=False)
        way.load(reader, folder)
    except TROUBLE as error:
        raise Stopped(first_line(error)) from error
    gone = before - wanted
    _Ending(way, list(gone)).run()
    return Restored(len(wanted), len(gone), reader.facts["saved_at"])


@dataclass
class _Ending:
    """What follows once the rows are there: a step that fails keeps no other from its turn."""

    way: ModuleType
    gone: list[pictures.Mention]
    failed: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Whatever happens, the caches hear of it."""
        try:
            with self._step("the database may be damaged, or its search incomplete"):
                self.way.finish()
            with self._step("its tables are not those of this version"):
                call_command("migrate", verbosity=0, interactive=False)
            with self._step("files that only the replaced site had are still stored"):
                while self.gone:
                    self.gone[-1].place.storage.delete(self.gone[-1].name)
                    self.gone.pop()
        finally:
            with self._step("caches may show old pages"):
                _tell_the_caches()
        if self.failed:
            raise Unfinished(self.failed, sorted(mention.name for mention in self.gone))

    @contextmanager
    def _step(self, otherwise: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            self.failed.append(f"{otherwise} ({first_line(error)})")


def first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _tell_the_caches() -> None:
    """On every machine: pages depend on `site`, the counts for browsers on their thread."""
    announce("site")
    numbers = list(Article._base_manager.values_list("pk", flat=True))
    for start in range(0, len(numbers), BATCH):
        announce(*(f"thread:{number}" for number in numbers[start : start + BATCH]))


def what_is_here() -> str:
    """The site that would be replaced, in words; "" for none."""
    tables = set(connection.introspection.table_names())
    counts = {
        words: model._base_manager.count()
        for model, words in (
            (Article, "articles"),
            (Image, "pictures"),
            (Comment, "replies"),
            (User, "users"),
        )
        if model._meta.db_table in tables
    }
    return ", ".join(f"{number} {words}" for words, number in counts.items() if number)


def _way(reader: archive.Reader) -> ModuleType:
    came, here = reader.facts["vendor"], connection.vendor
    way = WAYS.get((came, here))
    if way is None:
        raise Refused(f"It was saved from {came} and cannot be brought into {here}.")
    saved, code = set(reader.facts["migrations"]), set(version.of_code())
    if unknown := sorted(saved - code):
        raise Refused(
            f"It was saved by a newer version of Byline ({unknown[0]}): install that one first."
        )
    if way is not sqlite and saved != code:
        raise Refused(
            f"It was saved by an older version of Byline (before {min(code - saved)}): restore it"
            " with that version, then upgrade."
        )
    return way


def _put_files(reader: archive.Reader, tick: Tick) -> set[pictures.Mention]:
    wanted = set()
    for member, about in reader.members.items():
        if mention := pictures.of_member(member):
            mention.put(reader.read(member), about["sha256"])
            wanted.add(mention)
        tick()
    return wanted
