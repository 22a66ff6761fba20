"""Metadata in PNG: chunks for EXIF, XMP and C2PA, and ImageMagick's profiles in hexadecimal.

Source: PNG specification, third edition; Adobe, XMP specification part 3, "PNG".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from . import photoshop
from .blocks import MOST, Blocks, Damaged

SIGNATURE = b"\x89PNG\r\n\x1a\n"
XMP = b"XML:com.adobe.xmp"
PROFILE = b"Raw profile type "
WANTED = {b"iTXt", b"tEXt", b"zTXt", b"eXIf", b"zxIf", b"caBX"}
MOST_CHUNKS = 100_000
HEXADECIMAL = re.compile(rb"\s?[^\n]{0,99}\n\s{0,99}\d{1,12}\s{1,9}([0-9A-Fa-f\s]*)")
BROKEN = "A text chunk of the PNG file is damaged."


def read(file: IO[bytes], blocks: Blocks) -> None:
    _read_chunks(file, blocks)
    blocks.xmp.reverse()  # of several the last one written counts
    blocks.exif.reverse()


def _read_chunks(file: IO[bytes], blocks: Blocks) -> None:
    for kind, data in _chunks(file, blocks):
        if not blocks.has_room(len(data)):
            return
        if kind == b"eXIf":
            blocks.exif.append(data.removeprefix(b"Exif\0\0"))
        elif kind == b"caBX":
            blocks.has_c2pa = True
        else:
            _read_text(kind, data, blocks)


def _chunks(file: IO[bytes], blocks: Blocks) -> Iterator[tuple[bytes, bytes]]:
    file.seek(len(SIGNATURE))
    for _ in range(MOST_CHUNKS):
        header = file.read(8)
        length, kind = int.from_bytes(header[:4], "big"), header[4:]
        if kind == b"IEND":
            return
        if len(header) < 8:
            break
        if kind not in WANTED:
            file.seek(length + 4, 1)
            continue
        data = file.read(min(length, MOST + 1))
        if len(data) < length:
            break
        yield kind, data
        file.seek(4, 1)
    blocks.trouble("The PNG file breaks off.")


def _read_text(kind: bytes, data: bytes, blocks: Blocks) -> None:
    keyword, _, rest = data.partition(b"\0")
    if keyword != XMP and not keyword.startswith(PROFILE):
        return
    try:
        text = _unpacked(kind, rest, blocks)
        if keyword == XMP:
            blocks.xmp.append(text)
        else:
            _read_profile(keyword[len(PROFILE) :].decode("latin-1").lower(), text, blocks)
    except (Damaged, ValueError):
        blocks.trouble(BROKEN)


def _unpacked(kind: bytes, rest: bytes, blocks: Blocks) -> bytes:
    if kind == b"tEXt":
        return rest
    if kind == b"zTXt":
        return blocks.inflate(rest[1:])
    language_and_text = rest[2:].split(b"\0", 2)  # behind flag and method
    if len(language_and_text) < 3:
        raise Damaged
    return blocks.inflate(language_and_text[2]) if rest[:1] == b"\1" else language_and_text[2]


def _read_profile(name: str, text: bytes, blocks: Blocks) -> None:
    match = HEXADECIMAL.match(text)
    if not match:
        raise Damaged
    data = bytes.fromhex(match[1].decode("ascii"))
    if name in {"iptc", "8bim"} and data.startswith(b"\x1c"):
        blocks.iim.append(data)
    elif name in {"iptc", "8bim"}:
        photoshop.read(data.removeprefix(b"Photoshop 3.0\0"), blocks)
    elif name in {"exif", "app1"} and data.startswith(b"Exif\0"):
        blocks.exif.append(data[6:])
    elif name in {"xmp", "app1"}:
        blocks.xmp.append(data.removeprefix(b"http://ns.adobe.com/xap/1.0/\0"))
