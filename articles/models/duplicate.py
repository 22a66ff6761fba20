from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from .image import Image


class Duplicate(ValidationError):
    """The very same file is in the library already, as `image`."""

    def __init__(self, image: Image) -> None:
        self.image = image
        text = _("This very file is in the library already: “%(image)s”.")
        if image.killed_at:
            text = _("This very file is in the library already and was killed: “%(image)s”.")
        super().__init__(text % {"image": image}, code="duplicate")
