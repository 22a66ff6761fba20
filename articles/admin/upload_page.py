"""Uploading one picture or many. Works without a script; with it each file has its own bar."""

from __future__ import annotations

from typing import cast

from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.imaging.inspect import FORMATS, MAX_BYTES
from articles.models import Image

from .upload_result import UploadResult, take

ACCEPT = ",".join(sorted(ending for endings in FORMATS.values() for ending in endings))


def urls(site: AdminSite) -> list[URLPattern]:
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest) -> HttpResponse:
        return upload(request, site)

    return [path("upload/", site.admin_view(view), name="articles_image_upload")]


def upload(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """A form, and for every file that was sent its own answer; 422 when none was taken."""
    if not request.user.has_perm("articles.add_image"):
        raise PermissionDenied
    sent = request.FILES.getlist("files")
    results = [take(file, cast(User, request.user)) for file in sent]
    nothing_taken = request.method == "POST" and not any(result.image for result in results)
    status = 422 if nothing_taken else 200
    if request.accepts("text/html"):
        return _page(request, site, results, status)
    return JsonResponse({"results": [result.as_json() for result in results]}, status=status)


def _page(
    request: HttpRequest, site: AdminSite, results: list[UploadResult], status: int
) -> HttpResponse:
    context = {
        **site.each_context(request),
        "title": _("Upload pictures"),
        "opts": Image._meta,
        "results": results,
        "no_files": request.method == "POST" and not results,
        "accept": ACCEPT,
        "most_bytes": MAX_BYTES,
        "facts_address": reverse("admin:articles_pick_images"),
    }
    template = "admin/articles/image/upload.html"
    return TemplateResponse(request, template, context, status=status)
