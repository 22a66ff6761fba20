"""The sizes in which pictures are published; an address can name no other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spec:
    """One size and format: at most `width` pixels wide, never enlarged."""

    name: str
    width: int
    format: str  # Pillow's name
    extension: str
    mime: str
    quality: int


SPECS = tuple(
    Spec(f"w{width}", width, name, extension, f"image/{name.lower()}", quality)
    for width in (480, 960, 1600)
    for name, extension, quality in (("WEBP", "webp", 80), ("JPEG", "jpg", 84))
)
