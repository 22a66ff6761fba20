"""What editors are shown of a picture, in its picker and beside a placed figure."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.imaging.spec import CUT
from articles.models import Image, Rendition

OF_NO_USE = (Image.Status.REFUSED, Image.Status.KILLED)


def search_pictures(rows: Any, text: str) -> QuerySet[Image]:
    """Pictures with every word, the newest first; all of them for no word."""
    found = rows.matching(text) if text.strip() else rows
    return found.exclude(status__in=OF_NO_USE).order_by("-pk")  # type: ignore[no-any-return]


def picture_facts(image: Image) -> dict[str, Any]:
    return {
        "id": image.pk,
        "label": str(image),
        "caption": image.caption,
        "alt": image.alt_text,
        "credit": image.credit,
        "flag": str(image.flag),
        "problems": image.problems(),
        "refusal": image.refusal,
        "thumbnail": thumbnail(image),
        "address": image.get_absolute_url(),
    }


def said_of_status(image: Image, problems: list[str]) -> str:
    """What stands against showing it, else what must be heeded, and until when it is shown."""
    if image.killed_at:
        return image.kill_reason
    if problems:
        return "; ".join(problems)
    end = image.shown_until
    until = [_("until %(day)s") % {"day": date_format(localtime(end))}] if end else []
    return "; ".join([*image.conditions(), *until])


def smallest(image: Image) -> Rendition | None:
    """The narrowest JPEG of the whole picture, from the prefetched renditions."""
    jpegs = [r for r in image.renditions.all() if r.mime == "image/jpeg" and r.spec not in CUT]
    return min(jpegs, key=lambda row: row.width, default=None)


def thumbnail(image: Image) -> str:
    """Where staff see the picture small; "" until a copy is made. Needs `renditions` prefetched."""
    return address_of(smallest(image), image, is_public=image.is_showable)


def address_of(small: Rendition | None, image: Image, *, is_public: bool) -> str:
    """A picture that is not ready has no public address, so staff get it through the admin."""
    if small is None:
        return ""
    if is_public:
        return small.get_absolute_url()
    return reverse("admin:articles_image_thumbnail", args=[image.pk])
