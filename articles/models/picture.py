from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .image import Image
    from .rendition import Rendition


@dataclass(frozen=True, slots=True)
class Picture:
    """An image ready to be shown: its published sizes, narrow first, and its words."""

    image: Image
    renditions: Sequence[Rendition]

    @property
    def largest(self) -> Rendition:
        """The biggest JPEG: for `src`, feeds and machines, which all read JPEG."""
        return self._of("image/jpeg")[-1]

    @property
    def smallest(self) -> Rendition:
        return self._of("image/jpeg")[0]

    @property
    def is_upright(self) -> bool:
        """Taller than wide: a page gives it less width, so that it stays on one screen."""
        return self.largest.height > self.largest.width

    @property
    def jpeg_srcset(self) -> str:
        return self._srcset("image/jpeg")

    @property
    def webp_srcset(self) -> str:
        return self._srcset("image/webp")

    def _of(self, mime: str) -> list[Rendition]:
        return [rendition for rendition in self.renditions if rendition.mime == mime]

    def _srcset(self, mime: str) -> str:
        return ", ".join(f"{r.get_absolute_url()} {r.width}w" for r in self._of(mime))
