"""The sizes in which pictures are published; an address can name no other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spec:
    """One size and format: at most `width` pixels wide, never enlarged.

    With `ratio` (width to height) it is a crop around the focal point, without it the whole
    picture.
    """

    name: str
    width: int
    format: str  # Pillow's name
    extension: str
    mime: str
    quality: int
    ratio: tuple[int, int] | None = None


FORMATS = (("AVIF", "avif", 62), ("WEBP", "webp", 78), ("JPEG", "jpg", 82))  # best first
WIDTHS = (480, 960, 1600)
CARD = (3, 2)  # the shape of pictures in lists
LEAST_CARD = 240  # pixels: below it a list shows the whole picture
CROP_WIDTH = 1200  # pixels: what Google and the makers of link previews ask for
LEAST_CROP = 700  # pixels: a picture that gives no wider crop is shown to machines whole
RATIOS = {"16x9": (16, 9), "4x3": (4, 3), "1x1": (1, 1)}


def _sizes(letter: str, ratio: tuple[int, int] | None = None) -> tuple[Spec, ...]:
    return tuple(
        Spec(f"{letter}{width}", width, name, extension, f"image/{name.lower()}", quality, ratio)
        for width in WIDTHS
        for name, extension, quality in FORMATS
    )


WHOLE = _sizes("w")
CARDS = _sizes("c", CARD)
# For machines, which all read JPEG: structured data, link previews.
CROPS = tuple(
    Spec(name, CROP_WIDTH, "JPEG", "jpg", "image/jpeg", 82, ratio) for name, ratio in RATIOS.items()
)
SPECS = CROPS + CARDS + WHOLE
CUT = {spec.name for spec in SPECS if spec.ratio}  # names of those that show a part
