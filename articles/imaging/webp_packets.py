"""The chunk of a WebP file that says whose picture it is (RFC 9649)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

HAS_XMP = 0x04
START_CODE = b"\x9d\x01\x2a"


def with_packets(data: bytes, xmp: bytes) -> bytes:
    """The same pixels with this packet in place of another. Raises ValueError."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise ValueError("no WebP file")
    chunks = dict(_chunks(data))
    pixels = chunks.get(b"VP8 ")
    if pixels is None or pixels[3:6] != START_CODE:
        raise ValueError("a WebP file of another kind than ours")
    width, height = struct.unpack_from("<HH", pixels, 6)
    size = [struct.pack("<I", (side & 0x3FFF) - 1)[:3] for side in (width, height)]
    head = struct.pack("<I", HAS_XMP) + b"".join(size)
    body = _chunk(b"VP8X", head) + _chunk(b"VP8 ", pixels) + _chunk(b"XMP ", xmp)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        (length,) = struct.unpack_from("<I", data, at + 4)
        yield data[at : at + 4], data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
