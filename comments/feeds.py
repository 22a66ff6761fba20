"""RSS of replies: of one thread, and of the whole site."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.addresses import absolute
from articles.feeds import SiteFeed
from articles.models import Article

from .models import Comment

LENGTH = 30  # items
UNDO_WINDOW = timedelta(seconds=30)  # what a feed has sent out cannot be taken back


def settled() -> QuerySet[Comment]:
    """Published replies whose approval can no longer be a slip of the hand, the newest first."""
    approved = Comment.objects.published().filter(published_at__lte=timezone.now() - UNDO_WINDOW)
    return approved.select_related("article").order_by("-published_at", "-pk")


class LatestReplies(SiteFeed):
    """The newest published replies under all articles."""

    def title(self, obj: Article | None) -> str:
        return _("Replies in %(site)s") % {"site": settings.SITE_NAME}

    def description(self, obj: Article | None) -> str:
        return self.title(obj)

    def feed_url(self, obj: Article | None) -> str:
        return absolute(reverse("comments:feed"))

    def items(self, obj: Article | None) -> Any:
        return settled()[:LENGTH]

    def item_title(self, item: Comment) -> str:
        return _("%(name)s on “%(headline)s”") % {
            "name": item.name,
            "headline": item.article.headline,
        }

    def item_description(self, item: Comment) -> str:
        return item.html

    def item_link(self, item: Comment) -> str:
        return absolute(item.get_absolute_url())

    def item_author_name(self, item: Comment) -> str:
        return item.name

    def item_pubdate(self, item: Comment) -> datetime:
        return item.submitted_at


class ThreadReplies(LatestReplies):
    """The newest replies under one article."""

    def get_object(self, request: HttpRequest, year: str, month: str, slug: str) -> Article:
        article = Article.objects.published().filter(slug=slug).first()
        if article is None:
            raise Http404
        return article

    def title(self, obj: Article | None) -> str:
        return _("Replies to “%(headline)s”") % {"headline": obj.headline if obj else ""}

    def link(self, obj: Article | None = None) -> str:
        return absolute(obj.get_absolute_url() if obj else "/")

    def feed_url(self, obj: Article | None) -> str:
        return f"{self.link(obj)}feed/"

    def items(self, obj: Article | None) -> Any:
        return settled().filter(article=obj)[:LENGTH]

    def item_title(self, item: Comment) -> str:
        return item.name
