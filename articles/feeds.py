"""RSS 2.0 with the credit of every picture (Media RSS 1.5.1)."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from . import page_life
from .addresses import absolute
from .media_rss import add_picture
from .models import Article
from .views.lists import Card, cards
from .xml_text import printable

LENGTH = 20  # items


class SiteRss(Rss201rev2Feed):
    """RSS that stays well-formed whatever somebody typed."""

    def __init__(self, **feed: Any) -> None:
        super().__init__(**{name: printable(value) for name, value in feed.items()})

    def add_item(self, *args: Any, **item: Any) -> None:
        super().add_item(*args, **{name: printable(value) for name, value in item.items()})

    def write(self, outfile: Any, encoding: str) -> None:
        """In one piece: a response takes longer over each of some thousand small ones."""
        text = StringIO()
        super().write(text, encoding)
        outfile.write(text.getvalue())

    def latest_post_date(self) -> datetime:
        """Of a feed without items it would be now, and its ETag another one every second."""
        return super().latest_post_date() if self.items else datetime.fromtimestamp(0, tz=UTC)


class MediaRss(SiteRss):
    """RSS with media:content and its credit."""

    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:media": "http://search.yahoo.com/mrss/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["creators"]:
            handler.addQuickElement("dc:creator", name)
        if item["picture"]:
            add_picture(handler, item["picture"])


class SiteFeed(Feed):
    """A feed whose addresses come from SITE_URL; conditional requests get 304 from its ETag."""

    feed_type = SiteRss

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        # The newest item's time is no proof: a credit may change, a reply may go. The ETag is.
        del response["Last-Modified"]
        response["Cache-Tag"] = "site lists"
        return response

    def link(self) -> str:
        return absolute("/")


class LatestArticles(SiteFeed):
    """The newest articles of the paper."""

    feed_type = MediaRss

    def get_object(self, request: HttpRequest) -> list[Card]:
        """What the feed is made of; the clock may let a picture of it appear or go."""
        newest = Article.objects.published().newest_first().select_related("section")
        found = cards(newest.prefetch_related("byline_set__contributor", "tags")[:LENGTH])
        page_life.end_at(request, *(card.until for card in found))
        return found

    def title(self) -> str:
        return settings.SITE_NAME

    def description(self) -> str:
        return _("The latest from %(site)s") % {"site": settings.SITE_NAME}

    def feed_url(self) -> str:
        return absolute(reverse("articles:feed"))

    def items(self, obj: list[Card]) -> list[Card]:
        return obj

    def item_title(self, item: Card) -> str:
        return item.article.headline

    def item_description(self, item: Card) -> str:
        return item.article.standfirst

    def item_link(self, item: Card) -> str:
        return absolute(item.article.get_absolute_url())

    def item_guid(self, item: Card) -> str:
        return f"{settings.SITE_URL}/?article={item.article.pk}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Card) -> datetime | None:
        return item.article.published_at

    def item_updateddate(self, item: Card) -> datetime:
        return item.article.modified_at

    def item_categories(self, item: Card) -> list[str]:
        return [item.article.section.name, *(tag.name for tag in item.article.tags.all())]

    def item_extra_kwargs(self, item: Card) -> dict[str, Any]:
        return {
            "creators": [byline.contributor.name for byline in item.article.byline_set.all()],
            "picture": item.picture,
        }
