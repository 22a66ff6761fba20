"""Metadata in GIF: XMP in an application extension.

Source: GIF89a specification; Adobe, XMP specification part 3, "GIF": the packet stands there as
it is, not in blocks, and 257 bytes behind it lead any reader of blocks to their end.
"""

from __future__ import annotations

from typing import IO

from .blocks import Blocks

EXTENSION, IMAGE, TRAILER, APPLICATION = 0x21, 0x2C, 0x3B, 0xFF
MOST_BLOCKS = 500_000  # of 255 bytes: more than a file of the size we take has
MAGIC = 257  # bytes behind the packet


def read(file: IO[bytes], blocks: Blocks) -> None:
    file.seek(10)
    file.seek(13 + _colours(file.read(1)))
    left = MOST_BLOCKS
    while left > 0 and (kind := file.read(1)):
        if kind[0] == TRAILER:
            return
        if kind[0] == EXTENSION:
            left -= _read_extension(file, blocks)
        elif kind[0] == IMAGE:
            file.seek(_colours(file.read(9)[8:]) + 1, 1)
            left -= _pass_over(file, left)
        else:
            break
    blocks.trouble("The GIF file breaks off.")


def _colours(flags: bytes) -> int:
    """Bytes of the colour table that these flags announce."""
    return 3 * 2 ** ((flags[0] & 7) + 1) if flags[0] & 0x80 else 0


def _read_extension(file: IO[bytes], blocks: Blocks) -> int:
    """How many blocks it had."""
    label = file.read(1)
    name = file.read(file.read(1)[0]) if label == bytes([APPLICATION]) else b""
    blocks.has_c2pa = blocks.has_c2pa or name.startswith(b"C2PA_GIF")
    begin = file.tell()
    count = _pass_over(file, MOST_BLOCKS)
    size = file.tell() - begin
    if name == b"XMP DataXMP" and blocks.has_room(size):
        file.seek(begin)
        blocks.xmp.append(file.read(size)[: -MAGIC - 1])
    return count


def _pass_over(file: IO[bytes], most: int) -> int:
    """Go behind the empty block that ends a row of blocks; how many there were."""
    count = 1
    while count < most and (length := file.read(1)) not in {b"", b"\0"}:
        file.seek(length[0], 1)
        count += 1
    return count
