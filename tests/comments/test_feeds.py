"""Replies as RSS and as JSON-LD: what machines read of a thread."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from tests.factories import make_article, make_comment
from tests.reading import data_blocks, xml

from .posting import parse

pytestmark = pytest.mark.django_db


def items(client: Client, address: str) -> list[Any]:
    response = client.get(address)
    assert response["Content-Type"].startswith("application/rss+xml")
    return list(xml(response).iter("item"))


def links(client: Client, address: str) -> list[str]:
    return [item.findtext("link") for item in items(client, address)]


def ripen() -> None:
    """Let the time pass in which an approval is taken back by hand."""
    Comment.objects.update(published_at=timezone.now() - timedelta(minutes=1))


def feed_of(article: Article) -> str:
    return f"{article.get_absolute_url()}feed/"


def test_a_reply_stands_in_both_feeds_with_its_permanent_address(
    client: Client, settings: Any
) -> None:
    settings.SITE_URL = "https://news.example.org"
    here, there = make_article("Here"), make_article("There")
    one = make_comment(here, name="Otto Brandt", body="Well *said*, <b>all</b>.")
    two = make_comment(there, name="Ida Lund")
    ripen()
    address = f"https://news.example.org/comments/{one.pk}/"
    assert links(client, feed_of(here)) == [address]
    assert set(links(client, "/comments/feed/")) == {
        address,
        f"https://news.example.org/comments/{two.pk}/",
    }
    item = items(client, feed_of(here))[0]
    assert "Otto Brandt" in item.findtext("title")
    assert item.findtext("description") == "<p>Well <em>said</em>, &lt;b&gt;all&lt;/b&gt;.</p>"
    assert item.findtext("guid") == address
    assert item.findtext("pubDate")


def test_a_feed_waits_until_an_approval_cannot_be_undone_any_more(client: Client) -> None:
    article = make_article()
    row = make_comment(article)
    moment = row.published_at
    assert moment is not None
    with time_machine.travel(moment + timedelta(seconds=29), tick=False):
        assert links(client, feed_of(article)) == links(client, "/comments/feed/") == []
    with time_machine.travel(moment + timedelta(seconds=30), tick=False):
        assert len(links(client, feed_of(article))) == 1
        assert len(links(client, "/comments/feed/")) == 1


@pytest.mark.parametrize("verb", ["remove", "undo", "mark_spam"])
def test_what_is_taken_back_leaves_the_feeds_at_once(client: Client, verb: str) -> None:
    article = make_article()
    row = make_comment(article)
    ripen()
    getattr(Comment.objects.get(pk=row.pk), verb)(by=None)
    assert links(client, feed_of(article)) == []
    assert links(client, "/comments/feed/") == []


def test_replies_under_a_withdrawn_article_are_in_no_feed(client: Client) -> None:
    article = make_article()
    make_comment(article)
    ripen()
    article.withdraw()
    assert client.get(feed_of(article)).status_code == 404
    assert links(client, "/comments/feed/") == []


def test_a_feed_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    article = make_article()
    make_comment(article)
    ripen()
    first = client.get(feed_of(article))
    again = client.get(feed_of(article), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_the_feed_of_an_unknown_article_is_not_found(client: Client) -> None:
    assert client.get("/2024/05/no-such-story/feed/").status_code == 404


def test_under_another_month_the_feed_leads_to_its_address(client: Client) -> None:
    article = make_article()
    response = client.get(f"/1999/01/{article.slug}/feed/")
    assert (response.status_code, response["Location"]) == (301, feed_of(article))


def test_caches_know_what_a_feed_and_the_page_of_an_answer_depend_on(client: Client) -> None:
    article = make_article()
    row = make_comment(article)
    own = f"article:{article.pk} thread:{article.pk} site"
    for address in (feed_of(article), f"/comments/{row.pk}/reply/", f"/comments/{row.pk}/"):
        response = client.get(address)
        assert response["Cache-Tag"] == own
        assert response["Cache-Control"] == "max-age=0, must-revalidate"
        assert not response.cookies
    assert client.get("/comments/feed/")["Cache-Tag"] == "site lists"


def test_machines_read_the_replies_beside_the_article(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://news.example.org"
    article = make_article()
    late = make_comment(article, body="Later.")
    early = make_comment(
        article,
        name="Otto </script> Brandt",
        body="Well *said*.\n\nAnd more < less",
        submitted_at=late.submitted_at - timedelta(minutes=5),
    )
    make_comment(article, status="waiting", body="Not yet")
    page = parse(client.get(article.get_absolute_url()))
    block = next(data for data in data_blocks(page) if "comment" in data)
    assert block["@id"] == f"https://news.example.org{article.get_absolute_url()}#article"
    assert block["commentCount"] == 2
    assert [c["url"] for c in block["comment"]] == [
        f"https://news.example.org/comments/{early.pk}/",
        f"https://news.example.org/comments/{late.pk}/",
    ]
    first = block["comment"][0]
    assert first["@type"] == "Comment"
    assert first["author"]["name"] == "Otto </script> Brandt"
    assert first["text"] == "Well said. And more < less"
    assert first["dateCreated"].startswith(f"{early.submitted_at:%Y-%m-%dT}")


def test_counts_and_comments_agree_with_the_other_block_about_the_article(client: Client) -> None:
    article = make_article()
    make_comment(article)
    blocks = data_blocks(parse(client.get(article.get_absolute_url())))
    named = [data for data in blocks if data.get("@type") == "NewsArticle"]
    assert len({data["@id"] for data in named}) == 1
