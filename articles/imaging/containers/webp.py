"""Metadata in WebP: RIFF chunks behind the picture's own. Source: WebP container specification."""

from __future__ import annotations

from typing import IO

from .blocks import MOST, Blocks

MOST_CHUNKS = 100_000


def read(file: IO[bytes], blocks: Blocks) -> None:
    file.seek(12)
    for _ in range(MOST_CHUNKS):
        header = file.read(8)
        if not header:
            return
        length = int.from_bytes(header[4:], "little")
        if len(header) < 8:
            break
        target = {b"EXIF": blocks.exif, b"XMP ": blocks.xmp, b"XMP\0": blocks.xmp}.get(header[:4])
        blocks.has_c2pa = blocks.has_c2pa or header[:4] == b"C2PA"
        if target is None:
            file.seek(length + (length & 1), 1)
        elif length > MOST or not blocks.has_room(length):
            break
        else:
            data = file.read(length)
            target.append(data.removeprefix(b"Exif\0\0"))
            if len(data) < length:
                break
            file.seek(length & 1, 1)
    blocks.trouble("The WebP file breaks off.")
