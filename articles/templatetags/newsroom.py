"""Tags that every page of the paper uses."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from articles.addresses import absolute
from articles.models import page

register = template.Library()

# What could end the script element or a line of JavaScript (HTML standard, 4.12.1.3).
ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


@register.simple_tag(takes_context=True)
def masthead(context: dict[str, Any]) -> SafeString:
    """The head of a page; one that has read the sections already does not ask again."""
    sections = context.get("all_sections") or page.sections()
    ways = tuple((section.name, section.get_absolute_url()) for section in sections)
    address, today = context.get("address"), timezone.localdate()
    return _masthead(ways, address, today, settings.SITE_NAME, get_language())


@lru_cache(maxsize=64)
def _masthead(
    ways: tuple[tuple[str, str], ...], address: str, today: date, name: str, language: str
) -> SafeString:
    facts = {"sections": ways, "address": address, "today": today, "SITE_NAME": name}
    return render_to_string("components/masthead.html", facts)


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
    local = timezone.localtime(value)
    form = "j F Y" if style == "date" else "j F Y, H:i"
    text = _short(local) if style == "short" else date_format(local, form)
    machine = local.isoformat(timespec="seconds")
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, _exact(local), text)


def _short(local: datetime) -> str:
    """How long ago, under a day; then the date, with the year where it is not this one."""
    now = timezone.localtime()
    minutes = int((now - local).total_seconds() // 60)
    if not 0 <= minutes < 24 * 60:
        return date_format(local, "j F" if local.year == now.year else "j F Y")
    if minutes < 60:
        n = max(minutes, 1)
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", n) % {"n": n}
    n = minutes // 60
    return ngettext("%(n)d hour ago", "%(n)d hours ago", n) % {"n": n}


def _exact(local: datetime) -> str:
    minute = local.replace(second=0, microsecond=0)
    return _written_out(minute, str(local.tzinfo), get_language() or "")


@lru_cache(maxsize=4096)
def _written_out(minute: datetime, zone: str, language: str) -> str:
    """The same moments stand on page after page, and formatting one takes a third of `moment`."""
    return f"{date_format(minute, 'l, j F Y, H:i')} {minute:%Z}"
