"""The words of an article in a list, made once for each set of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles.moments import moment
from articles.views.lists import Card

register = template.Library()

KEPT = 1024  # in each process


class Words(NamedTuple):
    """All that they depend on."""

    headline: str
    standfirst: str
    address: str
    section: tuple[str, str] | None  # name and address; None where the list is of that section
    time: SafeString
    replies: int
    level: int
    language: str | None


@register.simple_tag
def card_words(
    card: Card, replies: int, level: int, about: Any = None, no_standfirst: Any = None
) -> SafeString:
    """Section, headline, standfirst, time and number of replies, below a heading's level."""
    row, section = card.article, card.article.section
    words = Words(
        headline=row.headline,
        standfirst="" if no_standfirst else row.standfirst,
        address=row.get_absolute_url(),
        section=None if section == about else (section.name, section.get_absolute_url()),
        time=moment(row.published_at, "short"),
        replies=replies,
        level=level,
        language=get_language(),
    )
    return _made(words)


@lru_cache(maxsize=KEPT)
def _made(words: Words) -> SafeString:
    return render_to_string("components/card_words.html", words._asdict())
