"""Making the files that readers get: upright, sRGB, without any of the original's metadata."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import IO

from PIL import Image

from .crop import Box, Focus, crop_box
from .decode import decode, open_picture, scale, upright_size
from .encode import encode
from .spec import CROPS, LEAST_CROP, WHOLE, WIDTHS, Spec

Name = tuple[str, str]  # of a spec, and the extension


@dataclass(frozen=True, slots=True)
class Rendered:
    """One rendition: its spec, its size in pixels, its file."""

    spec: Spec
    width: int
    height: int
    data: bytes


def render(
    original: IO[bytes], done: Container[Name] = (), focus: Focus | None = None
) -> Iterator[Rendered]:
    """The renditions of a picture but those `done` already: crops first, then narrow to wide.

    A spec wider than the picture is made at the picture's own width when no smaller spec
    holds it. Raises Refused when the file cannot be decoded.
    """
    image = open_picture(original)
    wanted = fitting(upright_size(image), focus or Focus())
    missing = [spec for spec in wanted if (spec.name, spec.extension) not in done]
    if not missing:
        return
    picture, full = decode(image)
    yield from _made(picture, full, missing, focus or Focus())


def fitting(size: tuple[int, int], focus: Focus) -> list[Spec]:
    """The specs for a picture of this size: up to the first that is at least as wide."""
    last = next((candidate for candidate in WIDTHS if candidate >= size[0]), WIDTHS[-1])
    crops = [spec for spec in CROPS if spec.ratio and _width(size, spec, focus) >= LEAST_CROP]
    return [*crops, *(spec for spec in WHOLE if spec.width <= last)]


def _made(
    picture: Image.Image, full: tuple[int, int], specs: list[Spec], focus: Focus
) -> Iterator[Rendered]:
    resized: Image.Image | None = None
    before = ""
    for spec in specs:
        if resized is None or spec.name != before:  # the formats of one size share its pixels
            resized, before = _resized(picture, full, spec, focus), spec.name
        yield Rendered(spec, resized.width, resized.height, encode(resized, spec))


def _resized(picture: Image.Image, full: tuple[int, int], spec: Spec, focus: Focus) -> Image.Image:
    """`picture` may have been decoded smaller than its `full` size, which says how large is due."""
    box = crop_box(full, spec.ratio, focus) if spec.ratio else (0, 0, *full)
    wide, high = box[2] - box[0], box[3] - box[1]
    share = scale(wide, high, spec.width)
    size = max(1, round(wide * share)), max(1, round(high * share))
    return picture.resize(size, Image.Resampling.LANCZOS, _within(picture, full, box))


def _within(
    picture: Image.Image, full: tuple[int, int], box: Box
) -> tuple[float, float, float, float]:
    across, down = picture.width / full[0], picture.height / full[1]
    return (
        box[0] * across,
        box[1] * down,
        min(picture.width, box[2] * across),
        min(picture.height, box[3] * down),
    )


def _width(size: tuple[int, int], spec: Spec, focus: Focus) -> int:
    box = crop_box(size, spec.ratio or size, focus)
    return box[2] - box[0]
