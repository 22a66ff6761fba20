"""An article's state in words, and the list's filter by it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article


def state(article: Article) -> str:
    """ "draft", "published", or "scheduled for 3 March 2027 06:00"."""
    if article.is_scheduled and article.published_at:
        moment = date_format(timezone.localtime(article.published_at), "DATETIME_FORMAT")
        return _("scheduled for %(moment)s") % {"moment": moment}
    return str(article.get_status_display())


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("draft", _("draft")),
            ("scheduled", _("scheduled")),
            ("published", _("published")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "draft":
            return queryset.filter(status=Article.Status.DRAFT)
        if self.value() == "scheduled":
            coming = {"published_at__gt": timezone.now()}
            return queryset.filter(status=Article.Status.PUBLISHED, **coming)
        return queryset.published() if self.value() == "published" else queryset  # type: ignore[attr-defined]
