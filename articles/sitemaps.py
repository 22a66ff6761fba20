"""The sitemap: every public article, section and author."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from .models import Article, Contributor, Section


class SiteSitemap(Sitemap):
    """Addresses from SITE_URL instead of the request's Host."""

    def get_domain(self, site: Any = None) -> str:
        return settings.SITE_URL.partition("://")[2]

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.SITE_URL.partition("://")[0]


class Articles(SiteSitemap):
    def items(self) -> Any:
        rows = Article.objects.published().newest_first()
        return rows.only("slug", "published_at", "created_at", "modified_at")

    def lastmod(self, item: Article) -> datetime:
        return item.modified_at


class Lists(SiteSitemap):
    def items(self) -> list[Section | Contributor]:
        return [*Section.objects.all(), *Contributor.objects.all()]


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return sitemap_views.sitemap(request, {"articles": Articles(), "lists": Lists()})
