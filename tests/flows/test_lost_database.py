"""The database goes away under a site: kept pages go on, the rest says when to come back."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from .proxy import proxy
from .servers import serving
from .sites import Site, children, copied, soon

TEXT = 'Typed with care & "quotes" while nobody could store it.'
READERS = 20  # who ask for what is not kept, all the time

on_postgresql = pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="needs PostgreSQL")
on_sqlite = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="needs SQLite")


def assert_refused_with_the_text(site: Site) -> None:
    status, page, headers = site.post(TEXT)
    assert (status, headers["retry-after"]) == (503, "10")
    assert f"{escape(TEXT)}</textarea>" in page
    assert headers["cache-control"] == "private, no-store"


def assert_only_kept_pages_are_served(site: Site) -> None:
    """While twenty others ask for pages that are not kept."""
    over = threading.Event()

    def ask_in_vain(number: int) -> set[tuple[int, str]]:
        said = set()
        while not over.is_set():
            status, _, headers = site.get(f"/tag/none-{number}/")
            said.add((status, headers.get("retry-after", "")))
        return said

    with ThreadPoolExecutor(READERS) as crowd:
        others = [crowd.submit(ask_in_vain, number) for number in range(READERS)]
        try:
            for _ in range(20):
                for path in (site.article, "/"):
                    began = time.monotonic()
                    status, _, headers = site.get(path)
                    assert (status, headers["x-cache"]) == (200, "hit")
                    assert time.monotonic() - began < 5, path
                time.sleep(0.1)
        finally:
            over.set()
    assert set().union(*(other.result() for other in others)) == {(503, "10")}


@on_postgresql
def test_postgresql_that_is_gone_and_comes_back(newsroom: Site, tmp_path: Path) -> None:
    with copied(newsroom, tmp_path / "site") as site:
        url = urlsplit(site.env["DATABASE_URL"])
        with proxy(url.hostname or "127.0.0.1", url.port or 5432) as line:
            place = url.netloc.rpartition("@")[0] + f"@127.0.0.1:{line.port}"
            through = site.env | {"DATABASE_URL": urlunsplit(url._replace(netloc=place))}
            with serving(site.port, site.log, through):
                for path in (site.article, "/"):
                    soon(lambda path=path: site.get(path)[2]["x-cache"] == "hit")
                line.cut()
                assert_only_kept_pages_are_served(site)
                assert_refused_with_the_text(site)
                assert site.get("/health/live")[0] == 200
                assert site.get("/health/ready")[0] == 503
                line.mend()
                soon(lambda: site.get(site.other)[0] == 200)
                soon(lambda: site.post(TEXT)[0] == 303)
                assert site.get("/health/ready")[0] == 200
        assert site.replies() == [TEXT]


@on_sqlite
def test_sqlite_file_that_is_gone_and_comes_back(newsroom: Site, tmp_path: Path) -> None:
    """Its folder is away, as a disk may be. Who has it open goes on; a new process says 503."""
    with copied(newsroom, tmp_path / "site") as site:
        folder, away = site.folder / "database", site.folder / "away"
        folder.mkdir()
        site.database.rename(folder / "own.sqlite3")
        site.env["DATABASE_URL"] = f"sqlite:///{folder}/own.sqlite3"
        with serving(site.port, site.log, site.env) as server:
            soon(lambda: site.get()[2]["x-cache"] == "hit")
            folder.rename(away)
            assert site.get()[0] == 200
            (worker,) = children(server.pid)
            os.kill(worker, signal.SIGKILL)
            soon(lambda: site.get("/health/live")[0] == 200)
            status, page, headers = site.get(site.other)
            assert (status, headers["retry-after"]) == (503, "10")
            assert "This cannot be done right now" in page
            assert_refused_with_the_text(site)
            assert site.get("/health/ready")[0] == 503
            away.rename(folder)
            assert site.get(site.other)[0] == 200
            assert site.post(TEXT)[0] == 303
        assert site.replies() == [TEXT]
