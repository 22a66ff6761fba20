"""Query budgets: what a page costs does not grow with what stands on it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from articles.body import Figure, Inset
from articles.models import Article, Byline, Contributor, Tag
from tests.factories import make_article, make_comment, make_image, make_section
from tests.reading import fetch_file

pytestmark = pytest.mark.django_db

BUDGET = 8  # queries of an article page


def cost(client: Client, address: str) -> int:
    """The number of queries for this page."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def make_articles(number: int) -> None:
    """Articles as they come: with pictures, bylines and tags, in several sections."""
    images = [make_image(renditions=True) for _ in range(2)]
    author = Contributor.objects.get_or_create(name="Zoe Lind")[0]
    tag = Tag.objects.get_or_create(name="Trains")[0]
    for place in range(number):
        section = make_section(("City", "Harbour", "Sport")[place % 3])
        article = make_article(lead_image=images[place % 2], section=section)
        Byline.objects.create(article=article, contributor=author)
        article.tags.add(tag)


@pytest.mark.parametrize("replies", [0, 50, 200])
def test_article_page_costs_the_same_with_any_number_of_replies(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, replies: int
) -> None:
    make_articles(1)
    article = Article.objects.get()
    roots = [make_comment(article) for _ in range(replies // 2)]
    for place in range(replies - len(roots)):
        make_comment(article, parent=roots[place // 2])
    with django_assert_max_num_queries(BUDGET):
        response = client.get(article.get_absolute_url())
    assert (b"Well said." in response.content) == bool(replies)


def test_article_page_costs_the_same_with_many_pictures_and_insets(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    parts = ["<p>It did.</p>"]
    for place in range(12):
        parts.append(str(Figure(make_image(renditions=place < 3).pk)))
        parts.append(str(Inset(make_article(f"Story {place}").pk, f"Story {place}")))
        parts.append(str(Inset(None, f"Unknown {place}")))
    article = make_article("All of it", body="".join(parts), lead_image=make_image(renditions=True))
    for name in ("Zoe Lind", "Ben Ashdown"):
        contributor = Contributor.objects.create(name=name)
        Byline.objects.create(article=article, contributor=contributor)
        article.tags.add(Tag.objects.create(name=name))
    with django_assert_max_num_queries(BUDGET):
        client.get(article.get_absolute_url())


# The sections of the masthead, the articles, their pictures, the numbers of their replies.
FRONT_BUDGET = 4
LISTS = ["/", "/section/city/", "/tag/trains/", "/author/zoe-lind/"]
MACHINES = ["/feed/", "/comments/feed/", "/sitemap.xml"]


def test_lists_and_feeds_cost_the_same_with_any_number_of_articles(client: Client) -> None:
    make_articles(5)
    for article in Article.objects.all():
        make_comment(article)
    few = {address: cost(client, address) for address in LISTS + MACHINES}
    make_articles(55)
    for article in Article.objects.newest_first()[:30]:
        make_comment(article)
    many = {address: cost(client, address) for address in LISTS + MACHINES}
    assert many == few
    assert max(many.values()) <= BUDGET
    assert many["/"] == cost(client, "/page/2/") == FRONT_BUDGET
    assert max(many[address] for address in LISTS) == FRONT_BUDGET + 1  # what it is a list of


def test_picture_costs_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rendition = make_image(renditions=True).renditions.first()
    address = rendition.get_absolute_url()
    with django_assert_num_queries(1):
        fetch_file(client, address)


def test_robots_cost_none(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        client.get("/robots.txt")
