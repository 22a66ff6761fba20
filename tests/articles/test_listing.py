"""The lists hold what is published, in order, and know where each month begins."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Byline, Contributor, Listing, Section, Shelf, Tag, lists
from tests.factories import make_article, make_section

pytestmark = pytest.mark.django_db


def kept() -> tuple[set[Any], dict[Any, int]]:
    places = set(Listing.objects.values_list("list", "article", "published_at"))
    shelves = Shelf.objects.exclude(number=0).values_list("list", "month", "number")
    return places, {(name, month): number for name, month, number in shelves}


def assert_true() -> None:
    """What is kept is what counting everything anew gives."""
    before = kept()
    Listing.objects.fill()
    assert kept() == before


def make_paper() -> tuple[list[Tag], list[Contributor], list[Section]]:
    tags = [Tag.objects.create(name=name) for name in ("Trains", "Tides", "Trams")]
    people = [Contributor.objects.create(name=name) for name in ("Zoe", "Ben")]
    return tags, people, [make_section("City"), make_section("Harbour")]


Paper = tuple[list[Tag], list[Contributor], list[Section]]


def publish(row: Article, paper: Paper, dice: Random) -> None:
    row.publish()


def withdraw(row: Article, paper: Paper, dice: Random) -> None:
    row.withdraw()


def move_in_time(row: Article, paper: Paper, dice: Random) -> None:
    row.published_at = datetime(2026, dice.randint(1, 12), 28, 23, 30, tzinfo=UTC)
    row.save()


def move_to_a_section(row: Article, paper: Paper, dice: Random) -> None:
    row.section = dice.choice(paper[2])
    row.save()


def set_tags(row: Article, paper: Paper, dice: Random) -> None:
    row.tags.set(dice.sample(paper[0], dice.randint(0, 3)))


def tag_from_behind(row: Article, paper: Paper, dice: Random) -> None:
    dice.choice(paper[0]).articles.add(row)


def untag_from_behind(row: Article, paper: Paper, dice: Random) -> None:
    dice.choice(paper[0]).articles.remove(row)


def empty_a_tag(row: Article, paper: Paper, dice: Random) -> None:
    dice.choice(paper[0]).articles.clear()


def sign(row: Article, paper: Paper, dice: Random) -> None:
    Byline.objects.get_or_create(article=row, contributor=dice.choice(paper[1]))


def sign_otherwise(row: Article, paper: Paper, dice: Random) -> None:
    if byline := row.byline_set.first():
        other = dice.choice(paper[1])
        if not row.bylines.filter(pk=other.pk).exists():
            byline.contributor = other
            byline.save()


def unsign(row: Article, paper: Paper, dice: Random) -> None:
    row.byline_set.all().delete()


CHANGES: list[Callable[[Article, Paper, Random], None]] = [
    *(publish, withdraw, move_in_time, move_to_a_section, set_tags, tag_from_behind),
    *(untag_from_behind, empty_a_tag, sign, sign_otherwise, unsign),
]


@pytest.mark.parametrize("seed", range(4))
def test_lists_follow_whatever_is_done_to_articles(seed: int) -> None:
    dice, paper = Random(seed), make_paper()
    rows = [make_article(f"Story {n}", publish=n % 2 == 0) for n in range(5)]
    for _ in range(60):
        row = Article.objects.get(pk=dice.choice(rows).pk)
        dice.choice(CHANGES)(row, paper, dice)
    assert_true()
    for row in rows:
        row.delete()
    assert kept() == (set(), {})


def test_a_tag_that_is_gone_leaves_no_list() -> None:
    tags, _people, _sections = make_paper()
    make_article().tags.add(*tags)
    tags[0].delete()
    assert not Listing.objects.filter(list=f"tag:{tags[0].pk}").exists()
    assert_true()


def make_years(number: int) -> None:
    """Articles over two years, several at the same moment, and some that are still to come."""
    now, section = timezone.now(), make_section("City")
    moments = [now - timedelta(days=step // 3 * 7) for step in range(number)]
    moments += [now + timedelta(days=30 * step) for step in range(1, 4)]
    Article.objects.bulk_create(
        Article(headline="Story", slug=f"story-{n}", section=section, status="published",
                published_at=moment)
        for n, moment in enumerate(moments)
    )  # fmt: skip
    Listing.objects.fill()


def test_every_page_is_the_same_with_and_without_shelves(monkeypatch: pytest.MonkeyPatch) -> None:
    make_years(300)
    everything = list(Article.objects.published().newest_first())
    assert len(everything) == 300
    for near in (0, 40, 1000):
        monkeypatch.setattr(lists, "NEAR", near)
        for first in (0, 1, 20, 39, 40, 41, 150, 280, 299, 300, 400):
            assert lists.read("all", first, first + 21) == everything[first : first + 21]


def test_a_deep_page_is_found_by_its_month(monkeypatch: pytest.MonkeyPatch) -> None:
    make_years(300)
    monkeypatch.setattr(lists, "NEAR", 20)
    with CaptureQueriesContext(connection) as queries:
        assert len(lists.read("all", 250, 271)) == 21
    offset = re.search(r"OFFSET (\d+)", queries[-1]["sql"])
    assert offset
    assert int(offset[1]) < 30


LISTS = ["/", "/page/2/", "/section/city/", "/tag/trains/", "/author/zoe/"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads plans of SQLite")
@pytest.mark.parametrize("address", LISTS)
def test_lists_are_read_from_an_index_in_its_order(client: Client, address: str) -> None:
    tags, people, _sections = make_paper()
    for number in range(21):
        article = make_article(f"Story {number}")
        article.tags.add(tags[0])
        Byline.objects.create(article=article, contributor=people[0])
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert not [query for query in queries if "COUNT(" in query["sql"]]
    asked = [query["sql"] for query in queries if 'FROM "articles_article"' in query["sql"]]
    assert len(asked) == 1
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]}")
        steps = [row[-1] for row in cursor.fetchall()]
    inside = [step for step in steps if " U0 " in step]
    assert inside
    fitting = ("COVERING INDEX", "article_on_front")
    assert [step for step in inside if not any(word in step for word in fitting)] == []
    assert [step for step in steps if "SCAN" in step] == []
