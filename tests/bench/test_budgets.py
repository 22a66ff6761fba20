"""Which budgets are held by given figures."""

from __future__ import annotations

from typing import Any

import pytest

from bench.budgets import ARTICLE, IN_TURN, budgets
from bench.memory import sums

FLAT = [(1_000, 1.0), (10_000, 1.2)]


def results() -> dict[str, Any]:
    page = {"ratio": 0.7, "cpu_ms": 2.5, "failed": 0}
    return {
        "cached": {ARTICLE: page},
        "uncached": {ARTICLE: dict(page)},
        "beside WordPress": {ARTICLE: {"ratio": 0.02}, IN_TURN: {"ratio": 0.01}},
        "queries": {ARTICLE: 8, "front": 4},
        "posting": {"ratio": 0.02, "rate": 400.0},
        "memory": {"watches 1": 40.0, "web worker 2": 60.0, "web worker 3": 60.0}
        | {"background worker 4": 50.0},
        "growth": {"SQLite": {"front": FLAT, "longest thread": [(1_000, 1.0), (10_000, 9.0)]}},
    }


def missed(found: dict[str, Any]) -> list[str]:
    return [words for words, _, holds in budgets(found) if not holds]


def test_all_hold() -> None:
    assert not missed(results())


@pytest.mark.parametrize(
    ("place", "key", "value", "words"),
    [
        ("cached", ARTICLE, {"ratio": 0.59, "failed": 0}, "cached article >= 0.6"),
        ("uncached", ARTICLE, {"cpu_ms": 3.01, "failed": 0}, "50 replies <= 3 ms CPU"),
        ("uncached", "feed", {"failed": 1}, "no request failed"),
        ("beside WordPress", ARTICLE, {"ratio": 0.018}, "ten times WordPress"),
        ("queries", ARTICLE, 9, "its queries <= 8"),
        ("queries", "front", 5, "front page <= 4"),
        ("posting", "ratio", 0.0109, "twice WordPress"),
        ("memory", "web worker 5", 51.0, "<= 220 MB PSS"),
        ("growth", "SQLite", {"feed": [(1_000, 1.0), (10_000, 1.31)]}, "SQLite, feed"),
    ],
)
def test_each_can_be_missed(place: str, key: str, value: Any, words: str) -> None:
    found = results()
    found[place][key] = value
    (only,) = missed(found)
    assert words in only


def test_deep_page_is_compared_with_the_first_at_the_larger_size() -> None:
    curves = {"list, page 2": FLAT, "list, deep": [(10_000, 2.5)]}
    found = results() | {"growth": {"PostgreSQL": curves}}
    (only,) = missed(found)
    assert only == "PostgreSQL, list, deep <= 2 of list, page 2"


def test_watching_processes_are_told_though_they_are_not_limited() -> None:
    found = results()
    assert sums(found["memory"]) == (170.0, 210.0)
    said = next(said for words, said, _ in budgets(found) if "PSS" in words)
    assert "170 MB; 210 MB" in said
