"""Structured data for machines (schema.org, as JSON-LD)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from .addresses import absolute

if TYPE_CHECKING:
    from .models import Article, Contributor, Picture, Tag


def article(
    row: Article,
    bylines: Sequence[Contributor],
    tags: Sequence[Tag],
    pictures: Sequence[Picture],
    lead: Picture | None,
) -> dict[str, Any]:
    """A NewsArticle; empty properties are left out."""
    address = absolute(row.get_absolute_url())
    ordered = sorted(pictures, key=lambda picture: picture is not lead)
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": f"{address}#article",
        "mainEntityOfPage": address,
        "url": address,
        "headline": row.headline,
        "description": row.standfirst,
        "articleSection": row.section.name,
        "keywords": [tag.name for tag in tags],
        "inLanguage": settings.LANGUAGE_CODE,
        "datePublished": moment(row.published_at),
        "dateModified": moment(row.modified_at),
        "dateline": row.dateline,
        "wordCount": len(row.body_text.split()),
        "isAccessibleForFree": True,
        "author": [
            {"@type": "Person", "name": c.name, "url": absolute(c.get_absolute_url())}
            for c in bylines
        ],
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": settings.SITE_NAME,
            "url": settings.SITE_URL,
        },
        "image": [image(picture) for picture in ordered],
    }
    return {name: value for name, value in data.items() if value not in ("", [], None)}


def image(picture: Picture) -> dict[str, Any]:
    """An ImageObject with the credit that is printed under the picture."""
    row, largest = picture.image, picture.largest
    data = {
        "@type": "ImageObject",
        "url": absolute(largest.get_absolute_url()),
        "width": largest.width,
        "height": largest.height,
        "caption": row.caption or row.alt_text,
        "creditText": row.credit,
        "creator": [{"@type": "Person", "name": name} for name in row.creators],
    }
    return {name: value for name, value in data.items() if value not in ("", [])}


def moment(value: Any) -> str | None:
    """A time with its offset, to the second (ISO 8601)."""
    return timezone.localtime(value).isoformat(timespec="seconds") if value else None
