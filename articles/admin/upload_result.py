from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from articles.models import Image

from .upload import check


@dataclass(frozen=True, slots=True)
class UploadResult:
    """What became of one uploaded file: an image, or a sentence why not."""

    name: str
    image: Image | None = None
    refusal: str = ""
    twin: Image | None = None  # the same file, in the library already

    def as_json(self) -> dict[str, Any]:
        shown = self.image or self.twin
        return {
            "name": self.name,
            "id": self.image.pk if self.image else None,
            "refusal": self.refusal,
            "address": shown.get_absolute_url() if shown else "",
        }


def take(file: UploadedFile, by: User) -> UploadResult:
    """Put a file into the library, or say why it stays out; other files do not suffer from it."""
    name = file.name or ""
    try:
        check(file)
        return UploadResult(name, Image.objects.upload(file, by=by))
    except ValidationError as error:
        return UploadResult(name, refusal=error.messages[0], twin=getattr(error, "image", None))
