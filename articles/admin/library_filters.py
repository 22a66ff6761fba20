"""The facets of the picture library. Each is one condition that an index answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.models import Image, Section

MOST_COUNTED = 5000  # rows: beyond it nobody leafs, one searches


class CountedSoFar(Paginator):
    """Counts no further than anybody leafs: all rows of a large library would take longer."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[:MOST_COUNTED].count())


class Facet(admin.SimpleListFilter):
    """A choice among reads of the QuerySet: value, words, the name of the read."""

    reads: tuple[tuple[str, Any, Callable[[Any], QuerySet[Image]]], ...] = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(value, words) for value, words, _read in self.reads]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        read = next((read for value, _w, read in self.reads if value == self.value()), None)
        return read(queryset) if read else queryset


class Rights(Facet):
    title = _("rights")
    parameter_name = "rights"
    reads = tuple(
        (str(value), label, lambda rows, value=value: rows.in_state(value))  # type: ignore[misc]
        for value, label in Image.Status.choices
    )


class Shape(Facet):
    title = _("orientation")
    parameter_name = "orientation"
    reads = tuple(
        (str(value), label, lambda rows, value=value: rows.filter(orientation=value))  # type: ignore[misc]
        for value, label in Image.Orientation.choices
    )


class Use(Facet):
    title = _("use")
    parameter_name = "use"
    reads = (
        ("used", _("placed in an article"), lambda rows: rows.used()),
        ("unused", _("never placed"), lambda rows: rows.unused()),
    )


class Report(Facet):
    title = _("to be looked at")
    parameter_name = "report"
    reads = (
        ("no-alt", _("without alternative text"), lambda rows: rows.without_alt()),
        ("no-credit", _("without credit"), lambda rows: rows.without_credit()),
        ("expiring", _("expiring in 30 days"), lambda rows: rows.expiring_soon()),
        ("killed", _("killed"), lambda rows: rows.killed()),
        ("used-expired", _("used after expiry"), lambda rows: rows.used_after_expiry()),
    )


class InSection(admin.SimpleListFilter):
    title = _("section")
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(pk), name) for pk, name in Section.objects.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value() or ""
        is_number = value.isascii() and value.isdigit() and len(value) < 16
        return queryset.in_section(int(value)) if is_number else queryset


FACETS: list[Any] = [Report, Rights, Use, Shape, "provider", InSection]
