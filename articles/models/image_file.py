from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

SHARE = [MinValueValidator(0.0), MaxValueValidator(1.0)]


def originals() -> Storage:
    """Where uploads are kept as they came; no address leads there."""
    return storages["private"]


def new_public_id() -> str:
    return secrets.token_hex(10)


def original_name(image: ImageFile, filename: str) -> str:
    return f"{image.public_id}/{filename[-100:]}"


def is_new(file: Any) -> bool:
    """Whether a file was assigned and is not stored yet."""
    return bool(file) and not file._committed


class ImageFile(models.Model):
    """The file of a picture and what its bytes and pixels say: the base of Image.

    `dhash` and `mirror_dhash` are 16 hexadecimal digits (see articles.imaging.fingerprint); the
    four bands are the same 64 bits again, 16 each, for the search for pictures that look alike.
    """

    class FocalSource(models.TextChoices):
        DEFAULT = "default", _("the middle")
        MANUAL = "manual", _("set by hand")
        REGION = "region", _("from the file")

    # No ImageField: that would have Pillow read the whole file, again and again, for its measures.
    file = models.FileField(
        _("file"),
        storage=originals,
        upload_to=original_name,
        blank=True,
        help_text=_("JPEG, PNG, WebP, AVIF or GIF, at most 40 MB. Readers get smaller copies."),
    )
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    public_id = models.CharField(max_length=32, default=new_public_id, unique=True, editable=False)
    bytes = models.PositiveIntegerField(_("bytes"), default=0, editable=False)
    mime = models.CharField(max_length=20, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, default="", editable=False)
    dhash = models.CharField(max_length=16, blank=True, default="", editable=False)
    mirror_dhash = models.CharField(max_length=16, blank=True, default="", editable=False)
    dhash_0 = models.IntegerField(null=True, editable=False, db_index=True)
    dhash_1 = models.IntegerField(null=True, editable=False, db_index=True)
    dhash_2 = models.IntegerField(null=True, editable=False, db_index=True)
    dhash_3 = models.IntegerField(null=True, editable=False, db_index=True)
    focal_x = models.FloatField(
        _("focal point, from the left"),
        default=0.5,
        validators=SHARE,
        help_text=_("0 is the left edge, 1 the right one: crops keep this point."),
    )
    focal_y = models.FloatField(
        _("focal point, from the top"),
        default=0.5,
        validators=SHARE,
        help_text=_("0 is the upper edge, 1 the lower one."),
    )
    focal_source = models.CharField(
        _("focal point by"),
        max_length=8,
        choices=FocalSource,
        default=FocalSource.DEFAULT,
        editable=False,
    )
    # Counts what is written into the public copies; those with a smaller number are out of date.
    packet_version = models.PositiveIntegerField(default=1, editable=False)
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

    class Meta:
        abstract = True
