"""The addresses that stand on pages by the dozen, as plain text: `reverse` for each takes longer
than the rest of the line. A test compares each with `reverse`.
"""

from __future__ import annotations

from datetime import datetime


def article(month: datetime, slug: str) -> str:
    """Under the month in the newsroom's own time."""
    return f"/{month.year:04}/{month.month:02}/{slug}/"


def section(slug: str) -> str:
    return f"/section/{slug}/"


def tag(slug: str) -> str:
    return f"/tag/{slug}/"


def author(slug: str) -> str:
    return f"/author/{slug}/"


def rendition(public_id: str, spec: str, extension: str) -> str:
    return f"/media/{public_id}/{spec}.{extension}"
