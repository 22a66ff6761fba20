"""Many readers at once: one page, made once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cms.pagecache import life, miss

from .cached import Said, Site, counters_in

READERS = 8


class Kitchen:
    """An application that takes its time, and counts."""

    def __init__(self) -> None:
        self.headers = [("Content-Type", "text/html"), ("Cache-Tag", "article:1")]
        self.served = 0
        self.open = threading.Event()
        self.begun = threading.Semaphore(0)
        self.status = "200 OK"

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.served += 1
        number = self.served
        self.begun.release()
        assert self.open.wait(20)
        start_response(self.status, list(self.headers))
        return [f"page {number}".encode()]


@pytest.fixture
def kitchen() -> Kitchen:
    return Kitchen()


@pytest.fixture
def site(tmp_path: Path, kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(life, "next_publication", lambda after: None)
    made = Site(counters_in(tmp_path))
    made.django = kitchen
    yield made
    kitchen.open.set()


class Crowd:
    """Readers who ask at the same time."""

    def __init__(self, site: Site, number: int = READERS) -> None:
        self.said: list[Said] = []
        self.threads = [
            threading.Thread(target=lambda: self.said.append(site.get("/a/")), daemon=True)
            for _ in range(number)
        ]
        for thread in self.threads:
            thread.start()

    def wait(self) -> list[Said]:
        for thread in self.threads:
            thread.join(20)
        return self.said


def test_page_is_made_once_however_many_ask(site: Site, kitchen: Kitchen) -> None:
    crowd = Crowd(site)
    kitchen.begun.acquire(timeout=20)
    time.sleep(0.2)
    kitchen.open.set()
    said = crowd.wait()
    assert kitchen.served == 1
    assert {one.body for one in said} == {b"page 1"}
    assert sorted(one.cache for one in said) == ["hit"] * (READERS - 1) + ["miss"]


def test_page_that_is_not_for_everybody_is_given_to_nobody_else(
    site: Site, kitchen: Kitchen
) -> None:
    kitchen.headers = [("Content-Type", "text/html")]
    crowd = Crowd(site)
    kitchen.begun.acquire(timeout=20)
    time.sleep(0.2)
    kitchen.open.set()
    assert len({one.body for one in crowd.wait()}) == kitchen.served == READERS


def test_who_asks_after_a_change_gets_no_page_begun_before_it(site: Site, kitchen: Kitchen) -> None:
    early = Crowd(site, 1)
    kitchen.begun.acquire(timeout=20)
    site.counters.move(["article:1"])
    late = Crowd(site, 3)
    time.sleep(0.2)
    kitchen.open.set()
    assert [one.body for one in early.wait()] == [b"page 1"]
    assert {one.body for one in late.wait()} == {b"page 2"}
    assert kitchen.served == 2


def test_waiting_ends_and_the_page_is_made_once_more(
    site: Site, kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(miss, "PATIENCE", 0.2)
    crowd = Crowd(site, 2)
    for _ in range(2):
        assert kitchen.begun.acquire(timeout=20)
    kitchen.open.set()
    assert {one.status for one in crowd.wait()} == {200}


def test_page_whose_time_is_over_is_shown_while_the_next_is_made(
    site: Site, kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    kitchen.open.set()
    monkeypatch.setattr(life, "LONGEST", 0.01)
    site.get("/a/")
    time.sleep(0.02)
    kitchen.open.clear()
    kitchen.begun.acquire(timeout=20)
    first = Crowd(site, 1)
    assert kitchen.begun.acquire(timeout=20)
    assert [one.body for one in Crowd(site).wait()] == [b"page 1"] * READERS
    kitchen.open.set()
    assert [one.body for one in first.wait()] == [b"page 2"]


def test_page_that_changed_is_not_shown_while_the_next_is_made(
    site: Site, kitchen: Kitchen
) -> None:
    kitchen.open.set()
    site.get("/a/")
    site.counters.move(["article:1"])
    kitchen.open.clear()
    crowd = Crowd(site)
    time.sleep(0.2)
    kitchen.open.set()
    assert {one.body for one in crowd.wait()} == {b"page 2"}


def test_failure_of_the_one_who_makes_it_strands_nobody(site: Site, kitchen: Kitchen) -> None:
    def broken(environ: Any, start_response: Any) -> Any:
        kitchen(environ, lambda *words: None)
        raise RuntimeError("no answer at all")

    site.django = broken
    failed: list[str] = []

    def ask() -> None:
        try:
            site.get("/a/")
        except RuntimeError as error:
            failed.append(str(error))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    kitchen.open.set()
    for thread in threads:
        thread.join(20)
    assert len(failed) == 4


def test_page_that_landed_after_the_first_look_is_not_made_again(
    site: Site, kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    kitchen.open.set()
    assert site.get("/a/").cache == "miss"
    looks = iter([True])
    find = site.cache.memory.get
    monkeypatch.setattr(
        site.cache.memory, "get", lambda key: None if next(looks, False) else find(key)
    )
    assert site.get("/a/").cache == "hit"
    assert kitchen.served == 1
