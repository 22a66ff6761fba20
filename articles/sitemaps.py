"""The sitemap: every public article, section and author.

One file while the paper is small; then an index of files of a thousand articles by their numbers.
A file's content changes with its own articles alone, so a robot fetches the last one again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .addresses import absolute
from .models import Article, Contributor, Section

PART = 1000  # numbers of articles in a file
TAGS = "site lists"


class SiteSitemap(Sitemap):
    """Addresses from SITE_URL instead of the request's Host."""

    def get_domain(self, site: Any = None) -> str:
        return settings.SITE_URL.partition("://")[2]

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.SITE_URL.partition("://")[0]


class Articles(SiteSitemap):
    """The public ones among those with these numbers."""

    def __init__(self, first: int, end: int) -> None:
        self.numbers = range(first, end)

    def items(self) -> list[Article]:
        rows = Article.objects.published().filter(pk__gte=self.numbers.start)
        rows = rows.filter(pk__lt=self.numbers.stop).newest_first()
        return list(rows.only("slug", "published_at", "created_at", "modified_at"))

    def lastmod(self, item: Article) -> datetime:
        return item.modified_at


class Lists(SiteSitemap):
    def items(self) -> list[Section | Contributor]:
        return [*Section.objects.all(), *Contributor.objects.all()]


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Everything, or the index of the files."""
    newest = _newest()
    if newest < PART:
        return _answer(request, articles=Articles(0, PART), lists=Lists())
    parts = [{"location": absolute(f"/sitemap-{n}.xml")} for n in range(newest // PART + 2)]
    response = render(request, "sitemap_index.xml", {"sitemaps": parts}, "application/xml")
    response["Cache-Tag"] = TAGS
    return response


@require_safe
def part(request: HttpRequest, part: int) -> HttpResponse:
    """File 0 names the lists, file 1 the first articles."""
    if part == 0:
        return _answer(request, lists=Lists())
    if part > _newest() // PART + 1:
        raise Http404
    return _answer(request, articles=Articles((part - 1) * PART, part * PART))


def _newest() -> int:
    return Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _answer(request: HttpRequest, **sitemaps: Any) -> HttpResponse:
    response: HttpResponse = sitemap_views.sitemap(request, sitemaps)
    response["Cache-Tag"] = TAGS
    return response
