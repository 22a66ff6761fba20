from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import Self

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.changes import announce
from articles.imaging.inspect import Refused
from articles.imaging.renditions import Rendered, render

from .image import Image
from .picture import Picture


def rendition_name(rendition: Rendition, filename: str) -> str:
    return f"{rendition.image.public_id}/{filename}"


class RenditionQuerySet(models.QuerySet["Rendition"]):
    def showable(self) -> Self:
        """Renditions of pictures that may be shown: with credit and alternative text."""
        return self.filter(image__status=Image.Status.READY)

    def pictures(self, image_ids: Iterable[int]) -> dict[int, Picture]:
        """The pictures among these that may be shown, by number, in one query."""
        wanted = set(image_ids)
        if not wanted:
            return {}
        rows = (
            self.showable()
            .filter(image__in=wanted)
            .select_related("image__provider", "image__distributor")
            .order_by("image_id", "width", "pk")
        )
        grouped = ((pk, list(group)) for pk, group in groupby(rows, attrgetter("image_id")))
        return {pk: Picture(group[0].image, group) for pk, group in grouped}


class RenditionManager(models.Manager["Rendition"]):
    def make(self, image: Image) -> int:
        """Make an image's missing renditions and return how many; refuses a file that breaks."""
        done = set(self.filter(image=image).values_list("spec", "extension"))
        try:
            with image.file.open() as original:
                made = [self._stored(image, rendered) for rendered in render(original, done)]
        except Refused as error:
            image.refuse(str(error))
            return 0
        except FileNotFoundError:
            image.refuse(_("The file is gone."))
            return 0
        if self._keep(image, made):
            return len(made)
        for row in made:
            row.file.delete(save=False)
        return 0

    def _keep(self, image: Image, made: list[Rendition]) -> bool:
        """Store the rows, unless the image got another file (or is gone) while they were made."""
        same = Image.objects.filter(pk=image.pk, public_id=image.public_id)
        with transaction.atomic():
            if same.select_for_update().first() is None:
                return False
            self.bulk_create(made, ignore_conflicts=True)
            announce(f"image:{image.pk}", "lists")
        return True

    def _stored(self, image: Image, rendered: Rendered) -> Rendition:
        """The row for a rendition, its file written and itself not saved yet."""
        spec = rendered.spec
        row = Rendition(
            image=image,
            spec=spec.name,
            extension=spec.extension,
            mime=spec.mime,
            width=rendered.width,
            height=rendered.height,
        )
        row.file.save(f"{spec.name}.{spec.extension}", ContentFile(rendered.data), save=False)
        return row


class Rendition(models.Model):
    """One published size of an image: the only form in which readers get it."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")
    spec = models.CharField(max_length=20)
    extension = models.CharField(max_length=5)
    mime = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
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
        return reverse("articles:rendition", args=[self.image.public_id, self.spec, self.extension])
