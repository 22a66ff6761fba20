"""Making the files that readers get: upright, sRGB, without any of the original's metadata."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from PIL import Image, ImageCms, ImageOps

from .inspect import FORMATS, Refused
from .spec import SPECS, Spec


@dataclass(frozen=True, slots=True)
class Rendered:
    """One rendition: its spec, its size in pixels, its file."""

    spec: Spec
    width: int
    height: int
    data: bytes


def render(original: IO[bytes]) -> Iterator[Rendered]:
    """Every rendition of a picture. Raises Refused when the file cannot be decoded.

    A spec wider than the picture is made at the picture's own width when no smaller spec
    holds it; Pillow writes no metadata unless asked, so location data stays behind.
    """
    picture = _decode(original)
    for spec in _fitting(picture.width):
        width = min(spec.width, picture.width)
        height = max(1, round(picture.height * width / picture.width))
        small = picture.resize((width, height), Image.Resampling.LANCZOS)
        yield Rendered(spec, width, height, _encode(small, spec))


def _fitting(width: int) -> list[Spec]:
    """The specs up to the first that is at least as wide as the picture."""
    widths = sorted({spec.width for spec in SPECS})
    last = next((candidate for candidate in widths if candidate >= width), widths[-1])
    return [spec for spec in SPECS if spec.width <= last]


def _decode(original: IO[bytes]) -> Image.Image:
    original.seek(0)
    try:
        image: Image.Image = Image.open(original, formats=list(FORMATS))
        image.load()
    except Exception as error:  # Pillow's readers raise many kinds for broken files
        raise Refused("The picture cannot be decoded: the file is damaged.") from error
    return _on_white(_srgb(ImageOps.exif_transpose(image)))


def _srgb(image: Image.Image) -> Image.Image:
    """The picture in sRGB, so that dropping its colour profile changes no colour."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK", "L"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    except ImageCms.PyCMSError:
        return image  # a broken profile: the plain colours are the best there is
    return converted or image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    layer = image.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(paper, layer).convert("RGB")


def _encode(image: Image.Image, spec: Spec) -> bytes:
    image.info.clear()
    out = io.BytesIO()
    options = {"progressive": True} if spec.format == "JPEG" else {"method": 4}
    image.save(out, spec.format, quality=spec.quality, **options)
    return out.getvalue()
