from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles import credits
from articles.background import later
from articles.changes import announce
from articles.wire import WirePicture

from .image_credit import ImageCredit
from .image_file import ImageFile, is_new, new_public_id
from .image_origin import ImageOrigin
from .image_rights import ImageRights
from .image_words import ImageWords
from .provider import Provider

if TYPE_CHECKING:
    from .article import Article
    from .image_use import ImageUse
    from .rendition import Rendition

# Derived, or never changed after the upload: their history would tell nothing.
NO_HISTORY = [
    *("bytes", "mime", "sha256", "dhash", "mirror_dhash"),
    *("dhash_0", "dhash_1", "dhash_2", "dhash_3"),
    *("embedded", "packet_version", "created_at", "updated_at"),
    *("first_printed_at", "printed_in", "shown_until"),
]


class ImageQuerySet(models.QuerySet["Image"]):
    def with_credit(self) -> Self:
        """Fetch in the same query what the credit line is composed from."""
        return self.select_related("provider", "distributor")

    def ready(self) -> Self:
        return self.filter(status=Image.Status.READY)


class ImageManager(models.Manager["Image"]):
    def wanted_by(self, article: Article, picture: WirePicture) -> Image:
        """The picture that wire copy names, its file still missing; made once per article.

        One that has got its file keeps its words: those are the editors' now.
        """
        values: dict[str, Any] = {
            "caption": picture.caption,
            "creators": list(picture.credit.creators),
            "provider": Provider.objects.named(picture.credit.provider),
            "distributor": Provider.objects.named(picture.credit.distributor),
            "is_file_photo": picture.flag == "FILE PHOTO",
            "is_handout": picture.flag == "HANDOUT",
        }
        known = self.filter(uses__article=article).select_related("provider", "distributor")
        for image in known:
            if image.file and image.credit == credits.compose(picture.credit):
                return image
        image = known.filter(uses__role="wanted", file="").first() or Image()
        for name, value in values.items():
            setattr(image, name, value)
        image.save()
        return image


class Image(ImageFile, ImageWords, ImageCredit, ImageOrigin, ImageRights):
    """A picture with its words and its rights: the file is the original, never published itself."""

    objects = ImageManager.from_queryset(ImageQuerySet)()
    history = HistoricalRecords(excluded_fields=NO_HISTORY)
    renditions: models.QuerySet[Rendition]
    uses: models.QuerySet[ImageUse]

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("image")
        verbose_name_plural = _("images")
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"], condition=~Q(sha256=""), name="one_image_of_each_file"
            )
        ]

    def __str__(self) -> str:
        return self.caption or self.alt_text or f"{_('image')} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        new_file = is_new(self.file)
        if new_file:
            self.public_id = new_public_id()  # the old addresses stay in caches for a year
        self.width, self.height = self.width or 0, self.height or 0  # None: cannot be measured
        self.status = self._status()
        with transaction.atomic():
            super().save(*args, **kwargs)
            if new_file:
                self.renditions.all().delete()
                later("articles.tasks.make_renditions", self.pk)
            announce(f"image:{self.pk}", "lists")

    def get_absolute_url(self) -> str:
        return reverse("admin:articles_image_change", args=[self.pk])

    def problems(self) -> list[str]:
        """Why an article that places this picture may not be published, as sentences."""
        checks = [
            (not self.file, _("its file is missing")),
            (self.status == self.Status.REFUSED, self.refusal),
            (not self.credit, _("it has no credit")),
            (not (self.alt_text or self.is_decorative), _("it has no alternative text")),
        ]
        return [str(problem) for is_so, problem in checks if is_so]

    def refuse(self, reason: str | Promise) -> None:
        """The worker could not decode the file: keep it away from every page, and say why.

        A file that came meanwhile is not the one that broke.
        """
        self.status, self.refusal = self.Status.REFUSED, str(reason)[:300]
        same = Image.objects.filter(pk=self.pk, public_id=self.public_id)
        if same.update(status=self.status, refusal=self.refusal):
            announce(f"image:{self.pk}", "lists")

    def _status(self) -> str:
        if is_new(self.file):
            self.refusal = ""  # a new file gets a new verdict
        elif self.refusal:
            return self.Status.REFUSED
        self.status = self.Status.READY
        return self.Status.INCOMPLETE if self.problems() else self.Status.READY
