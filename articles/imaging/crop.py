"""Which part of a picture a crop shows."""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[int, int, int, int]  # left, top, right, bottom, in pixels


@dataclass(frozen=True, slots=True)
class Focus:
    """The point of a picture that no crop may lose: shares of its width and height, 0 to 1."""

    x: float = 0.5
    y: float = 0.5

    def __str__(self) -> str:
        return f"{self.x:.4f},{self.y:.4f}"


def part_size(size: tuple[int, int], ratio: tuple[int, int]) -> tuple[int, int]:
    """The largest part of this shape."""
    width, height = size
    across, down = ratio
    wide = max(1, min(width, round(height * across / down)))
    return wide, max(1, min(height, round(width * down / across)))


def crop_box(size: tuple[int, int], ratio: tuple[int, int], focus: Focus) -> Box:
    """The largest part of this shape, as near with its middle to the focal point as can be."""
    wide, high = part_size(size, ratio)
    left = _start(size[0], wide, focus.x)
    top = _start(size[1], high, focus.y)
    return left, top, left + wide, top + high


def _start(whole: int, part: int, share: float) -> int:
    share = min(1.0, max(0.0, share))
    return min(whole - part, max(0, round(whole * share - part / 2)))
