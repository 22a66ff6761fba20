"""Metadata in JPEG: EXIF and XMP in APP1, Photoshop's resources in APP13, C2PA in APP11.

Sources: ISO 10918-1 annex B; Adobe, XMP specification part 3, "JPEG".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from .blocks import Blocks
from .extended import Extended
from .photoshop import read_segments

EXIF = b"Exif\0"
XMP = b"http://ns.adobe.com/xap/1.0/\0"
EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
PHOTOSHOP = (b"Photoshop 3.0\0", b"Adobe_Photoshop2.5:")
APP1, APP11, APP13 = 0xE1, 0xEB, 0xED
START, END, SCAN = 0xD8, 0xD9, 0xDA
BARE = {0x01, START, *range(0xD0, 0xD8)}  # markers without a length
WANTED = {APP1, APP11, APP13}
MOST_SEGMENTS = 20_000
MOST_RUBBISH = 65_536  # bytes between the segments


def read(file: IO[bytes], blocks: Blocks) -> None:
    packets: list[bytes] = []
    extended = Extended()
    resources: list[bytes] = []
    for marker, data in _segments(file, blocks):
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
    for marker, length in _headings(file):
        if marker in {SCAN, END}:
            return
        if marker not in WANTED:
            file.seek(length, 1)
            continue
        data = file.read(length)
        if not blocks.has_room(len(data)):
            return
        yield marker, data
        if len(data) < length:
            break
    blocks.trouble("The file ends before its picture begins.")


def _headings(file: IO[bytes]) -> Iterator[tuple[int, int]]:
    """Marker and length of each segment; the reader moves the file past the content."""
    rubbish = MOST_RUBBISH
    for _ in range(MOST_SEGMENTS):
        last, byte = b"", file.read(1)
        while byte and not (last == b"\xff" and byte not in {b"\0", b"\xff"}) and rubbish:
            rubbish -= byte != b"\xff" or last == b"\xff"
            last, byte = byte, file.read(1)
        if not byte or not rubbish:
            return
        if byte[0] not in BARE:
            yield byte[0], max(0, int.from_bytes(file.read(2), "big") - 2)


def _add_exif(exif: list[bytes], data: bytes) -> None:
    """A segment that does not begin like TIFF carries on the one before."""
    if exif and data[:2] not in {b"II", b"MM"}:
        exif[-1] += data
    else:
        exif.append(data)


def _add_resources(resources: list[bytes], data: bytes) -> None:
    resources += [data[len(name) :] for name in PHOTOSHOP if data.startswith(name)]
