"""Saving the site while it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.utils import timezone

from . import archive, pictures, postgres, sqlite, version

ATTEMPTS = 5
Tick = Callable[[], object]


@dataclass
class Saved:
    files: int
    lost: list[str]  # files that rows mention and that are not there


def save(path: Path, tick: Tick) -> Saved:
    """Write everything into a new file; `tick` is called after each file, twice."""
    writer = archive.Writer(path)
    try:
        return _save(writer, tick)
    except BaseException:
        writer.give_up()
        raise


def _save(writer: archive.Writer, tick: Tick) -> Saved:
    database = sqlite if connection.vendor == "sqlite" else postgres
    # What is deleted from now on is in the file already, should the snapshot still mention it.
    for mention in pictures.mentioned():
        _add(writer, mention, tick)
    for _attempt in range(ATTEMPTS):
        with database.snapshot(writer.path.parent) as now:
            absent = [mention for mention in now.mentions() if not _add(writer, mention, tick)]
            lost = [mention for mention in absent if mention.still_counts()]
            if len(lost) == len(absent):
                facts = now.write(writer) or {}
                break
        # Uploaded and deleted again between the two: the next snapshot does not mention it.
    else:
        raise archive.Unreadable("pictures are deleted faster than they can be saved")
    names = [mention.member for mention in lost]
    about = {"saved_at": timezone.now().isoformat(), "vendor": connection.vendor, "lost": names}
    writer.finish(facts | about | {"migrations": version.of_database()}, tick)
    files = sum(name.startswith(pictures.FOLDER) for name in writer.members)
    return Saved(files, names)


def _add(writer: archive.Writer, mention: pictures.Mention, tick: Tick) -> bool:
    """Whether the file is in the archive now."""
    if mention.member in writer.members:
        return True
    data = mention.read()
    try:
        first = next(data, b"")
    except FileNotFoundError:
        return False
    writer.add(mention.member, _again(first, data), packed=False)
    tick()
    return True


def _again(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
