"""Placeholders in SQLite's own style, remembered."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="needs SQLite"),
]


@pytest.mark.parametrize("_time", ["first", "again"])
@pytest.mark.parametrize(
    ("question", "values", "found"),
    [
        ("SELECT %s", ["100%"], ("100%",)),
        ("SELECT '%%s', %s", [1], ("%s", 1)),
        ("SELECT 'a' LIKE 'a%%', %s", [2], (1, 2)),
        ("SELECT %(b)s, %(a)s", {"a": 1, "b": 2}, (2, 1)),
        ("SELECT %(b)s, %(a)s", {"b": 4, "a": 3}, (4, 3)),
        ("SELECT '100%'", None, ("100%",)),
    ],
)
def test_values_reach_their_places(
    question: str, values: object, found: tuple[object, ...], _time: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        assert cursor.fetchone() == found
