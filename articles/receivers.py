"""What follows rows that change without a method of ours: files, places in lists, and pages."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver

from .changes import announce
from .models import (
    Article,
    Byline,
    Contributor,
    Image,
    Listing,
    Rendition,
    Section,
    Tag,
)


@receiver(post_delete, sender=Image)
@receiver(post_delete, sender=Rendition)
def delete_file(instance: Image | Rendition, **kwargs: Any) -> None:
    """Delete the file once the row is gone for good."""
    if instance.file:
        storage, name = instance.file.storage, str(instance.file.name)
        transaction.on_commit(lambda: storage.delete(name), robust=True)


@receiver(post_delete, sender=Article)
@receiver(post_delete, sender=Image)
def announce_loss(instance: Article | Image, **kwargs: Any) -> None:
    """Its own pages, those that show or name it, and the lists."""
    kind = "article" if isinstance(instance, Article) else "image"
    announce(f"{kind}:{instance.pk}", "lists")


@receiver(post_delete, sender=Contributor)
@receiver(post_delete, sender=Section)
@receiver(post_delete, sender=Tag)
def announce_lost_name(**kwargs: Any) -> None:
    """It may stand on any page."""
    announce("site")


@receiver(post_save, sender=Byline)
@receiver(post_delete, sender=Byline)
def list_by_author(instance: Byline, raw: bool = False, origin: Any = None, **kwargs: Any) -> None:
    """Nothing where the byline goes together with its article (`origin`)."""
    if not raw and getattr(origin, "model", type(origin)) is not Article:
        Listing.objects.keep_as_stored([instance.article_id])


@receiver(pre_delete, sender=Article)
def leave_lists(instance: Article, **kwargs: Any) -> None:
    Listing.objects.leave(instance)


@receiver(m2m_changed, sender=Article.tags.through)
def list_by_tag(
    instance: Article | Tag, action: str, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Articles given or denied a tag, or a tag given to articles or taken from them."""
    if not action.startswith("post_"):
        return
    if isinstance(instance, Article):
        Listing.objects.keep_as_stored([instance.pk])
    elif pk_set is not None:
        Listing.objects.keep_as_stored(pk_set)
    else:  # taken from all of them
        numbers = Listing.objects.filter(list=f"tag:{instance.pk}").values_list(
            "article", flat=True
        )
        Listing.objects.keep_as_stored(list(numbers))


@receiver(post_delete, sender=Tag)
def drop_list(instance: Tag, **kwargs: Any) -> None:
    Listing.objects.drop(f"tag:{instance.pk}")
