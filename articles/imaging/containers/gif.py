"""Metadata in GIF: XMP in an application extension.

Source: GIF89a specification; Adobe, XMP specification part 3, "GIF": the packet stands there as
it is, not in blocks, and 257 bytes behind it lead any reader of blocks to their end.
"""

from __future__ import annotations

from typing import IO

from .blocks import MOST, Blocks

EXTENSION, IMAGE, TRAILER, APPLICATION = 0x21, 0x2C, 0x3B, 0xFF
MOST_BLOCKS = 1_000_000
MAGIC = 257  # bytes behind the packet


def read(file: IO[bytes], blocks: Blocks) -> None:
    file.seek(10)
    file.seek(13 + _colours(file.read(1)))
    for _ in range(MOST_BLOCKS):
        kind = file.read(1)
        if not kind:
            break
        if kind[0] == TRAILER:
            return
        if kind[0] == EXTENSION:
            _read_extension(file, blocks)
        elif kind[0] == IMAGE:
            file.seek(_colours(file.read(9)[8:]) + 1, 1)
            _sub_blocks(file)
        else:
            break
    blocks.trouble("The GIF file breaks off.")


def _colours(flags: bytes) -> int:
    """Bytes of the colour table that these flags announce."""
    return 3 * 2 ** ((flags[0] & 7) + 1) if flags[0] & 0x80 else 0


def _read_extension(file: IO[bytes], blocks: Blocks) -> None:
    label = file.read(1)
    name = b""
    if label == bytes([APPLICATION]):
        name = file.read(file.read(1)[0])
    if name == b"XMP DataXMP":
        packet = _sub_blocks(file, keep=MOST)
        blocks.xmp.append(packet[: max(0, len(packet) - MAGIC)])
        return
    blocks.has_c2pa = blocks.has_c2pa or name.startswith(b"C2PA_GIF")
    _sub_blocks(file)


def _sub_blocks(file: IO[bytes], keep: int = 0) -> bytes:
    """Pass over blocks up to the empty one; give back their bytes with the lengths between."""
    kept = bytearray()
    for _ in range(MOST_BLOCKS):
        length = file.read(1)
        if length in {b"", b"\0"}:
            break
        if keep:
            kept += length + file.read(length[0])
            keep = max(0, keep - 256)
        else:
            file.seek(length[0], 1)
    return bytes(kept)
