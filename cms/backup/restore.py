"""Bringing a saved site back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

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


class Refused(Exception):
    """Nothing was changed; the text says why."""


@dataclass
class Restored:
    files: int
    removed: int  # files that only the replaced site had
    saved_at: str


def restore(reader: archive.Reader, folder: Path, tick: Tick) -> Restored:
    """Verify, then put the files, then the database, and remove what is not mentioned any more.

    Files come first: nobody sees them before their rows, and rows are there all at once. `tick` is
    called twice for each member. Raises Refused and archive.Unreadable before anything is changed.
    """
    way = _way(reader)
    reader.check(tick)
    before = set(pictures.mentioned()) if connection.introspection.table_names() else set()
    wanted = _put_files(reader, tick)
    if way is not sqlite:
        call_command("migrate", verbosity=0, interactive=False)
    way.load(reader, folder)
    call_command("migrate", verbosity=0, interactive=False)
    gone = before - wanted
    for mention in gone:
        mention.place.storage.delete(mention.name)
    _tell_the_caches()
    return Restored(len(wanted), len(gone), reader.facts["saved_at"])


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
