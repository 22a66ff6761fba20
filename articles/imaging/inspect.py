"""Looking at an upload without trusting it: its format, its size, whether it can be read."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from PIL import Image, ImageFile, UnidentifiedImageError

from .structure import is_sound

FORMATS = {
    "JPEG": {".jpg", ".jpeg"},
    "PNG": {".png"},
    "WEBP": {".webp"},
    "AVIF": {".avif"},
    "GIF": {".gif"},
}
ALSO = {"MPO": "JPEG"}  # what Pillow calls a telephone's JPEG with a second picture behind it
MAX_BYTES = 40 * 1024 * 1024
MAX_PIXELS = 100_000_000
Image.MAX_IMAGE_PIXELS = MAX_PIXELS  # Pillow itself warns above it


class Refused(ValueError):
    """The file is no picture we take; the message is a sentence for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a picture file says of itself: Pillow's format name, mime type, size in pixels."""

    format: str
    mime: str
    width: int
    height: int


def inspect(file: IO[bytes], name: str, size: int) -> Facts:
    """Read a file's header (not its pixels). Raises Refused."""
    if size > MAX_BYTES:
        raise Refused(f"{name} is larger than {MAX_BYTES // 1024 // 1024} MB.")
    if not size:
        raise Refused(f"{name} is empty.")
    if not is_sound(file):
        raise Refused(f"{name} cannot be read: the file is damaged.")
    image = _open(file, name)
    kind = ALSO.get(image.format or "", image.format or "")
    if PurePath(name).suffix.lower() not in FORMATS[kind]:
        raise Refused(f"{name} is in truth a {kind} file: rename it or save it anew.")
    width, height = image.size
    require_size(width * height, name)
    if lies_on_its_side(image):
        width, height = height, width
    return Facts(kind, Image.MIME[kind], width, height)


def require_size(pixels: int, name: str) -> None:
    """Raises Refused for more pixels than we take."""
    if pixels > MAX_PIXELS:
        raise Refused(f"{name} has more than {MAX_PIXELS // 1_000_000} megapixels.")


def lies_on_its_side(image: Image.Image) -> bool:
    """EXIF Orientation 5 to 8; False where the file is too damaged to say.

    PNG is asked only for what its header holds: looking behind the pixels would decode them.
    """
    if image.format == "PNG" and "exif" not in image.info:
        return False
    try:
        return image.getexif().get(0x0112, 1) in {5, 6, 7, 8}
    except Exception:  # Pillow raises many kinds for broken EXIF
        return False


def _open(file: IO[bytes], name: str) -> ImageFile.ImageFile:
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return Image.open(file, formats=list(FORMATS))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        message = f"{name} has more than {MAX_PIXELS // 1_000_000} megapixels."
        raise Refused(message) from None
    except UnidentifiedImageError:
        message = f"{name} is not a JPEG, PNG, WebP, AVIF or GIF picture."
        raise Refused(message) from None
    except Exception as error:  # Pillow's readers raise many kinds for broken files
        message = f"{name} cannot be read: the file is damaged."
        raise Refused(message) from error
