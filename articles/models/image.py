from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles import credits
from articles.background import later
from articles.changes import announce
from articles.wire import WirePicture

from .provider import Provider

if TYPE_CHECKING:
    from .article import Article
    from .rendition import Rendition


def originals() -> Storage:
    """Where uploads are kept as they came; no address leads there."""
    return storages["private"]


def new_public_id() -> str:
    return secrets.token_hex(10)


def original_name(image: Image, filename: str) -> str:
    return f"{image.public_id}/{filename[-100:]}"


def is_new(file: Any) -> bool:
    """Whether a file was assigned and is not stored yet."""
    return bool(file) and not file._committed


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


class Image(models.Model):
    """A picture with its words and its rights: the file is the original, never published itself."""

    class Status(models.TextChoices):
        INCOMPLETE = "incomplete", _("incomplete")
        READY = "ready", _("ready")
        REFUSED = "refused", _("refused")

    file = models.ImageField(
        _("file"),
        storage=originals,
        upload_to=original_name,
        width_field="width",
        height_field="height",
        blank=True,
        help_text=_("JPEG, PNG, WebP, AVIF or GIF, at most 40 MB. Readers get smaller copies."),
    )
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    public_id = models.CharField(max_length=32, default=new_public_id, unique=True, editable=False)
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    alt_text = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for people who cannot see it."),
    )
    is_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("The picture says nothing that needs words.")
    )
    creators = models.JSONField(_("creators"), default=list, blank=True)
    provider = models.ForeignKey(
        Provider,
        verbose_name=_("provider"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="images",
    )
    distributor = models.ForeignKey(
        Provider,
        verbose_name=_("distributor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="distributed_images",
        help_text=_("Who delivered the picture, where that is not the provider."),
    )
    credit_override = models.CharField(
        _("credit line"),
        max_length=300,
        blank=True,
        help_text=_("Only where the composed line is not what the agency demands."),
    )
    is_file_photo = models.BooleanField(_("file photo"), default=False)
    is_handout = models.BooleanField(_("handout"), default=False)
    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.INCOMPLETE, editable=False
    )
    refusal = models.CharField(max_length=300, blank=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ImageManager.from_queryset(ImageQuerySet)()
    renditions: models.QuerySet[Rendition]

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("image")
        verbose_name_plural = _("images")

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

    @property
    def credit(self) -> str:
        """The line printed with the picture wherever it stands."""
        if self.credit_override:
            return self.credit_override
        return credits.compose(
            credits.Credit(
                creators=tuple(self.creators),
                provider=self.provider.name if self.provider else "",
                distributor=self.distributor.name if self.distributor else "",
            )
        )

    @property
    def flag(self) -> str:
        """ "FILE PHOTO." or "HANDOUT.", printed before the caption; "" for most pictures."""
        if self.is_file_photo:
            return str(_("FILE PHOTO."))
        return str(_("HANDOUT.")) if self.is_handout else ""

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
