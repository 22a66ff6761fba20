"""RSS of replies: of one thread, and of the whole site."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import page_life
from articles.addresses import absolute
from articles.feeds import SiteFeed
from articles.models import Article

from . import tags
from .models import Comment
from .models.decision import UNDO_WINDOW

LENGTH = 30  # items


def settled() -> QuerySet[Comment]:
    """Published replies whose approval can no longer be a slip of the hand, the newest first."""
    approved = Comment.objects.published().filter(published_at__lte=timezone.now() - UNDO_WINDOW)
    return approved.select_related("article").order_by("-published_at", "-pk")


def next_settled() -> datetime | None:
    """When the next reply will be settled, and feeds change though nobody does anything."""
    fresh = Comment.objects.published().filter(published_at__gt=timezone.now() - UNDO_WINDOW)
    first = fresh.order_by("published_at").values_list("published_at", flat=True).first()
    return first + UNDO_WINDOW if first else None


class LatestReplies(SiteFeed):
    """The newest published replies under all articles."""

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        page_life.end_at(response, next_settled())
        return response

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

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The feed, or the way to it from under another month than the article's own."""
        article = get_object_or_404(Article.objects.published(), slug=kwargs["slug"])
        address = f"{article.get_absolute_url()}feed/"
        if request.path != address:
            return HttpResponsePermanentRedirect(address)
        response = super().__call__(request, article)
        response["Cache-Tag"] = tags.of_thread(article.pk)
        return response

    def get_object(self, request: HttpRequest, article: Article) -> Article:
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
