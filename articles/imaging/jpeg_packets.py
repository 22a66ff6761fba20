"""The segments of a JPEG file that say whose picture it is (ISO 10918-1; XMP part 3; IIM)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

XMP = b"http://ns.adobe.com/xap/1.0/\0"
IIM = b"Photoshop 3.0\0"
LONGEST = 65_533  # bytes of a segment's content
SOI, APP0, APP1, APP13, SOS = b"\xff\xd8", 0xE0, 0xE1, 0xED, 0xDA


def with_packets(data: bytes, xmp: bytes, iim: bytes) -> bytes:
    """The same pixels with these packets in place of others. Raises ValueError."""
    if data[:2] != SOI:
        raise ValueError("no JPEG file")
    head, rest = [SOI], []
    end = 2
    for marker, content, after in _segments(data):
        end = after
        if marker == APP0:
            head.append(_segment(marker, content))
        elif not _is_packet(marker, content):
            rest.append(_segment(marker, content))
    own = [_segment(APP1, XMP + xmp), _segment(APP13, iim)] if iim else [_segment(APP1, XMP + xmp)]
    return b"".join([*head, *own, *rest, data[end:]])


def _segments(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Marker, content and end of every segment before the pixels."""
    at = 2
    while data[at : at + 1] == b"\xff" and data[at + 1] != SOS:
        (length,) = struct.unpack_from(">H", data, at + 2)
        yield data[at + 1], data[at + 4 : at + 2 + length], at + 2 + length
        at += 2 + length


def _is_packet(marker: int, content: bytes) -> bool:
    return (marker == APP1 and content.startswith(XMP)) or (
        marker == APP13 and content.startswith(IIM)
    )


def _segment(marker: int, content: bytes) -> bytes:
    if len(content) > LONGEST:
        raise ValueError("a packet too long for a JPEG file")
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content
