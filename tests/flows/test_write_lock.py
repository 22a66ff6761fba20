"""Another process holds SQLite's write lock: readers notice nothing, posts wait their time."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from html import escape
from pathlib import Path

import pytest

from cms.sqlite.patience import PATIENT

from .sites import Site, served

POSTS = 24  # at once; the two processes have eight threads
TEXT = 'Typed with care & "quotes", '

pytestmark = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="SQLite alone has one lock")


@pytest.fixture(scope="module")
def site(newsroom: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(newsroom, tmp_path_factory.mktemp("lock") / "site", workers=2) as site:
        yield site


@contextmanager
def locked(database: Path, seconds: float) -> Iterator[None]:
    """As by a backup or a person in a shell: BEGIN IMMEDIATE, and no end of it."""
    with closing(sqlite3.connect(database, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        end = threading.Timer(seconds, other.rollback)
        end.start()
        try:
            yield
        finally:
            end.join()


def read_all(site: Site, until: threading.Event) -> list[float]:
    """Kept pages and pages that have to be made, over and over: seconds each took."""
    took: list[float] = []
    number = 0
    while not until.is_set():
        number += 1
        for path in (site.article, f"/tag/none-{number}/"):
            begun = time.monotonic()
            status, _, _ = site.get(path)
            took.append(time.monotonic() - begun)
            assert status in {200, 404}, (path, status)
    return took


@contextmanager
def reading_all_the_time(site: Site) -> Iterator[None]:
    over = threading.Event()
    with ThreadPoolExecutor(1) as readers:
        reader = readers.submit(read_all, site, over)
        try:
            yield
        finally:
            over.set()
        took = reader.result()
    assert len(took) > 20
    assert max(took) < 3


def post_at_once(site: Site, name: str) -> tuple[list[str], list[str]]:
    """What a crowd was told is stored, and what is not and came back with the form."""
    texts = [f"{TEXT}{name}.{number}" for number in range(POSTS)]
    with ThreadPoolExecutor(POSTS) as crowd:
        answers = list(zip(texts, crowd.map(site.post, texts), strict=True))
    taken = [text for text, (status, _, _) in answers if status == 303]
    refused = [(text, page, headers) for text, (status, page, headers) in answers if status == 503]
    assert len(taken) + len(refused) == POSTS
    for text, page, headers in refused:
        assert f"{escape(text)}</textarea>" in page
        assert "Your reply cannot be stored now." in page
        assert int(headers["retry-after"]) > 0
    return taken, [text for text, _, _ in refused]


def test_posts_wait_three_seconds_while_reading_goes_on(site: Site) -> None:
    with locked(site.database, 3), reading_all_the_time(site):
        taken, _ = post_at_once(site, "three")
    assert len(taken) >= PATIENT
    assert [text for text in site.replies() if "three" in text] == sorted(taken)


def test_posts_end_after_ten_seconds_while_reading_goes_on(site: Site) -> None:
    """And they begin again by themselves once the lock is free."""
    with locked(site.database, 12), reading_all_the_time(site):
        begun = time.monotonic()
        taken, _ = post_at_once(site, "twelve")
        assert 8 < time.monotonic() - begun < 20
        assert not taken
        status, _, _ = site.post("The first one after the lock.")
        assert status == 303
    stored = [text for text in site.replies() if "twelve" in text or "after the lock" in text]
    assert stored == ["The first one after the lock."]


@pytest.mark.slow
def test_half_a_minute_of_it_is_no_different(site: Site) -> None:
    with locked(site.database, 30), reading_all_the_time(site):
        assert [post_at_once(site, wave)[0] for wave in ("thirty-a", "thirty-b")] == [[], []]
    assert site.post("Thirty seconds later.")[0] == 303
    assert not [text for text in site.replies() if "thirty-" in text]
