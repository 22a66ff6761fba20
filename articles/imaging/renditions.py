"""Making the files that readers get: upright, sRGB, without any of the original's metadata."""

from __future__ import annotations

import io
from collections.abc import Container, Iterator
from dataclasses import dataclass
from math import ceil
from typing import IO

from PIL import Image, ImageCms, ImageOps

from .inspect import FORMATS, Refused, lies_on_its_side, require_size
from .spec import SPECS, Spec

TALLEST = 16_383  # pixels: what WebP can hold
WIDEST = max(spec.width for spec in SPECS)
STRIP = 2_000_000  # pixels
DAMAGED = "The picture cannot be decoded: the file is damaged."


@dataclass(frozen=True, slots=True)
class Rendered:
    """One rendition: its spec, its size in pixels, its file."""

    spec: Spec
    width: int
    height: int
    data: bytes


def render(original: IO[bytes], done: Container[tuple[str, str]] = ()) -> Iterator[Rendered]:
    """The renditions of a picture but those `done` (spec name, extension) already.

    Raises Refused when the file cannot be decoded.

    A spec wider than the picture is made at the picture's own width when no smaller spec
    holds it; Pillow writes no metadata unless asked, so location data stays behind.
    """
    image = _open(original)
    missing = [s for s in _fitting(_upright_width(image)) if (s.name, s.extension) not in done]
    if not missing:
        return
    picture, full = _decode(image)
    for spec in missing:
        small = picture.resize(_size(*full, spec.width), Image.Resampling.LANCZOS)
        yield Rendered(spec, small.width, small.height, _encode(small, spec))


def _scale(width: int, height: int, widest: int) -> float:
    """Never enlarged, and never taller than WebP can hold."""
    return min(1.0, widest / width, TALLEST / height)


def _size(width: int, height: int, widest: int) -> tuple[int, int]:
    scale = _scale(width, height, widest)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _fitting(width: int) -> list[Spec]:
    """The specs up to the first that is at least as wide as the picture."""
    widths = sorted({spec.width for spec in SPECS})
    last = next((candidate for candidate in widths if candidate >= width), widths[-1])
    return [spec for spec in SPECS if spec.width <= last]


def _open(original: IO[bytes]) -> Image.Image:
    """The picture with its header read, its pixels not yet."""
    original.seek(0)
    try:
        image = Image.open(original, formats=list(FORMATS))
    except Exception as error:  # Pillow's readers raise many kinds for broken files
        raise Refused(DAMAGED) from error
    require_size(image.format or "", image.width * image.height, "The picture")
    return image


def _upright_width(image: Image.Image) -> int:
    """The width once the picture stands upright."""
    return image.height if lies_on_its_side(image) else image.width


def _decode(image: Image.Image) -> tuple[Image.Image, tuple[int, int]]:
    """The picture at no more than about twice the widest spec, and its full size, both upright."""
    width, height = image.size
    turned = lies_on_its_side(image)
    scale = _scale(height, width, WIDEST) if turned else _scale(width, height, WIDEST)
    try:
        image.draft("RGB", (ceil(width * scale), ceil(height * scale)))  # JPEG: decoded smaller
        image.load()
    except Exception as error:  # as above
        raise Refused(DAMAGED) from error
    factor = max(1, int(image.width / max(1.0, 2 * width * scale)))
    picture = ImageOps.exif_transpose(_reduce(image, factor))
    full = (height, width) if lies_on_its_side(image) else (width, height)
    return picture, full


def _reduce(image: Image.Image, factor: int) -> Image.Image:
    """In plain colours on white, at a fraction of the size; strip by strip, as copies are large."""
    size = ceil(image.width / factor), ceil(image.height / factor)
    small = Image.new("RGB", size)
    small.info = dict(image.info)  # its orientation is still to be read
    rows = max(1, STRIP // (image.width * factor)) * factor
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        small.paste(_on_white(_srgb(strip)).reduce(factor), (0, top // factor))
    return small


def _srgb(image: Image.Image) -> Image.Image:
    """The picture in sRGB, so that dropping its colour profile changes no colour."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK", "L"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image  # a broken profile: the plain colours are the best there is
    return converted or image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    if image.mode == "I;16":  # 65,536 greys, which convert() would cut off at 255
        image = image.point(lambda grey: grey * (1 / 256)).convert("L")
    layer = image.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(paper, layer).convert("RGB")


def _encode(image: Image.Image, spec: Spec) -> bytes:
    image.info.clear()
    out = io.BytesIO()
    options = {"progressive": True} if spec.format == "JPEG" else {"method": 4}
    image.save(out, spec.format, quality=spec.quality, **options)
    return out.getvalue()
