"""Finding the blocks of metadata in a file, by what its first bytes say it is."""

from __future__ import annotations

import struct
from typing import IO

from . import avif, gif, jpeg, png, webp
from .blocks import Blocks, Damaged

BROKEN = "The file is damaged: not all of its metadata could be reached."


def find(file: IO[bytes]) -> Blocks:
    """The blocks of a JPEG, PNG, WebP, AVIF or GIF file; none of any other. Raises nothing."""
    file.seek(0)
    start = file.read(12)
    reader = {
        start[:2] == b"\xff\xd8": jpeg.read,
        start[:8] == png.SIGNATURE: png.read,
        start[:4] == b"RIFF" and start[8:] == b"WEBP": webp.read,
        start[4:8] == b"ftyp": avif.read,
        start[:4] == b"GIF8": gif.read,
    }.get(True)
    blocks = Blocks()
    if reader is None:
        blocks.trouble("The file is no picture whose metadata can be read.")
        return blocks
    try:
        reader(file, blocks)
    except (Damaged, struct.error, IndexError):
        blocks.trouble(BROKEN)
    return blocks
