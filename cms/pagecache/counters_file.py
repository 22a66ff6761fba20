"""Counters in a file that every process of one machine maps into its memory."""

from __future__ import annotations

import errno
import fcntl
import mmap
import os
import secrets
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from zlib import crc32

from .counters import RECENT, Before, CountersAway

MAGIC = int.from_bytes(b"BYLINE01")
SLOTS = 1 << 16  # tags that share one are out of date together
LATEST, FIRST = 1, 2  # what stands where, in words of eight bytes; MAGIC at 0
SIZE = (FIRST + SLOTS) * 8
PATIENCE = 0.5  # seconds to wait for another writer, who may have been stopped


class FileProbe:
    """Reads some words of the file: one plain load each, which no writer can tear."""

    def __init__(self, counters: FileCounters, slots: Iterable[int]) -> None:
        first, *others = dict.fromkeys(slots)
        self._counters = counters
        self._pick = itemgetter(first, *(others or [first]))  # with one alone it gives no tuple

    def read(self) -> tuple[int, ...]:
        numbers: tuple[int, ...] = self._pick(self._counters.words)
        return numbers

    def greatest(self, seen: object) -> int:
        assert isinstance(seen, tuple)
        return int(max(seen))


class FileCounters:
    """The number of a change is its moment in nanoseconds, or one more than the number before."""

    words: memoryview

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._open()

    def probe(self, tags: Iterable[str]) -> FileProbe:
        return FileProbe(self, map(slot, tags))

    def before(self, tags: Iterable[str] | None) -> Before:
        latest = self.words[LATEST]
        newest = latest if tags is None else max(self.words[slot(tag)] for tag in tags)
        return Before(latest, newest > time.time_ns() - RECENT * 1e9)

    def move(self, tags: Iterable[str]) -> None:
        self.check()
        with self._lock, alone(self._file):
            number = max(self.words[LATEST] + 1, time.time_ns())
            # The tags come last: a page made between the two has an old number, and is a miss.
            self.words[LATEST] = number
            for tag in tags:
                self.words[slot(tag)] = number

    def check(self) -> None:
        """A file that was deleted or replaced is one that others do not write any more."""
        try:
            found = os.stat(self._path)
        except OSError:
            found = None
        if found is None or (found.st_dev, found.st_ino) != self._identity:
            with self._lock:
                self._open()

    def _open(self) -> None:
        try:
            self._file = os.open(made(self._path), os.O_RDWR | os.O_CLOEXEC)
            found = os.fstat(self._file)
            self._identity = (found.st_dev, found.st_ino)
            self.words = memoryview(mmap.mmap(self._file, SIZE)).cast("Q")
        except (OSError, ValueError) as error:
            raise CountersAway(str(error)) from error


def slot(tag: str) -> int:
    return FIRST + crc32(tag.encode()) % SLOTS


def made(path: Path) -> Path:
    """The file, made complete before anybody sees it; one of another kind is replaced."""
    if not is_whole(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        # Really written, not left sparse: later writes must not need room on the disk.
        draft.write_bytes(MAGIC.to_bytes(8, "little") + bytes(SIZE - 8))
        try:
            if path.exists():
                draft.replace(path)
            else:
                path.hardlink_to(draft)  # the first process wins
        except FileExistsError:
            pass
        finally:
            draft.unlink(missing_ok=True)
    return path


def is_whole(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(8) == MAGIC.to_bytes(8, "little") and path.stat().st_size == SIZE
    except FileNotFoundError:
        return False


@contextmanager
def alone(file: int) -> Iterator[None]:
    """While one process writes, others wait: not for ever, for it may have been stopped.

    A process that dies gives the lock back.
    """
    end, held = time.monotonic() + PATIENCE, False
    while not held and time.monotonic() < end:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            held = True
        except OSError as error:
            if error.errno not in {errno.EWOULDBLOCK, errno.EINTR}:
                raise CountersAway(str(error)) from error
            time.sleep(0.001)
    try:
        yield
    finally:
        if held:
            fcntl.flock(file, fcntl.LOCK_UN)
