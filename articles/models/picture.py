from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from articles.imaging.spec import CROP_WIDTH, CUT, FORMATS, RATIOS
from articles.imaging.synthetic import Synthetic, synthetic

from .rights_packet import source_type

if TYPE_CHECKING:
    from .image import Image
    from .rendition import Rendition

BETTER = [(f"image/{name.lower()}", extension) for name, extension, _q in FORMATS[:-1]]


@dataclass(frozen=True)
class Sizes:
    """The same part of a picture as JPEGs of growing width.

    Each exists in the other formats too, under the same address but for its ending.
    """

    jpegs: Sequence[Rendition]

    @property
    def largest(self) -> Rendition:
        return self.jpegs[-1]

    @cached_property
    def srcset(self) -> str:
        return ", ".join(f"{row.get_absolute_url()} {row.width}w" for row in self.jpegs)

    @property
    def better(self) -> Iterator[tuple[str, str]]:
        """Mime type and srcset of the smaller formats; files of an earlier version have none."""
        if self.largest.packet_version:
            for mime, extension in BETTER:
                yield mime, self.srcset.replace(".jpg ", f".{extension} ")


@dataclass(frozen=True)
class Picture:
    """An image ready to be shown: its published JPEGs, narrow first, and its words."""

    image: Image
    jpegs: Sequence[Rendition]

    @cached_property
    def whole(self) -> Sizes:
        """The sizes that show the picture uncut."""
        return Sizes([row for row in self.jpegs if row.spec not in CUT])

    @cached_property
    def card(self) -> Sizes:
        """The sizes for lists: cut around the focal point where the picture has another shape."""
        cut = [row for row in self.jpegs if row.spec in CUT and row.spec not in RATIOS]
        return Sizes(cut) if cut else self.whole

    @cached_property
    def crops(self) -> list[Rendition]:
        """The shapes for machines."""
        return [row for row in self.jpegs if row.spec in RATIOS]

    @property
    def largest(self) -> Rendition:
        """The biggest JPEG of the whole: for feeds and machines, which all read JPEG."""
        return self.whole.largest

    @property
    def preview(self) -> Rendition:
        """What a link to the page shows elsewhere: wide, and large where the picture allows."""
        wide = (row for row in self.crops if row.spec == "16x9" and row.width >= CROP_WIDTH)
        return next(wide, self.largest)

    @property
    def is_upright(self) -> bool:
        """Taller than wide: a page gives it less width, so that it stays on one screen."""
        return self.largest.height > self.largest.width

    @property
    def source_type(self) -> str:
        """How the picture was made, as an IPTC term; "" where nobody said."""
        return source_type(self.image)

    @property
    def machine_made(self) -> str:
        """What readers are told of a picture that a machine made up; "" for all others."""
        how_much = synthetic(self.source_type)
        if how_much == Synthetic.WHOLE:
            return _("AI-GENERATED PICTURE.")
        return _("PARTLY AI-GENERATED PICTURE.") if how_much == Synthetic.PARTS else ""
