"""A ZIP file whose last member lists the others with their sizes and digests."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

FORMAT = 1
LIST = "byline.json"
CHUNK = 1 << 20  # bytes
Tick = Callable[[], object]


class Unreadable(Exception):
    """The file is no backup, or a damaged one; the text says which."""


class Writer:
    """Makes the file under another name; only a whole and verified one gets its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.draft = path.with_name(f".{path.name}.{os.getpid()}")
        self.members: dict[str, dict[str, Any]] = {}
        # It holds drafts, sealed addresses and originals: the owner alone reads it.
        self._file = os.fdopen(
            os.open(self.draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b"
        )
        self._zip = zipfile.ZipFile(self._file, "w", allowZip64=True)

    def add(
        self, name: str, chunks: Iterable[bytes | bytearray | memoryview], *, packed: bool
    ) -> None:
        """Write a member; pictures are compressed already, so they are not `packed`."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        digest, size = hashlib.sha256(), 0
        with self._zip.open(info, "w", force_zip64=True) as member:
            for chunk in chunks:
                member.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.members[name] = {"size": size, "sha256": digest.hexdigest()}

    def finish(self, facts: dict[str, Any], tick: Tick = lambda: None) -> None:
        """Write the list, read everything back, and give the file its name."""
        said = {"format": FORMAT, **facts, "members": self.members}
        self._zip.writestr(LIST, json.dumps(said, indent=1))
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        with opened(self.draft) as reader:
            reader.check(tick)
        self.draft.rename(self.path)
        _sync(self.path.parent)

    def give_up(self) -> None:
        with suppress(OSError, ValueError):
            self._zip.close()
        self._file.close()
        self.draft.unlink(missing_ok=True)


class Reader:
    """What a backup holds. Raises Unreadable."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._zip = archive
        try:
            self.facts: dict[str, Any] = json.loads(archive.read(LIST))
            self.members: dict[str, dict[str, Any]] = self.facts["members"]
            written = self.facts["format"]
        except (KeyError, TypeError, ValueError, zipfile.BadZipFile, zlib.error) as error:
            raise Unreadable("it is not a backup of Byline, or its end is missing") from error
        if written != FORMAT:
            raise Unreadable(f"it has format {written}; this version reads {FORMAT}")

    def read(self, name: str) -> Iterator[bytes]:
        """The member in pieces; whoever takes them all knows that they were the right ones."""
        wanted, digest = self.members[name], hashlib.sha256()
        try:
            with self._zip.open(name) as member:
                while chunk := member.read(CHUNK):
                    digest.update(chunk)
                    yield chunk
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise Unreadable(f"{name} in it is damaged") from error
        if digest.hexdigest() != wanted["sha256"]:
            raise Unreadable(f"{name} in it is damaged")

    def check(self, tick: Tick = lambda: None) -> None:
        for name in self.members:
            for _chunk in self.read(name):
                pass
            tick()

    def extract(self, name: str, file: IO[bytes]) -> None:
        for chunk in self.read(name):
            file.write(chunk)
        file.flush()


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError) as error:
        raise Unreadable("it is not a backup of Byline, or its end is missing") from error
    except OSError as error:
        raise Unreadable(f"it cannot be opened ({error.strerror})") from error
    with archive:
        yield Reader(archive)


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def _sync(folder: Path) -> None:
    """The new name too must be on the disk before anybody relies on it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
