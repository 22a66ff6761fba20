from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.imaging.fingerprint import sha256
from articles.imaging.inspect import Refused, inspect
from articles.imaging.metadata import read

from . import image_terms
from .image_file import ImageFile
from .image_origin import ImageOrigin
from .image_rights import ImageRights

if TYPE_CHECKING:
    from .image import Image


class Readable(ImageOrigin, ImageRights, ImageFile):
    """Looking again at a file that is stored already: one from before the library, or refused."""

    class Meta:
        abstract = True

    @property
    def is_unread(self) -> bool:
        """Whether the file came before the library noted what a file is."""
        return bool(self.file) and not self.bytes and not self.sha256

    def read_original(self) -> bool:
        """Note what an upload notes today; False where the file is gone.

        No word in the form changes: what the file says stands beside it from now on. Of two
        pictures with the same file the one that is read first is found by it.
        """
        try:
            with self.file.open() as file:
                values = self._facts(file)
        except FileNotFoundError:
            return False
        try:
            with transaction.atomic():
                self._note(values)
        except IntegrityError:
            self._note(values | {"sha256": ""})
        return True

    def try_again(self) -> None:
        """Forget that its file was refused, so that the worker decodes it once more."""
        self.refusal = ""
        self.status = image_terms.status(cast("Image", self), timezone.now())
        self._note({"refusal": "", "status": self.status})

    def _facts(self, file: Any) -> dict[str, Any]:
        values: dict[str, Any] = {"sha256": sha256(file), "bytes": file.size}
        said = read(file)
        values["embedded"] = self.embedded or said.as_json()
        values["has_c2pa"] = self.has_c2pa or said.has_c2pa
        try:
            facts = inspect(file, str(self.file.name), file.size)
        except Refused:
            return values
        return values | {"mime": facts.mime, "width": facts.width, "height": facts.height}

    def _note(self, values: dict[str, Any]) -> None:
        """Store them, unless it got another file meanwhile."""
        same = type(self)._default_manager.filter(pk=self.pk, public_id=self.public_id)
        same.update(**values)
        for name, value in values.items():
            setattr(self, name, value)
