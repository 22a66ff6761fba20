"""For machines: the articles as RSS with their credits, the sitemap, robots.txt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date
from pytest_django import Settings

from articles.models import Article, Byline, Contributor, Tag
from tests.factories import make_article, make_comment, make_image, make_section
from tests.reading import find, xml

pytestmark = pytest.mark.django_db

SITE = "https://news.example.org"


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.SITE_URL = SITE


def items(client: Client, address: str = "/feed/") -> list[Any]:
    return find(xml(client.get(address)), "/rss/channel/item")


def make_story(**fields: Any) -> Article:
    values: dict[str, Any] = {
        "standfirst": "After eleven years",
        "lead_image": make_image(renditions=True),
        "published_at": datetime(2024, 5, 14, 9, 30, tzinfo=UTC),
    }
    article = make_article("Night trains return", **(values | fields))
    for name in ("Zoe Lind", "Ben Ashdown"):
        contributor = Contributor.objects.create(name=name)
        Byline.objects.create(article=article, contributor=contributor)
    article.tags.add(Tag.objects.create(name="Trains"))
    return article


def make_old_reply(article: Article, **fields: str) -> None:
    """A reply approved so long ago that feeds list it."""
    reply = make_comment(article, **fields)
    reply.published_at = timezone.now() - timedelta(minutes=5)
    reply.save()


def test_feed_tells_everything_of_an_article(client: Client) -> None:
    article = make_story()
    (item,) = items(client)
    assert item.findtext("title") == "Night trains return"
    assert item.findtext("description") == "After eleven years"
    assert item.findtext("link") == SITE + article.get_absolute_url()
    assert find(item, "dc:creator/text()") == ["Zoe Lind", "Ben Ashdown"]
    assert find(item, "category/text()") == ["City", "Trains"]
    assert parsedate_to_datetime(item.findtext("pubDate")) == article.published_at


def test_every_picture_of_the_feed_carries_its_credit(client: Client) -> None:
    image = make_image(renditions=True, credit_override="Photo: Ada & Sons <b>")
    make_story(lead_image=image)
    (item,) = items(client)
    (content,) = find(item, "media:content")
    assert (
        find(content, "media:credit[not(@role)]/text()")
        == [image.credit]
        == ["Photo: Ada & Sons <b>"]
    )
    assert find(content, "media:description/text()") == [image.caption]
    assert content.get("url").startswith(f"{SITE}/media/")
    assert (content.get("type"), content.get("width")) == ("image/jpeg", "640")
    assert len(find(item, "//media:content")) == len(find(item, "//media:credit[not(@role)]"))


def test_article_keeps_its_guid_under_any_address(client: Client) -> None:
    article = make_story()
    guid = items(client)[0].find("guid")
    article.slug, article.published_at = "moved", timezone.now()
    article.save()
    again = items(client)[0].find("guid")
    assert guid.text == again.text
    assert guid.get("isPermaLink") == "false"


def test_feed_lists_the_newest_first_and_no_more_than_it_should(client: Client) -> None:
    now = timezone.now()
    for age in range(25):
        make_article(f"Story {age}", published_at=now - timedelta(hours=age + 1))
    titles = [item.findtext("title") for item in items(client)]
    assert titles == [f"Story {age}" for age in range(20)]


def test_every_address_of_a_feed_comes_from_the_site(client: Client) -> None:
    article = make_story()
    make_old_reply(article)
    for address in ("/feed/", "/comments/feed/", f"{article.get_absolute_url()}feed/"):
        response = client.get(address, HTTP_HOST="localhost")
        assert b"localhost" not in response.content
        channel = find(xml(response), "/rss/channel")[0]
        assert find(channel, "atom:link[@rel='self']/@href") == [SITE + address]
        assert all(link.startswith(SITE) for link in find(channel, ".//link/text()"))


@pytest.mark.parametrize("address", ["/feed/", "/comments/feed/"])
def test_unchanged_feed_is_not_sent_again(client: Client, address: str) -> None:
    article = make_story()
    make_old_reply(article)
    response = client.get(address)
    again = client.get(address, HTTP_IF_NONE_MATCH=response["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, HTTP_IF_NONE_MATCH='"other"').status_code == 200


def test_a_date_is_no_proof_that_a_feed_is_unchanged(client: Client) -> None:
    """A credit is corrected, a reply goes: the newest item is as old as before."""
    make_old_reply(make_story())
    assert "Last-Modified" not in client.get("/comments/feed/")
    future = http_date(timezone.now().timestamp() + 60)
    assert client.get("/comments/feed/", HTTP_IF_MODIFIED_SINCE=future).status_code == 200


def test_changed_feed_is_sent_again(client: Client) -> None:
    article = make_story()
    etag = client.get("/feed/")["ETag"]
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        article.headline = "Night trains are late"
        article.save()
        assert client.get("/feed/", HTTP_IF_NONE_MATCH=etag).status_code == 200


def test_withdrawn_article_leaves_the_feed_at_once(client: Client) -> None:
    article = make_story()
    etag = client.get("/feed/")["ETag"]
    article.withdraw()
    response = client.get("/feed/", HTTP_IF_NONE_MATCH=etag)
    assert not find(xml(response), "//item")


def test_feed_of_an_empty_paper_is_a_feed(client: Client) -> None:
    for address in ("/feed/", "/comments/feed/"):
        assert not items(client, address)
        etag = client.get(address)["ETag"]
        with time_machine.travel(timezone.now() + timedelta(hours=1)):
            assert client.get(address, HTTP_IF_NONE_MATCH=etag).status_code == 304


def test_feeds_stay_well_formed_whatever_was_typed(client: Client) -> None:
    strange = "a\x08b\x1f\ufffe\uffff<&]]>c"
    image = make_image(renditions=True, caption=strange, creators=[strange], provider=None)
    article = make_article(strange, standfirst=strange, lead_image=image)
    article.tags.add(Tag.objects.create(name=strange, slug="strange"))
    author = Contributor.objects.create(name=strange)
    Byline.objects.create(article=article, contributor=author)
    make_old_reply(article, name=strange, body=strange)
    own = f"{article.get_absolute_url()}feed/"
    for address in ("/feed/", "/comments/feed/", own):
        assert len(items(client, address)) == 1
    (item,) = items(client)
    plain = "ab<&]]>c"
    assert item.findtext("title") == item.findtext("description") == plain
    assert find(item, "dc:creator/text()") == [plain]
    assert find(item, "media:content/media:credit/text()") == [f"© {plain}", plain]


def test_sitemap_names_every_public_article_section_and_author(client: Client) -> None:
    article = make_story(pk=1)  # PostgreSQL counts on from what other tests made
    make_article("Secret plans", publish=False, pk=2)
    tomorrow = timezone.now() + timedelta(days=1)
    make_article("Secret until tomorrow", published_at=tomorrow, pk=3)
    make_section("Harbour")
    sitemap = xml(client.get("/sitemap.xml", HTTP_HOST="localhost"))
    assert set(find(sitemap, "//s:loc/text()")) == {
        SITE + article.get_absolute_url(),
        f"{SITE}/section/city/",
        f"{SITE}/section/harbour/",
        f"{SITE}/author/zoe-lind/",
        f"{SITE}/author/ben-ashdown/",
    }
    assert find(sitemap, "//s:lastmod/text()") == [f"{article.modified_at:%Y-%m-%d}"]
    assert not xml(client.get("/sitemap.xml")).xpath("//*[contains(text(), 'secret')]")


def test_sitemap_of_a_large_paper_is_an_index_of_small_files(client: Client) -> None:
    first, last = make_story(pk=1), make_article("The last", pk=2500)
    make_article("Secret plans", publish=False, pk=2)
    files = find(xml(client.get("/sitemap.xml", HTTP_HOST="localhost")), "//s:loc/text()")
    assert files == [f"{SITE}/sitemap-{n}.xml" for n in range(4)]
    named = [find(xml(client.get(file.removeprefix(SITE))), "//s:loc/text()") for file in files]
    assert named[1:] == [[SITE + first.get_absolute_url()], [], [SITE + last.get_absolute_url()]]
    assert f"{SITE}/section/city/" in named[0]
    assert client.get("/sitemap-4.xml").status_code == 404
    assert client.get("/sitemap-99999999999999999999.xml").status_code == 404


def test_robots_learn_where_the_sitemap_is_and_where_not_to_go(client: Client) -> None:
    response = client.get("/robots.txt", HTTP_HOST="localhost")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert "User-agent: *" in lines
    assert {"Disallow: /admin/", "Disallow: /moderation/"} <= set(lines)
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
