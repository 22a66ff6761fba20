"""Work for the background worker."""

from __future__ import annotations

from django.db.models import Q
from django_tasks import task

from .background import later
from .models import Image, Rendition
from .models.image_search import index, unindexed

BATCH = 100  # images
MOST_QUEUED = 1000  # images, in one night
LOOKED_UP = 2000  # images, of which those are indexed that are not yet


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


@task()
def read_originals(after: int = 0) -> int:
    """Note what the files are that came before the library: their hash, their words, 100 at once.

    Without it the same file would be taken again. The nightly renditions add how they look.
    """
    images = list(Image.objects.unread().filter(pk__gt=after).order_by("pk")[:BATCH])
    read = sum(image.read_original() for image in images)
    if len(images) == BATCH:
        later("articles.tasks.read_originals", images[-1].pk)
    return read


@task()
def index_missing(after: int = 0) -> int:
    """Let the search find the pictures that it has never heard of, 2,000 looked up at once."""
    rows = Image.objects.filter(pk__gt=after).order_by("pk")
    numbers = list(rows.values_list("pk", flat=True)[:LOOKED_UP])
    if len(numbers) == LOOKED_UP:
        later("articles.tasks.index_missing", numbers[-1])
    return index(unindexed(numbers))
