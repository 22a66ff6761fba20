"""Tags that every page of the paper uses."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from articles.addresses import absolute
from articles.models import Section

register = template.Library()

# What could end the script element or a line of JavaScript (HTML standard, 4.12.1.3).
ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


@register.simple_tag(takes_context=True)
def sections(context: dict[str, Any]) -> list[Section]:
    """All sections for the masthead; a page that has them already does not ask again."""
    return context.get("all_sections") or list(Section.objects.all())


@register.filter
def absolute_address(path: str) -> str:
    return absolute(path)


@register.simple_tag
def data_block(data: dict[str, Any]) -> SafeString:
    """A JSON-LD block: data, not script, so a strict policy lets it stand."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  escaped above


@register.simple_tag
def moment(value: datetime | None, style: str = "long") -> SafeString:
    """A <time> as newspapers write it; "date" leaves the hour out, "short" is for lists."""
    if value is None:
        return mark_safe("")
    local = timezone.localtime(value).replace(microsecond=0)
    minutes = _minutes_ago(local) if style == "short" else -1
    this_year = local.year == timezone.localdate().year
    return _time(local, style, minutes, this_year, str(local.tzinfo), get_language() or "")


def _minutes_ago(local: datetime) -> int:
    """Under a day; -1 for what is longer ago, or still to come."""
    minutes = int((timezone.now() - local).total_seconds() // 60)
    return minutes if 0 <= minutes < 24 * 60 else -1


@lru_cache(maxsize=4096)
def _time(
    local: datetime, style: str, minutes: int, this_year: bool, zone: str, language: str
) -> SafeString:
    """Kept, because the same moments stand on page after page; equal ones can differ in zone."""
    form = "j F Y" if style == "date" else "j F Y, H:i"
    text = _short(local, minutes, this_year) if style == "short" else date_format(local, form)
    title = f"{date_format(local, 'l, j F Y, H:i')} {local:%Z}"
    machine = local.isoformat(timespec="seconds")
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, title, text)


def _short(local: datetime, minutes: int, this_year: bool) -> str:
    """How long ago, under a day; then the date, with the year where it is not this one."""
    if minutes < 0:
        return date_format(local, "j F" if this_year else "j F Y")
    if minutes < 60:
        n = max(minutes, 1)
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", n) % {"n": n}
    n = minutes // 60
    return ngettext("%(n)d hour ago", "%(n)d hours ago", n) % {"n": n}
