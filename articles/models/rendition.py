from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, Self

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import paths
from articles.changes import announce
from articles.prepared import Found, Prepared, slots

from . import image_terms
from .image import Image
from .picture import Picture
from .public_files import NEVER, PublicFiles, may_be_public

# What no page shows of a picture, and may be long.
UNSEEN = [
    f"image__{field}"
    for field in ("embedded", "instructions", "restrictions", "long_description", "keywords")
]


def rendition_name(rendition: Rendition, filename: str) -> str:
    return f"{rendition.image.public_id}/{filename}"


class Pictures(dict[int, Picture]):
    """Pictures by number that may be shown now; `changes` says until when that holds of each.

    One that may be shown later is in `changes` alone. `raw` has the rows in plain values.
    """

    def __init__(self) -> None:
        super().__init__()
        self.changes: dict[int, datetime] = {}
        self.raw: tuple[Any, ...] = ()

    @classmethod
    def of(cls, rows: Found[Rendition], now: datetime) -> Self:
        """From rows in the order of their images, narrow ones first."""
        found = cls()
        found.raw = rows.raw
        for number, group in groupby(rows, attrgetter("image_id")):
            jpegs = list(group)
            image = jpegs[0].image
            if image_terms.shows(image, now):
                found[number] = Picture(image, jpegs)
            if moment := image_terms.changes(image, now):
                found.changes[number] = moment
        return found


class RenditionQuerySet(models.QuerySet["Rendition"]):
    def showable(self) -> Self:
        """Renditions of pictures that may be shown: with credit and rights, at this moment."""
        return self.filter(image_terms.showable(prefix="image__"))

    def pictures(self, image_ids: Iterable[int]) -> Pictures:
        """The pictures among these that may be shown now, by number, in one query."""
        wanted = set(image_ids)
        if not wanted:
            return Pictures()
        return Pictures.of(_with_rights.found(len(wanted), images=list(wanted)), timezone.now())


class RenditionManager(models.Manager["Rendition"]):
    def make(self, image: Image, *, look: bool = False) -> int:
        """Bring an image's public files up to date and return how many were written.

        Missing ones are made, crops around a moved focal point made anew, and the words in the
        others written anew without touching their pixels. A file that breaks is refused; what may
        not be shown any more is withdrawn. With `look` the storage is asked whether each file is
        there: it may have lost some.
        """
        if not may_be_public(image):
            self.withdraw(image)
            return 0
        files = PublicFiles(image, list(self.filter(image=image)), look=look)
        return files.bring_up_to_date()

    def withdraw(self, image: Image) -> int:
        """Delete an image's public files and return how many there were; `make` restores them."""
        with transaction.atomic():
            deleted = self.filter(image=image).delete()[1]
            announce(f"image:{image.pk}", "lists")
        return deleted.get("articles.Rendition", 0)

    def lacking(self) -> models.QuerySet[Image]:
        """Images without public files, whose files hold other words than they have now, or of
        which nobody has noted how they look.
        """
        mine = self.filter(image=models.OuterRef("pk"))
        outdated = mine.exclude(packet_version=models.OuterRef("packet_version"))
        lacks = ~models.Exists(mine) | models.Exists(outdated) | models.Q(dhash="")
        return Image.objects.exclude(file="").exclude(status__in=NEVER).filter(lacks)

    def were_withdrawn(self, public_id: str) -> bool:
        """Whether an image of this address was shown once and must not be any more."""
        over = models.Q(status__in=[Image.Status.KILLED, Image.Status.EXPIRED])
        over |= models.Q(shown_until__lte=timezone.now())
        return Image.objects.filter(over, public_id=public_id).exists()


@Prepared
def _with_rights(number: int) -> QuerySet[Rendition]:
    """The JPEGs of so many images that may be shown at their time, with whoever is credited."""
    wanted: Any = slots("images", models.BigIntegerField(), number)
    rows = Rendition.objects.filter(image__pk__in=wanted, extension="jpg")
    rows = rows.filter(image__status__in=image_terms.SHOWABLE).defer(*UNSEEN)
    credited = rows.select_related("image__provider", "image__distributor")
    return credited.order_by("image_id", "width", "pk")


class Rendition(models.Model):
    """One published size of an image: the only form in which readers get it."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")
    spec = models.CharField(max_length=20)
    extension = models.CharField(max_length=5)
    mime = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField(default=0)
    packet_version = models.PositiveIntegerField(default=0)  # of the image, when it was written
    focus = models.CharField(max_length=16, blank=True, default="")  # of a crop
    file = models.FileField(upload_to=rendition_name, max_length=200)

    objects = RenditionManager.from_queryset(RenditionQuerySet)()

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(fields=["image", "spec", "extension"], name="one_rendition")
        ]

    def __str__(self) -> str:
        return f"{self.image_id} {self.spec}.{self.extension}"

    def get_absolute_url(self) -> str:
        return paths.rendition(self.folder, self.spec, self.extension)

    @property
    def folder(self) -> str:
        """The part of the address that changes with the words in the file.

        A copy in a cache may be kept for ever: nobody is sent to it once the words changed.
        """
        again = self.packet_version > 1  # most pictures are never corrected: a short address
        return f"{self.image.public_id}-{self.packet_version}" if again else self.image.public_id
