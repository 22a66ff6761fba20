"""What editors are shown of a picture, in its picker and beside a placed figure."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from articles.models import Image, Rendition


def search_pictures(rows: QuerySet[Image], text: str) -> QuerySet[Image]:
    """Pictures in whose words or providers every word occurs."""
    for word in text.replace("\0", " ").split()[:8]:
        rows = rows.filter(
            Q(caption__icontains=word)
            | Q(alt_text__icontains=word)
            | Q(credit_override__icontains=word)
            | Q(provider__name__icontains=word)
            | Q(distributor__name__icontains=word)
        )
    return rows.exclude(status=Image.Status.REFUSED).order_by("-pk")


def picture_facts(image: Image) -> dict[str, Any]:
    return {
        "id": image.pk,
        "label": str(image),
        "caption": image.caption,
        "alt": image.alt_text,
        "credit": image.credit,
        "flag": str(image.flag),
        "problems": image.problems(),
        "thumbnail": thumbnail(image),
        "address": image.get_absolute_url(),
    }


def smallest(image: Image) -> Rendition | None:
    """The narrowest JPEG, from the prefetched renditions."""
    jpegs = [row for row in image.renditions.all() if row.mime == "image/jpeg"]
    return min(jpegs, key=lambda row: row.width, default=None)


def thumbnail(image: Image) -> str:
    """Where staff see the picture small; "" until a copy is made. Needs `renditions` prefetched.

    A picture that is not ready has no public address, so staff get it through the admin.
    """
    small = smallest(image)
    if small is None:
        return ""
    if image.status == Image.Status.READY:
        return small.get_absolute_url()
    return reverse("admin:articles_image_thumbnail", args=[image.pk])
