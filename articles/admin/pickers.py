"""What the editor asks for while somebody writes: pictures and articles as JSON, staff only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.models import Article, Image

from .picture_facts import picture_facts, search_pictures
from .states import state

MOST = 24  # results of one search
MOST_FIGURES = 200  # pictures of one body, asked for at once

JsonView = Callable[[HttpRequest], HttpResponse]


def urls(site: AdminSite) -> list[URLPattern]:
    return [
        path("pick/images/", _view(site, images), name="articles_pick_images"),
        path("pick/articles/", _view(site, articles), name="articles_pick_articles"),
    ]


def _view(site: AdminSite, view: JsonView) -> Any:
    return site.admin_view(never_cache(require_safe(view)))


def images(request: HttpRequest) -> HttpResponse:
    """With `ids=1,2`: these pictures; otherwise the newest that `q` finds."""
    _require(request, "articles.view_image")
    rows = Image.objects.with_credit().prefetch_related("renditions")
    if "ids" in request.GET:
        found = list(rows.filter(pk__in=_numbers(request.GET["ids"])))
    else:
        found = list(search_pictures(rows, request.GET.get("q", ""))[:MOST])
    return JsonResponse({"results": [picture_facts(image) for image in found]})


def articles(request: HttpRequest) -> HttpResponse:
    """The newest articles whose headline holds every word of `q`."""
    _require(request, "articles.view_article")
    rows = Article.objects.for_cards().order_by("-pk")
    for word in _words(request.GET.get("q", "")):
        rows = rows.filter(headline__icontains=word)
    results = [
        {"id": row.pk, "headline": row.headline, "detail": f"{row.section} · {state(row)}"}
        for row in rows[:MOST]
    ]
    return JsonResponse({"results": results})


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _numbers(text: str) -> list[int]:
    """Row numbers from "1,2,3"; what is no number that a database holds is left out."""
    words = text.split(",")[:MOST_FIGURES]
    return [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 16]


def _words(text: str) -> list[str]:
    return text.replace("\0", " ").split()[:8]
