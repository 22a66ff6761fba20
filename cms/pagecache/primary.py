"""Whether a page has to be made from the primary database: a replica hears of changes late."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from . import counters

_replica_may_answer: ContextVar[bool] = ContextVar("replica_may_answer", default=False)


def replica_may_answer() -> bool:
    """For a database router: true only while an anonymous page is made by this thread.

    And only when nothing it depends on was announced in the last ten seconds. Everything else, a
    form, a login, a command, a task, reads what it wrote itself.
    """
    return _replica_may_answer.get()


def recently_changed(*tags: str) -> bool:
    """Whether a change with one of these tags (or, without any, any) was announced just now.

    True when nobody can say.
    """
    try:
        return counters.shared().before(tags or None).recent
    except counters.CountersAway:
        return True


@contextmanager
def replica(allowed: bool) -> Iterator[None]:
    token = _replica_may_answer.set(allowed)
    try:
        yield
    finally:
        _replica_may_answer.reset(token)
