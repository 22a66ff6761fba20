"""Counters in a Redis that ends, comes back, or hangs: one of the test's own."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest

from cms.pagecache import debts
from cms.pagecache.counters import CountersAway
from cms.pagecache.counters_redis import RedisCounters
from tests.factories import make_article

from .cached import Site
from .own_redis import OwnRedis

pytestmark = pytest.mark.skipif(not which("redis-server"), reason="needs redis-server")


@pytest.fixture
def own(db: None) -> str:
    return make_article().get_absolute_url()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[OwnRedis]:
    own = OwnRedis(tmp_path)
    yield own
    own.end()


def test_redis_that_ended_and_came_back_costs_pages_but_no_truth(
    redis: OwnRedis, own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cms.pagecache.counters_redis.PAUSE", 0.1)
    counters = RedisCounters(redis.url)
    site = Site(counters)
    assert [site.get(own).cache for _ in range(2)] == ["miss", "hit"]
    redis.end()
    assert [site.get(own).cache for _ in range(3)] == ["bypass"] * 3
    redis.start()
    time.sleep(0.2)
    assert [site.get(own).cache for _ in range(2)] == ["miss", "hit"]
    counters.close()


def test_page_does_not_outlive_a_change_that_redis_has_forgotten(redis: OwnRedis, own: str) -> None:
    """Nobody asks between the change and the end of a Redis that keeps nothing."""
    counters = RedisCounters(redis.url)
    site = Site(counters)
    assert [site.get(own).cache for _ in range(2)] == ["miss", "hit"]
    counters.move(["site"])
    redis.end()
    redis.start()
    assert [site.get(own).cache for _ in range(2)] == ["miss", "hit"]
    redis.end()
    redis.start()
    assert [site.get(own).cache for _ in range(2)] == ["miss", "hit"]
    counters.close()


def test_change_is_told_when_redis_is_back(
    redis: OwnRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debts, "AGAIN", 0.1)
    counters = RedisCounters(redis.url)
    redis.end()
    with pytest.raises(CountersAway):
        counters.move(["thread:1"])
    redis.start()
    probe = counters.probe(["thread:1"])
    for _ in range(100):
        try:
            if probe.greatest(probe.read()):
                break
        except CountersAway:
            pass
        time.sleep(0.1)
    assert probe.greatest(probe.read()) > 0
    counters.close()


def test_redis_that_hangs_holds_readers_up_once_in_a_second(redis: OwnRedis, own: str) -> None:
    counters = RedisCounters(redis.url)
    site = Site(counters)
    site.get(own)
    redis.process.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    assert {site.get(own).cache for _ in range(5)} == {"bypass"}
    assert time.monotonic() - began < 5
    redis.process.send_signal(signal.SIGCONT)
    counters.close()
