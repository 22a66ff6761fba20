"""Structured data for machines (schema.org, as JSON-LD)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from .addresses import absolute
from .image_json_ld import crops, image

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
        "image": [*(image(picture) for picture in ordered), *(crops(lead) if lead else [])],
    }
    return {name: value for name, value in data.items() if value not in ("", [], None)}


def moment(value: Any) -> str | None:
    """A time with its offset, to the second (ISO 8601)."""
    return timezone.localtime(value).isoformat(timespec="seconds") if value else None
