"""What every public copy of a picture says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from articles.imaging.packets import Rights, iim, xmp
from articles.imaging.synthetic import TRAINED
from articles.imaging.values import Licensor

if TYPE_CHECKING:
    from .image import Image


class Packets(NamedTuple):
    """The words that go into a file, in the two forms that programs read."""

    xmp: bytes
    iim: bytes


def rights(image: Image) -> Rights:
    """An image's words as they stand now; its credit is the printed line."""
    licensor = Licensor(image.licensor_name, image.licensor_url)
    return Rights(
        creators=tuple(image.creators),
        credit=image.credit,
        copyright_notice=image.copyright_notice,
        source=image.source_text,
        caption=image.caption,
        headline=image.headline,
        web_statement=image.web_statement,
        usage_terms=image.usage_terms,
        licensors=(licensor,) if licensor.name or licensor.url else (),
        alt_text=image.alt_text,
        long_description=image.long_description,
        digital_source_type=source_type(image),
        data_mining=image.data_mining,
    )


def source_type(image: Image) -> str:
    """How the picture was made, as an IPTC term; an editor's "made by AI" is one too."""
    made_by_ai = image.kind == image.Kind.AI
    return image.digital_source_type or (TRAINED if made_by_ai else "")


def packets(image: Image) -> Packets:
    said = rights(image)
    return Packets(xmp(said), iim(said))
