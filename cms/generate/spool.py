"""Decisions that lie in files until all replies are made: they are written in the order of time."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import BinaryIO, Self

from .traces import Fact

FILES = 128  # of a run; each holds a stretch of time, and one of them is in memory at once


class Spool:
    """As many facts as fit on the disk; `between` is the time in which most of them happen."""

    def __init__(self, between: tuple[datetime, datetime]) -> None:
        self.start, end = between
        self.step = max((end - self.start) / FILES, timedelta(microseconds=1))
        self.folder = TemporaryDirectory(prefix="generate-")
        self.files: dict[int, BinaryIO] = {}
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for file in self.files.values():
            file.close()
        self.folder.cleanup()

    def add(self, facts: Iterable[Fact]) -> None:
        by_file: dict[int, list[Fact]] = {}
        for fact in facts:
            by_file.setdefault(self._place(fact.at), []).append(fact)
            self.count += 1
        for place, some in by_file.items():
            pickle.dump(some, self._file(place))

    def in_time(self) -> Iterator[Fact]:
        """All of them, the oldest first."""
        for place in sorted(self.files):
            facts = list(self._read(self.files[place]))
            yield from sorted(facts, key=lambda fact: (fact.at, fact.comment))

    def _place(self, at: datetime) -> int:
        return min(max(int((at - self.start) / self.step), 0), FILES)

    def _file(self, place: int) -> BinaryIO:
        if place not in self.files:
            self.files[place] = (Path(self.folder.name) / str(place)).open("w+b")
        return self.files[place]

    def _read(self, file: BinaryIO) -> Iterator[Fact]:
        file.seek(0)
        while True:
            try:
                yield from pickle.load(file)  # noqa: S301 - written by us a moment ago
            except EOFError:
                return
