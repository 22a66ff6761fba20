"""So many bytes of pages, and the codings they are packed in."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as some

from cms.pagecache.coding import best, pack
from cms.pagecache.memory import Memory
from cms.pagecache.page import OVERHEAD, Page
from tests.factories import make_article

from .cached import Site


def key(name: str) -> tuple[str, str, str, str]:
    return "http", "testserver", f"/{name}/", ""


def make_page(size: int) -> Page:
    return Page("200 OK", [("Content-Type", "text/html")], b"x" * (size - OVERHEAD))


def test_what_was_not_asked_for_longest_goes_first() -> None:
    memory = Memory(30_000)
    for name in "abc":
        memory.keep(key(name), make_page(10_000))
    memory.get(key("a"))
    memory.keep(key("d"), make_page(10_000))
    assert [name for name in "abcd" if memory.get(key(name))] == ["a", "c", "d"]
    assert memory.weight == 30_000


def test_page_that_fills_all_of_it_is_not_kept() -> None:
    memory = Memory(30_000)
    memory.keep(key("a"), make_page(10_000))
    memory.keep(key("b"), make_page(30_001))
    assert [name for name in "ab" if memory.get(key(name))] == ["a"]


def test_page_kept_anew_counts_once() -> None:
    memory = Memory(30_000)
    for _ in range(9):
        memory.keep(key("a"), make_page(10_000))
    assert (len(memory), memory.weight) == (1, 10_000)
    memory.clear()
    assert (len(memory), memory.weight) == (0, 0)


@pytest.mark.django_db
def test_memory_stays_within_its_bound_whatever_is_asked_for(site: Site) -> None:
    small = Site(site.counters, size=400_000)
    own = make_article().get_absolute_url()
    for number in range(40):
        for coding in ("gzip", "br"):
            small.get(f"{own}?order={number}", HTTP_ACCEPT_ENCODING=coding)
        assert small.cache.memory.weight <= 400_000
    assert 5 < len(small.cache.memory) < 40


def test_packed_answers_are_counted() -> None:
    memory, page = Memory(10**6), Page("200 OK", [("Content-Type", "text/html")], b"ab" * 5000)
    memory.keep(key("a"), page)
    before = memory.weight
    packed = page.answer("gzip").body[0]
    memory.weigh(key("a"), page)
    assert memory.weight == before + len(packed) + OVERHEAD


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP;Q=1.0", "gzip"),
        ("x-gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("gzip;q=0", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=0, *", "gzip"),
        ("identity", ""),
        ("identity;q=1, gzip;q=0.5", ""),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("gzip;q=nonsense", ""),
        ("gzip;q=2", ""),
        ("gzip;level=9", ""),
        ("deflate", ""),
        ("gzip ; q = 0.3", "gzip"),
        (",,gzip,", "gzip"),
    ],
)
def test_browser_gets_the_coding_it_wants_most(header: str, coding: str) -> None:
    assert best(header) == coding


@given(some.text(max_size=500))
def test_any_accept_encoding_is_answered(header: str) -> None:
    assert best(header) in {"", "gzip", "br"}


@given(some.binary(max_size=3000))
def test_packed_bytes_are_the_same_bytes(body: bytes) -> None:
    for coding, unpack in (("gzip", gzip.decompress), ("br", brotli.decompress)):
        packed = pack(body, coding)
        assert packed is None or (unpack(packed) == body and len(packed) < len(body))
        assert packed == pack(body, coding)


def test_pictures_are_not_packed() -> None:
    page = Page("200 OK", [("Content-Type", "image/webp")], b"a" * 1000)
    answer = page.answer("gzip")
    assert answer.body == [b"a" * 1000]
    assert "Vary" not in dict(answer.headers)


class Moving(OrderedDict[Any, Page]):
    """Another thread moves a page while the oldest is looked for."""

    moves = 2

    def __iter__(self) -> Iterator[Any]:
        keys = super().__iter__()
        if self.moves:
            self.moves -= 1
            self.move_to_end(next(super().__iter__()))
        return keys


def test_oldest_is_found_while_readers_move_pages() -> None:
    memory = Memory(20_000)
    memory._pages = Moving()
    for number in range(9):
        memory.keep(key(str(number)), make_page(6_000))
    assert len(memory) == 3
    assert memory.weight <= 20_000
