"""Making the files that readers get: upright, sRGB, without any of the original's metadata."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from PIL import Image

from .crop import Box, Focus, crop_box, part_size
from .decode import decode, open_picture, scale, upright_size
from .encode import encode
from .spec import CARD, CARDS, CROPS, LEAST_CARD, LEAST_CROP, WHOLE, WIDTHS, Spec

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
    wanted = fitting(upright_size(image))
    missing = [spec for spec in wanted if (spec.name, spec.extension) not in done]
    if not missing:
        return
    picture, full = decode(image)
    yield from _made(picture, full, missing, focus or Focus())


def fitting(size: tuple[int, int]) -> list[Spec]:
    """The specs for a picture of this size: up to the first that is at least as wide."""
    crops = [spec for spec in CROPS if spec.ratio and part_size(size, spec.ratio)[0] >= LEAST_CROP]
    return [*crops, *_cards(size), *_up_to(size[0], WHOLE)]


def _cards(size: tuple[int, int]) -> list[Spec]:
    """None for a picture that has the shape of a card: lists show it whole."""
    part = part_size(size, CARD)
    is_one = part[0] * part[1] > size[0] * size[1] * 0.98
    return [] if is_one or part[0] < LEAST_CARD else _up_to(part[0], CARDS)


def _up_to(width: int, specs: Sequence[Spec]) -> list[Spec]:
    last = next((candidate for candidate in WIDTHS if candidate >= width), WIDTHS[-1])
    return [spec for spec in specs if spec.width <= last]


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
