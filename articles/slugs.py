"""Addresses made from headlines and names."""

from __future__ import annotations

from django.db import models
from django.utils.text import slugify

# Words that stand for something else at the place of a slug in an address.
RESERVED = frozenset({"feed", "page", "comments"})


def free_slug(model: type[models.Model], text: str, fallback: str, *, length: int = 80) -> str:
    """A slug for `text` that no row of `model` uses: "harbour", "harbour-2", "harbour-3"...

    A text without Latin letters or digits gives `fallback`, as does a reserved word.
    """
    stem = slugify(text)[:length].strip("-")
    if not stem or stem in RESERVED:
        stem = f"{fallback}-{stem}".strip("-")
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
