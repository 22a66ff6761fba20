"""How much an article may be: what goes beyond is refused with a sentence, before it costs."""

from __future__ import annotations

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from . import body

MOST_CHARACTERS = 500_000
MOST_REFERENCES = 500  # pictures and insets of one body
DEEPEST_SOURCE = 1_000  # elements left open: the parser's time grows with their square
OPENED = re.compile(r"<(/?)(?!(?:br|hr|img|input|p|li|t[rdh]|col)\b)[a-z]", re.IGNORECASE)
EARLIEST, LATEST = 1000, 9998  # years: four digits, and in no time zone beyond what Python counts


def source_problems(source: str) -> list[str]:
    """Why a body, as it was typed or pasted, is too much to be read at all, as sentences."""
    if len(source) > MOST_CHARACTERS:
        return [_("The body is longer than %(most)s characters.") % {"most": MOST_CHARACTERS}]
    if _depth(source) > DEEPEST_SOURCE:
        return [_("The body holds too many elements within one another.")]
    return []


def reference_problems(canonical: str) -> list[str]:
    """Why a canonical body refers to too much, as sentences."""
    if len(body.figures(canonical)) + len(body.insets(canonical)) <= MOST_REFERENCES:
        return []
    sentence = _("The body holds more than %(most)s pictures and READ MORE insets.")
    return [sentence % {"most": MOST_REFERENCES}]


def check_moment(moment: datetime) -> None:
    """A validator: a time that has an address and a place in every time zone."""
    try:
        year = timezone.localtime(moment).year if timezone.is_aware(moment) else moment.year
    except OverflowError:
        year = 0
    if not EARLIEST <= year <= LATEST:
        sentence = _("The year must lie between %(first)s and %(last)s.")
        words = {"first": EARLIEST, "last": LATEST}
        raise ValidationError(sentence % words, code="extreme")


def _depth(source: str) -> int:
    """Roughly how deep elements stand within one another; unclosed ones stay open."""
    deepest = depth = 0
    for tag in OPENED.finditer(source):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest
