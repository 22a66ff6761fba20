"""The database backend: Django's own, with a queue before each transaction that writes.

It also keeps what Django works out anew for each question.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from .patience import JAM
from .turns import Turns, at


class Cursor(base.SQLiteCursorWrapper):
    """Remembers how a question reads in SQLite's style of placeholders: one is asked often."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is None:
            return _converted(query)
        named: str = super().convert_query(query, param_names=param_names)
        return named


@lru_cache(maxsize=256)
def _converted(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes its turn before BEGIN IMMEDIATE and gives it back with COMMIT or ROLLBACK."""

    turns: Turns | None = None

    def create_cursor(self, name: str | None = None) -> Cursor:
        return self.connection.cursor(factory=Cursor)  # type: ignore[no-any-return]

    def _start_transaction_under_autocommit(self) -> None:
        if self.is_in_memory_db():
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            return
        turns = at(str(self.settings_dict["NAME"]))
        with turns.patience.until(self._timeout) as end:
            self._take(turns, end)
            try:
                with self._asking_until(end):
                    super()._start_transaction_under_autocommit()  # type: ignore[misc]
            except BaseException:
                self._give_turn_back()
                raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            self._give_turn_back()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._give_turn_back()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._give_turn_back()

    @property
    def _timeout(self) -> float:
        return float(self.settings_dict["OPTIONS"].get("timeout", 5))

    def _take(self, turns: Turns, end: float) -> None:
        if not turns.take(end):
            raise OperationalError("database is locked")  # SQLite's own words for it
        self.turns = turns

    @contextmanager
    def _asking_until(self, end: float) -> Iterator[None]:
        """What was spent on waiting for the turn is not spent again on a program without turns."""
        left = max(0.0, end - time.monotonic())
        if left > self._timeout - JAM:
            yield
            return
        self._busy_timeout(left)
        try:
            yield
        finally:
            self._busy_timeout(self._timeout)

    def _busy_timeout(self, seconds: float) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    def _give_turn_back(self) -> None:
        if turns := self.turns:
            self.turns = None
            turns.give_back()
