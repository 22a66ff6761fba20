"""What the desk offers to choose from: sections to filter by, reasons to reject with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet, Value

from articles.models import Section
from articles.prepared import Prepared

from .reason import MOST, Reason


@dataclass(frozen=True, slots=True)
class Offers:
    """Sections as slug and name; reasons in the order of their digits."""

    sections: list[tuple[str, str]]
    reasons: list[Reason]


def offers() -> Offers:
    """Both in one query."""
    sections, reasons = [], []
    for kind, position, name, number, slug, text in sorted(_lines()):
        if kind == "section":
            sections.append((slug, name))
        else:
            reasons.append(Reason(pk=number, title=name, message=text, position=position))
    reasons.sort(key=lambda reason: (reason.position, reason.pk))
    return Offers(sections, reasons[:MOST])


@Prepared
def _lines() -> QuerySet[Any, tuple[str, int, str, int, str, str]]:
    """Lines of six: the kind, its position, its name, its number, its slug and its text."""
    nothing = Value("")
    sections = Section.objects.order_by().annotate(kind=Value("section"), text=nothing)
    reasons = Reason.objects.filter(is_offered=True).order_by()
    reasons = reasons.annotate(
        kind=Value("reason"), name=F("title"), slug=nothing, text=F("message")
    )
    names = ("kind", "position", "name", "pk", "slug", "text")
    return sections.values_list(*names).union(reasons.values_list(*names), all=True)
