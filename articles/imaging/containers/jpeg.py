"""Metadata in JPEG: EXIF and XMP in APP1, Photoshop's resources in APP13, C2PA in APP11.

Sources: ISO 10918-1 annex B; Adobe, XMP specification part 3, "JPEG".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from .blocks import MOST, Blocks
from .extended import Extended
from .photoshop import read_segments

EXIF = b"Exif\0"
XMP = b"http://ns.adobe.com/xap/1.0/\0"
EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
PHOTOSHOP = (b"Photoshop 3.0\0", b"Adobe_Photoshop2.5:")
APP1, APP11, APP13 = 0xE1, 0xEB, 0xED
START, END, SCAN = 0xD8, 0xD9, 0xDA
BARE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
GAP = 65536  # bytes of rubbish between two segments that are skipped


def read(file: IO[bytes], blocks: Blocks) -> None:
    packets: list[bytes] = []
    extended = Extended()
    resources: list[bytes] = []
    size = 0
    for marker, data in _segments(file, blocks):
        size += len(data)
        if size > MOST:
            blocks.trouble("There is more metadata in the file than is read.")
            break
        if marker == APP11:
            blocks.has_c2pa = blocks.has_c2pa or (data.startswith(b"JP") and b"c2pa" in data)
        elif marker == APP13:
            _add_resources(resources, data)
        elif data.startswith(EXIF):
            _add_exif(blocks.exif, data[6:])
        elif data.startswith(EXTENSION):
            extended.add(data[len(EXTENSION) :])
        elif data.startswith(XMP) or b"<?xpacket" in data:  # some headings are spelled wrong
            packets.append(data.removeprefix(XMP))
    # Of several blocks of one kind the last one written counts.
    blocks.exif.reverse()
    blocks.xmp += [*extended.packets(packets, blocks), *reversed(packets)]
    read_segments(resources, blocks)


def _segments(file: IO[bytes], blocks: Blocks) -> Iterator[tuple[int, bytes]]:
    """The segments with metadata before the picture's own data."""
    file.seek(2)
    while (marker := _next_marker(file)) is not None:
        if marker in {SCAN, END}:
            return
        if marker in BARE or marker == START:
            continue
        length = int.from_bytes(file.read(2), "big") - 2
        if length < 0:
            break
        if marker not in {APP1, APP11, APP13}:
            file.seek(length, 1)
            continue
        data = file.read(length)
        yield marker, data
        if len(data) < length:
            break
    blocks.trouble("The file ends before its picture begins.")


def _next_marker(file: IO[bytes]) -> int | None:
    for _ in range(GAP):
        byte = file.read(1)
        if not byte:
            return None
        if byte != b"\xff":
            continue
        while byte == b"\xff":
            byte = file.read(1)
        if not byte:
            return None
        if byte != b"\0":
            return byte[0]
    return None


def _add_exif(exif: list[bytes], data: bytes) -> None:
    """A segment that does not begin like TIFF carries on the one before."""
    if exif and data[:2] not in {b"II", b"MM"}:
        exif[-1] += data
    else:
        exif.append(data)


def _add_resources(resources: list[bytes], data: bytes) -> None:
    resources += [data[len(name) :] for name in PHOTOSHOP if data.startswith(name)]
