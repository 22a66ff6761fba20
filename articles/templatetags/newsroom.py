"""Tags that every page of the paper uses."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

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
    """A <time> with the date as newspapers write it; "date" leaves the hour out."""
    if value is None:
        return mark_safe("")
    local = timezone.localtime(value)
    text = date_format(local, "j F Y" if style == "date" else "j F Y, H:i")
    machine = local.isoformat(timespec="seconds")
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, _exact(local), text)


def _exact(local: datetime) -> str:
    return f"{date_format(local, 'l, j F Y, H:i')} {local:%Z}"
