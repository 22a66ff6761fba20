"""From any colours that a file may hold to plain sRGB on white paper."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageCms

WITH_ALPHA = {"RGBA", "LA", "PA", "RGBa", "La"}


def plain(image: Image.Image) -> Image.Image:
    """The picture in sRGB without transparency: dropping its profile then changes no colour."""
    if image.mode.startswith("I;16") or image.mode in {"I", "F"}:
        # 65,536 greys, which convert() would cut off at 255
        image = _keeping(image, image.point(lambda grey: grey * (1 / 256)).convert("L"))
    profile = image.info.get("icc_profile")
    if image.mode == "P" or "transparency" in image.info:
        image = _keeping(image, image.convert("RGBA"))
    alpha = image.getchannel("A") if image.mode in {"RGBA", "LA"} else None
    colours = _without_alpha(image)
    colours = _srgb(colours, profile) if profile else colours.convert("RGB")
    if alpha is None:
        return colours
    paper = Image.new("RGB", colours.size, "white")
    paper.paste(colours, mask=alpha)
    return paper


def _keeping(image: Image.Image, converted: Image.Image) -> Image.Image:
    converted.info = {k: v for k, v in image.info.items() if k != "transparency"}
    return converted


def _without_alpha(image: Image.Image) -> Image.Image:
    if image.mode == "LA":
        return image.getchannel("L")
    return image.convert("RGB") if image.mode in WITH_ALPHA else image


def _srgb(image: Image.Image, profile: bytes) -> Image.Image:
    if image.mode not in {"RGB", "CMYK", "L"}:
        return image.convert("RGB")
    try:
        change = _transform(profile, image.mode)
        return change.apply(image)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert("RGB")  # a broken profile: the plain colours are the best there is


@lru_cache(maxsize=4)  # a picture comes in strips
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform:
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    return ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
