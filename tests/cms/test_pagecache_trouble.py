"""Trouble of the cache makes the site slower; trouble of the site is softened by the cache."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection

from articles.changes import announce
from cms import pagecache
from cms.pagecache import counters as shared_counters
from cms.pagecache import page
from cms.pagecache.counters import CountersAway
from cms.pagecache.layer import PageCache
from tests.factories import make_article

from .cached import Moody, Site, counters_in, shared_by_all

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def moody(tmp_path: Path) -> Moody:
    return Moody(counters_in(tmp_path))


@pytest.fixture
def site(moody: Moody, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with shared_by_all(moody, monkeypatch):
        yield Site(moody)


@pytest.fixture
def own(db: None) -> str:
    return make_article(published_at=NOON - timedelta(days=1)).get_absolute_url()


@contextmanager
def no_database() -> Iterator[None]:
    def refuse(*args: Any) -> Any:
        raise OperationalError("the database has gone")

    with connection.execute_wrapper(refuse):
        yield


def test_counters_away_means_django_answers_and_one_line_in_the_log(
    site: Site, moody: Moody, own: str, caplog: pytest.LogCaptureFixture
) -> None:
    site.get(own)
    moody.away = True
    for _ in range(5):
        said = site.get(own)
        assert (said.status, said.cache) == (200, "bypass")
    assert len([line for line in caplog.records if "Pages are not kept" in line.message]) == 1
    moody.away = False
    assert [site.get(own).cache for _ in range(2)] == ["miss", "hit"]
    assert "This is over" in caplog.text


def test_page_from_before_the_trouble_is_never_shown_after_it(
    site: Site, moody: Moody, own: str
) -> None:
    """While the counters were away, announcements may have been lost."""
    site.get(own)
    moody.away = True
    site.get("/")
    moody.away = False
    assert site.get(own).cache == "miss"


def test_change_that_cannot_be_told_is_stored_all_the_same(
    site: Site,
    moody: Moody,
    own: str,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    moody.away = True
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            announce("lists")
    assert len([line for line in caplog.records if "could not be told" in line.message]) == 1


def test_bug_in_the_cache_is_no_error_for_readers(
    site: Site, own: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    site.get(own)
    monkeypatch.setattr(site.cache, "answer", lambda *args: 1 / 0)
    for _ in range(3):
        assert site.get(own).cache == "bypass"
    assert len([line for line in caplog.records if "failed" in line.message]) == 1


def test_page_that_cannot_be_packed_goes_out_plain(
    site: Site, own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(body: bytes, coding: str) -> bytes:
        raise MemoryError

    monkeypatch.setattr(page, "pack", broken)
    said = site.get(own, HTTP_ACCEPT_ENCODING="gzip")
    assert (said.status, "Content-Encoding" in said.headers) == (200, False)
    assert said.html.startswith("<!doctype html>")


def test_kept_pages_go_on_while_the_database_is_away(site: Site, own: str) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        site.get(own)
        with no_database():
            for seconds in (30, 100, 1000):  # while its time lasts, and past it
                clock.move_to(NOON + timedelta(seconds=seconds))
                said = site.get(own)
                assert (said.status, said.cache) == (200, "hit"), seconds
            other = site.get("/section/city/")
            assert (other.status, other.cache) == (503, "bypass")
        clock.shift(10)
        assert site.get(own).cache == "miss"


def test_site_in_trouble_is_left_in_peace(site: Site, own: str) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        site.get(own)
        clock.shift(61)
        with no_database():
            for _ in range(10):
                assert site.get(own).status == 200
        assert site.renders == 2


@pytest.mark.parametrize("days", [-1, 1, 400])
def test_clock_that_jumps_costs_a_render_and_no_truth(site: Site, own: str, days: int) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        site.get(own)
        clock.shift(timedelta(days=days))
        assert site.get(own).cache == "miss"
        assert site.get(own).cache == "hit"
        with no_database():
            clock.shift(61)
            assert site.get(own).status == 200
        clock.shift(timedelta(days=-days))
        assert site.get(own).status == 200
        assert site.get(own).cache == "hit"


def test_page_that_was_announced_to_be_wrong_is_not_shown_even_then(
    site: Site, moody: Moody, own: str
) -> None:
    site.get(own)
    moody.move(["site"])
    with no_database():
        assert site.get(own).status == 503


def test_page_is_not_shown_beyond_its_moment_even_then(site: Site, own: str) -> None:
    """A picture whose rights have ended must not stand there because the database is away."""
    with time_machine.travel(NOON, tick=False) as clock:
        make_article("Later", published_at=NOON + timedelta(seconds=20))
        site.get(own)
        clock.shift(20)
        with no_database():
            assert site.get(own).status == 503


def test_errors_are_not_kept(site: Site, own: str) -> None:
    with no_database():
        answers = [site.get(own) for _ in range(2)]
    assert [said.status for said in answers] == [503, 503]
    names = {said["X-Request-ID"] for said in answers}
    assert len(names) == 2  # the log is searched for them
    assert site.get(own).status == 200


@pytest.mark.parametrize(
    "header",
    [
        ("Set-Cookie", "a=b"),
        ("Cache-Control", "private, no-store"),
        ("Cache-Control", "no-cache"),
        ("Vary", "Cookie"),
        ("Vary", "Accept-Encoding, Accept-Language"),
        ("Vary", "*"),
        ("Content-Security-Policy", "script-src 'nonce-abc'"),
    ],
)
def test_what_may_be_personal_is_never_kept(site: Site, own: str, header: tuple[str, str]) -> None:
    def personal(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Cache-Tag", "site"), ("Content-Type", "text/html"), header])
        return [b"for you alone"]

    site.django = personal
    for _ in range(2):
        said = site.get(own)
        assert said.cache == "bypass"
        assert said[header[0]].startswith(header[1])
    assert len(site.cache.memory) == 0


@pytest.mark.parametrize("status", ["500 Oops", "503 Later", "403 No", "429 Slower", "206 Part"])
def test_refusals_and_failures_are_never_kept(site: Site, own: str, status: str) -> None:
    def failing(environ: Any, start_response: Any) -> list[bytes]:
        start_response(status, [("Cache-Tag", "site"), ("Content-Type", "text/html")])
        return [b"sorry"]

    site.django = failing
    assert [site.get(own).cache for _ in range(2)] == ["bypass", "bypass"]


def test_without_room_for_counters_there_is_no_cache_and_a_site(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse() -> Any:
        raise CountersAway("no space left on device")

    monkeypatch.setattr(shared_counters, "shared", refuse)

    def application(environ: Any, start_response: Any) -> list[bytes]:
        return []

    assert pagecache.in_front_of(application) is application
    assert "no space left" in caplog.text


def test_zero_megabytes_turn_it_off(settings: Any, site: Site) -> None:
    def application(environ: Any, start_response: Any) -> list[bytes]:
        return []

    settings.PAGE_CACHE_MB = 1
    assert isinstance(pagecache.in_front_of(application), PageCache)
    settings.PAGE_CACHE_MB = 0
    assert pagecache.in_front_of(application) is application
