"""Whether a file is whole and of a reasonable build, before a decoder is let near it.

Told from its structure alone, without a pixel decoded. A header of a million tiny parts would keep
Pillow busy for minutes; an upload that broke off has a good header, and its end is missing.
"""

from __future__ import annotations

import os
import struct
from typing import IO

CHUNK = 64 * 1024  # bytes
MOST_PARTS = 5_000  # in front of the pixels; a camera writes a few dozen
MOST_RUBBISH = 64 * 1024  # bytes between two segments of a JPEG
MOST_BLOCKS = 500_000  # of a GIF's pixels, 255 bytes each
SOS, STANDALONE = 0xDA, {0x01, *range(0xD0, 0xD9)}
EXTENSION, IMAGE = 0x21, 0x2C


def is_sound(file: IO[bytes]) -> bool:
    """False for a file that breaks off or is built to be slow; true for what is no picture."""
    size = file.seek(0, os.SEEK_END)
    start = _bytes(file, 0, 12)
    check = {
        start[:2] == b"\xff\xd8": _jpeg,
        start[:8] == b"\x89PNG\r\n\x1a\n": _png,
        start[:4] == b"RIFF" and start[8:] == b"WEBP": _webp,
        start[4:8] == b"ftyp": _avif,
        start[:4] == b"GIF8": _gif,
    }.get(True)
    try:
        return check is None or check(file, size)
    except (struct.error, IndexError):  # it ends within a header
        return False


def _bytes(file: IO[bytes], at: int, length: int) -> bytes:
    file.seek(at)
    return file.read(length)


def _read(file: IO[bytes], at: int, form: str) -> tuple[int, ...]:
    return struct.unpack(form, _bytes(file, at, struct.calcsize(form)))


def _jpeg(file: IO[bytes], size: int) -> bool:
    """An end of image (FF D9) behind the first scan; within pixels FF is followed by 00 or RST."""
    at, parts, rubbish = 2, 0, 0
    while parts < MOST_PARTS and rubbish < MOST_RUBBISH:
        mark, marker = _read(file, at, ">BB")
        if mark != 0xFF or marker in {0x00, 0xFF} or marker in STANDALONE:
            at, rubbish = at + 1, rubbish + 1
            continue
        (length,) = _read(file, at + 2, ">H")
        at, parts = at + 2 + length, parts + 1
        if marker == SOS:
            return _holds(file, at, b"\xff\xd9")
    return False


def _holds(file: IO[bytes], start: int, wanted: bytes) -> bool:
    file.seek(start)
    before = b""
    while chunk := file.read(CHUNK):
        if wanted in before + chunk:
            return True
        before = chunk[-len(wanted) + 1 :]
    return False


def _png(file: IO[bytes], size: int) -> bool:
    at, parts, is_header = 8, 0, True
    while at + 12 <= size and parts < MOST_PARTS:
        length, name = struct.unpack(">I4s", _bytes(file, at, 8))
        at += 12 + int(length)
        is_header = is_header and name != b"IDAT"
        parts += is_header
        if name == b"IEND":
            return at <= size
    return False


def _webp(file: IO[bytes], size: int) -> bool:
    (length,) = _read(file, 4, "<I")
    return bool(length + 8 <= size)


def _avif(file: IO[bytes], size: int) -> bool:
    at, parts = 0, 0
    while at + 8 <= size and parts < MOST_PARTS:
        (length,) = _read(file, at, ">I")
        if length == 1:
            (length,) = _read(file, at + 8, ">Q")
        if length == 0:  # to the end of the file
            return True
        at, parts = at + max(8, length), parts + 1
    return at <= size and parts < MOST_PARTS


def _gif(file: IO[bytes], size: int) -> bool:
    """The first picture of it, which is the one we show, has come to its end."""
    at, left = 13 + _colours(_read(file, 10, "<B")[0]), MOST_PARTS
    while left > 0:
        (block,) = _read(file, at, "<B")
        if block == EXTENSION:
            at, left = _after(file, at + 2, left - 1)
        elif block == IMAGE:
            start = at + 11 + _colours(_read(file, at + 9, "<B")[0])
            end, left = _after(file, start, MOST_BLOCKS)
            return left > 0 and end <= size
        else:
            return False
    return False


def _colours(flags: int) -> int:
    """Bytes of a table of colours."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after(file: IO[bytes], at: int, left: int) -> tuple[int, int]:
    """The place behind a row of data blocks, and how many blocks may still come."""
    while (length := _read(file, at, "<B")[0]) and left:
        at, left = at + 1 + length, left - 1
    return at + 1, left
