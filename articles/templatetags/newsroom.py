"""Tags that every page of the paper uses."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from articles import paths
from articles.addresses import absolute
from articles.models import page
from articles.moments import moment

register = template.Library()
register.simple_tag(moment)

# What could end the script element or a line of JavaScript (HTML standard, 4.12.1.3).
ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


@register.simple_tag(takes_context=True)
def masthead(context: dict[str, Any]) -> SafeString:
    """The head of a page; one that has read the sections already does not ask again."""
    read = context.get("all_sections")
    names = [(one.name, one.slug) for one in read] if read else page.section_names()
    ways = tuple((name, paths.section(slug)) for name, slug in names)
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
