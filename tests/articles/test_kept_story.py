"""The words of an article are kept by what they follow from, and by all of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client, override_settings
from django.utils import timezone
from django.utils.safestring import SafeString

from articles.keeping import LARGEST, Keeper
from articles.models import (
    Article,
    ArticleLink,
    Contributor,
    Image,
    Provider,
    Rendition,
    Section,
    Tag,
)
from articles.templatetags.kept import is_plain
from comments import thread_page
from comments.models import Comment
from tests.factories import make_article, make_comment, make_image
from tests.newsroom import make_story
from tests.reading import source

pytestmark = pytest.mark.django_db


def of_story(model: Any) -> Any:
    """The rows of the article with everything a body can hold."""
    story = Article.objects.filter(tags__isnull=False)
    of = {
        Article: story,
        Section: Section.objects.filter(articles__in=story),
        Provider: Provider.objects.filter(name="Harbour Pictures"),
    }
    return of.get(model, model.objects.all())


# In the table alone: no verb is called, as if another process had done it without a word.
@pytest.mark.parametrize(
    ("model", "change", "words"),
    [
        (Article, {"headline": "Quite another headline"}, "<h1>Quite another headline</h1>"),
        (Article, {"standfirst": "In other words."}, 'name="description" content="In other'),
        (Article, {"dateline": "Port Elsewhere"}, "Port Elsewhere"),
        (Article, {"body": "<p>Nothing of that.</p>"}, "<p>Nothing of that.</p>"),
        (Article, {"lead_caption": "A new caption"}, "A new caption"),
        (Article, {"modified_at": datetime(2031, 1, 2, 3, 4, tzinfo=UTC)}, "2 January 2031"),
        (Section, {"name": "Rivers"}, '"articleSection":"Rivers"'),
        (Contributor, {"name": "Ida Novak"}, "Ida Novak</a>"),
        (Tag, {"name": "Steamers"}, 'property="article:tag" content="Steamers"'),
        (Tag, {"slug": "steamers"}, 'href="/tag/steamers/"'),
        (Image, {"caption": "Another caption"}, "Another caption"),
        (Image, {"alt_text": "Quite another view"}, 'alt="Quite another view"'),
        (Image, {"creators": ["Ben Osei"]}, "Ben Osei"),
        (Image, {"credit_override": "Handed to us"}, "Handed to us"),
        (Image, {"is_handout": True, "is_file_photo": False}, "HANDOUT."),
        (Image, {"copyright_notice": "© 1926 Quay"}, "© 1926 Quay"),
        (Provider, {"name": "Quay Agency"}, "Quay Agency"),
        (Rendition, {"width": 7}, " 7w"),
        (Rendition, {"packet_version": 77}, "-77/"),
    ],
)
def test_whatever_changes_of_a_story_shows_at_once(
    client: Client, model: Any, change: dict[str, Any], words: str
) -> None:
    address = make_story().get_absolute_url()
    assert source(client, address) == source(client, address)
    assert words not in source(client, address)
    of_story(model).update(**change)
    assert words in source(client, address)


def test_a_picture_that_may_not_be_shown_any_more_is_gone_with_its_credit(client: Client) -> None:
    story = make_story()
    address = story.get_absolute_url()
    assert "figure-lead" in source(client, address)
    Image.objects.filter(pk=story.lead_image_id).update(status=Image.Status.KILLED)
    text = source(client, address)
    assert "figure-lead" not in text
    assert "A crane at rest" in text


def test_the_clock_takes_a_picture_away(client: Client) -> None:
    image, end = make_image(renditions=True), timezone.now() + timedelta(hours=1)
    address = make_article(lead_image=image).get_absolute_url()
    Image.objects.update(valid_until=end, shown_until=end)
    assert "figure-lead" in source(client, address)
    with time_machine.travel(end + timedelta(seconds=1)):
        assert "figure-lead" not in source(client, address)


def test_an_inset_follows_its_target(client: Client) -> None:
    address = make_story().get_absolute_url()
    target = Article.objects.get(headline="Pilots end their strike")
    link = f'<a href="{target.get_absolute_url()}">Pilots end their strike</a>'
    assert link in source(client, address)
    Article.objects.filter(pk=target.pk).update(status=Article.Status.DRAFT)
    assert link not in source(client, address)
    Article.objects.filter(pk=target.pk).update(status=Article.Status.PUBLISHED)
    assert link in source(client, address)
    Article.objects.filter(pk=target.pk).update(headline="Pilots fly again")
    assert ">Pilots fly again</a>" in source(client, address)
    ArticleLink.objects.filter(target=target).update(target=None)
    assert ">Pilots fly again</a>" not in source(client, address)


def test_an_inset_leads_to_a_scheduled_article_from_its_moment_on(client: Client) -> None:
    moment = timezone.now() + timedelta(hours=1)
    address = make_story().get_absolute_url()
    target = Article.objects.get(headline="Pilots end their strike")
    Article.objects.filter(pk=target.pk).update(published_at=moment)
    assert ">Pilots end their strike</a>" not in source(client, address)
    with time_machine.travel(moment + timedelta(seconds=1)):
        assert ">Pilots end their strike</a>" in source(client, address)


def test_addresses_follow_the_settings(client: Client) -> None:
    address = make_story().get_absolute_url()
    for site in ("https://one.example.org", "https://two.example.org"):
        with override_settings(SITE_URL=site):
            assert f'rel="canonical" href="{site}{address}"' in source(client, address)


def test_times_follow_the_zone(client: Client) -> None:
    moment = datetime(2026, 3, 14, 15, 9, tzinfo=UTC)
    address = make_article(published_at=moment).get_absolute_url()
    for zone, hour in (("UTC", "15:09"), ("Asia/Tokyo", "00:09")):
        with override_settings(TIME_ZONE=zone):
            assert f", {hour}</time>" in source(client, address)


def test_an_answered_reply_that_stands_elsewhere_is_named_as_it_is_now(client: Client) -> None:
    root = make_comment()
    answered = make_comment(root.article, name="Ada Quill", parent=root)
    make_comment(root.article, parent=answered)
    row = Comment.objects.filter(pk=answered.pk)
    row.update(published_at=None)  # so it is not among the rows of the page
    address = root.article.get_absolute_url()
    assert "in reply to" in (text := source(client, address))
    assert "Ada Quill" in text
    row.update(name="Quite Another")
    assert "Quite Another" in source(client, address)
    row.update(status=Comment.Status.REMOVED)
    assert "in reply to a removed reply" in source(client, address)


def test_a_thread_is_drawn_once_for_everybody_and_never_from_ones_own(client: Client) -> None:
    thread_page._kept.clear()
    article = make_article()
    make_comment(article, body="Said in public.")
    address = article.get_absolute_url()
    own = Client()
    own.post(
        f"{address}comments/",
        {"name": "Ida Novak", "email": "ida@example.com", "body": "Only I can see that."},
        headers={"sec-fetch-site": "same-origin"},
    )
    assert "Only I can see that." in source(own, address)
    assert len(thread_page._kept) == 0
    assert "Only I can see that." not in source(client, address)
    assert "Only I can see that." not in source(client, address)
    assert len(thread_page._kept) == 1
    assert "Only I can see that." in source(own, address)


def test_a_keeper_makes_each_thing_once_and_keeps_no_more_than_it_may() -> None:
    keeper, made = Keeper[str](3), []

    def make(value: int) -> str:
        made.append(value)
        return f"<{value}>"

    for value in (1, 2, 1, 3, 2, 4, 1):
        assert keeper.get(value, lambda value=value: make(value)) == f"<{value}>"
        assert len(keeper) <= 3
    assert made == [1, 2, 3, 4, 1]


def test_a_keeper_keeps_nothing_large() -> None:
    keeper = Keeper[str](3)
    for _ in range(2):
        assert len(keeper.get("much", lambda: "x" * (LARGEST + 1))) == LARGEST + 1
        assert len(keeper.get("enough", lambda: "x" * LARGEST)) == LARGEST
    assert len(keeper) == 1


@pytest.mark.parametrize("value", [1, "a", None, 1.5, (1, ("a", None)), timezone.now()])
def test_plain_values(value: object) -> None:
    assert is_plain(value)


@pytest.mark.parametrize("value", [[1], {"a": 1}, (1, [2]), Article(), object(), SafeString("<b>")])
def test_what_can_change_while_it_stays_equal_is_not_plain(value: object) -> None:
    assert not is_plain(value)
