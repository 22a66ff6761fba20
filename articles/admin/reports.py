"""What in the library waits for somebody, on one page."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.models import BulkChange, Image

from .library_filters import MOST_COUNTED, Report
from .picture_facts import thumbnail

SHOWN = 6  # pictures of each report


def urls(site: AdminSite) -> list[URLPattern]:
    @never_cache
    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        return reports(request, site)

    return [path("reports/", site.admin_view(view), name="articles_image_reports")]


def reports(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Each report with its number and its newest pictures."""
    if not request.user.has_perm("articles.view_image"):
        raise PermissionDenied
    context = {
        **site.each_context(request),
        "title": _("Reports on pictures"),
        "opts": Image._meta,
        "reports": [_report(value, words, read) for value, words, read in Report.reads],
        "most": MOST_COUNTED,
        "changes": BulkChange.objects.select_related("by", "undone_by")[:10],
    }
    return TemplateResponse(request, "admin/articles/image/reports.html", context)


def _report(value: str, words: object, read: object) -> dict[str, object]:
    rows = read(Image.objects.with_credit())  # type: ignore[operator]
    newest = rows.order_by("-pk").prefetch_related("renditions")[:SHOWN]
    return {
        "name": words,
        "address": f"{reverse('admin:articles_image_changelist')}?report={value}",
        "count": rows.order_by().values("pk")[:MOST_COUNTED].count(),
        "pictures": [(image, thumbnail(image)) for image in newest],
    }
