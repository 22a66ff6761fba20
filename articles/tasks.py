"""Work for the background worker."""

from __future__ import annotations

from django_tasks import task

from .models import Image, Rendition


@task()
def make_renditions(image_id: int) -> int:
    """Make the published sizes of an uploaded picture; it stays off every page until then."""
    image = Image.objects.filter(pk=image_id).exclude(file="").first()
    return Rendition.objects.make(image) if image else 0
