"""Work for the background worker."""

from __future__ import annotations

from django.db.models import Q
from django_tasks import task

from .background import later
from .models import Image, Rendition
from .models.image_search import index

BATCH = 100  # images
MOST_QUEUED = 1000  # images, in one night


@task()
def make_renditions(image_id: int) -> int:
    """Make the published sizes of an uploaded picture; it stays off every page until then."""
    image = Image.objects.with_credit().filter(pk=image_id).exclude(file="").first()
    return Rendition.objects.make(image) if image else 0


@task()
def index_image(image_id: int) -> int:
    """Let the search find a picture by the words that it has now."""
    return index([image_id])


@task()
def follow_provider(provider_id: int, after: int) -> int:
    """Bring the pictures of a provider, whose credit changed, up to date: 100 of them at once."""
    mine = Image.objects.filter(Q(provider=provider_id) | Q(distributor=provider_id), pk__gt=after)
    images = list(mine.with_credit().order_by("pk")[:BATCH])
    for image in images:
        image.reprint()
    index(image.pk for image in images)
    if len(images) == BATCH:
        later("articles.tasks.follow_provider", provider_id, images[-1].pk)
    return len(images)


@task()
def settle_rights() -> int:
    """Note that rights ended or began; readers saw that already, as the pages ask the clock."""
    return sum(image.settle() for image in Image.objects.overtaken().with_credit()[:BATCH])


@task()
def catch_up_renditions() -> int:
    """Queue the pictures whose public files are missing or out of date, as after a restored backup.

    They are queued when they change; this finds those of which a task was lost.
    """
    lacking = list(Rendition.objects.lacking().values_list("pk", flat=True)[:MOST_QUEUED])
    for pk in lacking:
        later("articles.tasks.make_renditions", pk)
    return len(lacking)
