"""What tells one picture from another: its bytes (SHA-256) and how it looks (dHash, 64 bits).

Two pictures whose dHash differs in ten bits or fewer look alike: the same photograph in another
size, quality or brightness, or slightly cropped. That of the mirrored picture finds the mirrored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import IO

from PIL import Image

CHUNK = 1 << 20
ALIKE = 10  # bits
BANDS, BITS = 4, 16


@dataclass(frozen=True, slots=True)
class Looks:
    """The dHash of a picture and of its mirror image, as 64-bit numbers."""

    dhash: int
    mirrored: int


def sha256(file: IO[bytes]) -> str:
    """The digest of a whole file in hexadecimal; afterwards it stands at its beginning again."""
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def looks(image: Image.Image) -> Looks:
    """The fingerprint of a decoded picture, upright; transparent parts count as white."""
    grey = _on_white(image).convert("L").resize((9, 8), Image.Resampling.LANCZOS)
    return Looks(_dhash(grey), _dhash(grey.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))


def distance(one: int, other: int) -> int:
    """In how many bits two fingerprints differ."""
    return (one ^ other).bit_count()


def bands(dhash: int) -> tuple[int, ...]:
    """The 64 bits as four numbers of 16 bits, the highest first."""
    return tuple(dhash >> shift & 0xFFFF for shift in (48, 32, 16, 0))


def neighbours(dhash: int) -> Iterator[list[int]]:
    """For each band the values of which one stands in every fingerprint within ten bits.

    Ten differing bits cannot be spread over four bands without leaving two or fewer in one of the
    first three, or one or none in the last (multi-index hashing, Norouzi et al. 2012): looking
    these values up by index misses nothing.
    """
    *first, last = bands(dhash)
    for band in first:
        yield [band ^ mask for mask in MASKS]
    yield [last ^ mask for mask in MASKS if mask.bit_count() < 2]


MASKS = [
    sum(1 << bit for bit in bits) for size in range(3) for bits in combinations(range(BITS), size)
]


def _dhash(grey: Image.Image) -> int:
    """Whether each of 8 x 8 pixels is darker than its right neighbour."""
    values = grey.tobytes()
    number = 0
    for row in range(8):
        for column in range(8):
            place = row * 9 + column
            number = number << 1 | (values[place] < values[place + 1])
    return number


def _on_white(image: Image.Image) -> Image.Image:
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image
    layer = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
