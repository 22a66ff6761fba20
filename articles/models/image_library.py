from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.db import models

from articles.imaging.fingerprint import sha256
from articles.imaging.metadata import read
from articles.wire import WirePicture

from .provider import Provider

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .article import Article
    from .image import Image


class ImageManager(models.Manager["Image"]):
    def upload(self, file: File[bytes], *, by: User | None = None, **typed: Any) -> Image:
        """A new picture with what its file says of it; what was typed goes before that.

        Raises Duplicate when the library has this very file. The worker decodes it.
        """
        image = self.model(file=file, uploaded_by=by, **typed)
        image.fill(read(file))
        file.seek(0)
        image.save()
        return image

    def of_file(self, digest: str) -> models.QuerySet[Image]:
        """The images with a file of this SHA-256."""
        return self.filter(sha256=digest) if digest else self.none()

    def same_file(self, file: Any) -> Image | None:
        """The image that has this very file already."""
        return self.of_file(sha256(file)).first()

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
        credit = ("creators", "provider", "distributor")
        known = self.filter(uses__article=article).select_related("provider", "distributor")
        for image in known:
            if image.file and all(getattr(image, name) == values[name] for name in credit):
                return image
        image = known.filter(uses__role="wanted", file="").first() or self.model()
        for name, value in values.items():
            setattr(image, name, value)
        image.save()
        return image
