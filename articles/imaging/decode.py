"""Reading the pixels of an original: upright, plain, no larger than renditions need."""

from __future__ import annotations

from math import ceil
from typing import IO

from PIL import Image, ImageOps

from .colours import plain
from .inspect import FORMATS, Refused, lies_on_its_side, require_size
from .spec import WIDTHS

TALLEST = 16_383  # pixels: what WebP can hold
WIDEST = max(WIDTHS)
STRIP = 2_000_000  # pixels
DAMAGED = "The picture cannot be decoded: the file is damaged."


def scale(width: int, height: int, widest: int) -> float:
    """Never enlarged, and never taller than WebP can hold."""
    return min(1.0, widest / width, TALLEST / height)


def open_picture(original: IO[bytes]) -> Image.Image:
    """The picture with its header read, its pixels not yet. Raises Refused."""
    original.seek(0)
    try:
        image = Image.open(original, formats=list(FORMATS))
    except MemoryError:
        raise
    except Exception as error:  # Pillow's readers raise many kinds for broken files
        raise Refused(DAMAGED) from error
    require_size(image.width * image.height, "The picture")
    return image


def upright_size(image: Image.Image) -> tuple[int, int]:
    """Width and height once the picture stands upright."""
    width, height = image.size
    return (height, width) if lies_on_its_side(image) else (width, height)


def decode(image: Image.Image) -> tuple[Image.Image, tuple[int, int]]:
    """The first frame at no more than about twice the widest spec, and its full size, upright.

    Raises Refused.
    """
    width, height = image.size
    share = scale(*upright_size(image), WIDEST)
    try:
        image.draft("RGB", (ceil(width * share), ceil(height * share)))  # JPEG: decoded smaller
        image.load()
    except MemoryError:
        raise
    except Exception as error:  # as above
        raise Refused(DAMAGED) from error
    factor = max(1, int(image.width / max(1.0, 2 * width * share)))
    picture = ImageOps.exif_transpose(_reduce(image, factor))
    full = (height, width) if lies_on_its_side(image) else (width, height)
    return picture, full


def _reduce(image: Image.Image, factor: int) -> Image.Image:
    """In plain colours, at a fraction of the size; strip by strip, as copies are large."""
    size = ceil(image.width / factor), ceil(image.height / factor)
    small = Image.new("RGB", size)
    small.info = dict(image.info)  # its orientation is still to be read
    rows = max(1, STRIP // (image.width * factor)) * factor
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        small.paste(plain(strip).reduce(factor), (0, top // factor))
    return small
