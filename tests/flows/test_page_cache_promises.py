"""What docs/decisions/0040 promises of the page cache, seen from outside two real workers."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import brotli
import pytest

from .servers import ask_raw, serving, shell
from .sites import Site, copied, soon

WORKERS = 2
NAMED = "tests.flows.named_workers:application"
UNPACKED = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}
OF_ONE_ANSWER = {"date", "x-cache", "age", "x-worker", "x-request-id"}
LATER = """
from datetime import timedelta
from django.utils import timezone
from articles.models import Section
from tests.factories import make_article
make_article("Bridge opens at noon", published_at=timezone.now() + timedelta(seconds=6))
"""

Answer = tuple[dict[str, str], bytes]


def asked(site: Site, path: str, method: str = "GET", **headers: str) -> Answer:
    """Headers, with the status among them, and all bytes that follow."""
    head, body = ask_raw(site.port, path, method, **headers)
    status, *lines = head.split("\r\n")
    return {"status": status.split()[1]} | dict(line.split(": ", 1) for line in lines), body


def each(site: Site, path: str, method: str = "GET", **headers: str) -> list[Answer]:
    """The next answer of every worker."""
    said: dict[str, Answer] = {}
    for _ in range(200):
        answer = asked(site, path, method, **headers)
        said.setdefault(answer[0]["x-worker"], answer)
        if len(said) == WORKERS:
            return list(said.values())
    raise AssertionError(f"only {list(said)} answered")


def caches(answers: list[Answer]) -> set[str]:
    return {headers.get("x-cache", "none") for headers, _ in answers}


@contextmanager
def served(newsroom: Site, folder: Path, megabytes: int) -> Iterator[Site]:
    with copied(newsroom, folder) as site:
        env = site.env | {"PAGE_CACHE_MB": str(megabytes)}
        with serving(site.port, site.log, env, WORKERS, NAMED):
            yield site


@pytest.fixture(scope="module")
def site(newsroom: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(newsroom, tmp_path_factory.mktemp("promises") / "site", 8) as running:
        yield running


@pytest.mark.parametrize("coding", ["", "gzip", "br"])
def test_page_is_kept_in_each_coding(site: Site, coding: str) -> None:
    wants = coding or "identity"
    each(site, site.article, Accept_Encoding=wants)
    answers = each(site, site.article, Accept_Encoding=wants)
    assert caches(answers) == {"hit"}
    [(plain, text)] = each(site, site.article)[:1]
    for headers, body in answers:
        assert headers.get("content-encoding", "") == coding
        assert int(headers["content-length"]) == len(body)
        assert UNPACKED[coding](body) == text
        assert (headers["etag"] == plain["etag"]) is not bool(coding)


def test_head_and_304_end_after_their_headers(site: Site) -> None:
    each(site, site.article)
    for headers, body in each(site, site.article, "HEAD"):
        assert (headers["x-cache"], int(headers["content-length"]) > 5_000, body) == (
            "hit",
            True,
            b"",
        )
    known = asked(site, site.article)[0]["etag"]
    for headers, body in each(site, site.article, If_None_Match=known):
        assert (headers["status"], headers["x-cache"], body) == ("304", "hit", b"")


def test_hit_has_every_header_of_the_miss(site: Site) -> None:
    path = f"{site.article}?order=oldest"
    first, _ = asked(site, path)
    assert first["x-cache"] == "miss"
    assert {"content-security-policy", "x-content-type-options", "referrer-policy"} <= first.keys()
    each(site, path)
    for headers, _ in each(site, path):
        same = {k: v for k, v in headers.items() if k not in OF_ONE_ANSWER}
        assert same == {k: v for k, v in first.items() if k not in OF_ONE_ANSWER}


def test_page_is_found_by_host_path_and_the_parameters_that_pages_know(site: Site) -> None:
    each(site, site.article)
    assert caches(each(site, f"{site.article}?utm_source=letter")) == {"hit"}
    first = asked(site, site.article, Host="localhost")[0]
    assert first["x-cache"] == "miss"
    first = asked(site, f"{site.article}?order=newest")[0]
    assert first["x-cache"] == "miss"


def test_what_is_of_one_person_is_never_kept(site: Site) -> None:
    for path in ("/admin/login/", "/health/ready", "/moderation/"):
        assert caches([*each(site, path), *each(site, path)]) == {"bypass"}


def test_one_miss_in_each_worker_however_many_ask(site: Site) -> None:
    path = f"{site.other}?order=oldest"
    with ThreadPoolExecutor(24) as readers:
        answers = list(readers.map(lambda _: asked(site, path), range(72)))
    missed = [headers["x-worker"] for headers, _ in answers if headers["x-cache"] == "miss"]
    assert len(missed) == len(set(missed)) <= WORKERS
    assert caches(answers) == {"hit", "miss"}
    assert len({body for _, body in answers}) == 1


def test_page_ends_when_an_article_comes_by_the_clock(site: Site) -> None:
    shell(LATER, site.env)
    each(site, "/")
    answers = each(site, "/")
    assert caches(answers) == {"hit"}
    assert not [body for _, body in answers if b"Bridge opens at noon" in body]
    soon(lambda: all(b"Bridge opens at noon" in body for _, body in each(site, "/")), 20)


def test_memory_is_bounded_and_the_least_asked_for_goes(newsroom: Site, tmp_path: Path) -> None:
    with served(newsroom, tmp_path / "site", 1) as site:
        for path in (site.article, "/?after=1000"):
            each(site, path)
            assert caches(each(site, path)) == {"hit"}
        for number in range(300):  # pages of their own to the cache: a parameter that pages read
            asked(site, f"/?after={number}")
            if number % 20 == 0:
                assert caches(each(site, site.article)) == {"hit"}
        assert caches(each(site, "/?after=1000")) == {"miss"}


def test_nothing_is_kept_without_memory_for_it(newsroom: Site, tmp_path: Path) -> None:
    with served(newsroom, tmp_path / "site", 0) as site:
        assert caches([*each(site, site.article), *each(site, site.article)]) == {"none"}
