from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from cms.pagecache import counters_redis
from cms.pagecache.counters import Counters
from cms.pagecache.counters_redis import RedisCounters

from .cached import Site, counters_in, shared_by_all

REDIS_URL = os.environ.get("REDIS_URL", "")


@pytest.fixture(params=["file", "redis"] if REDIS_URL else ["file"])
def counters(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Counters]:
    """Of either kind, with names of this test's own."""
    if request.param == "file":
        yield counters_in(tmp_path)
        return
    name = f"{{byline:test:{os.getpid()}}}:"
    monkeypatch.setattr(counters_redis, "NAME", name)
    monkeypatch.setattr(counters_redis, "LATEST", f"{name}latest")
    monkeypatch.setattr(counters_redis, "BORN", f"{name}born")
    own = RedisCounters(REDIS_URL)
    own.before(None)  # as before the first page that was ever made
    yield own
    own.close()
    with Redis.from_url(REDIS_URL) as redis:
        if names := list(redis.scan_iter(f"{name}*")):
            redis.delete(*names)


@pytest.fixture
def site(counters: Counters, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with shared_by_all(counters, monkeypatch):
        yield Site(counters)
