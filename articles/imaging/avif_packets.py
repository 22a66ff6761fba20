"""The item of an AVIF file that says whose picture it is (ISO 14496-12, 23008-12).

The encoder leaves a small item of XMP, `ROOM`; a packet is written behind everything else in a
media box of its own, and the item's location points there. Nothing in front of it moves, so no
other offset of the file changes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

MIME = b"application/rdf+xml\0"


class Box(NamedTuple):
    """One box: its name, and where its content begins and ends."""

    name: bytes
    start: int
    end: int


class Place(NamedTuple):
    """Where the item lies, and where in the file that is written down (sizes in bytes)."""

    offset: int
    length: int
    offset_at: int
    offset_size: int
    length_size: int


def with_packets(data: bytes, xmp: bytes) -> bytes:
    """The same pixels with this packet in place of another.

    Raises ValueError (and what reading behind the end raises) for a file of another kind.
    """
    boxes = list(_boxes(data, 0, len(data)))
    meta = next(box for box in boxes if box.name == b"meta")
    place = _place(data, meta, _item(data, meta))
    kept = bytearray(data)
    old = slice(place.offset, place.offset + place.length)
    last = boxes[-1]
    if last.name == b"mdat" and last.start == place.offset and last.end == old.stop:
        del kept[last.start - 8 :]  # an earlier packet of ours
    else:
        kept[old] = bytes(place.length)
    _put(kept, place.offset_at, place.offset_size, len(kept) + 8)
    _put(kept, place.offset_at + place.offset_size, place.length_size, len(xmp))
    return bytes(kept) + struct.pack(">I", len(xmp) + 8) + b"mdat" + xmp


def _boxes(data: bytes, start: int, end: int) -> Iterator[Box]:
    while start + 8 <= end:
        (size,) = struct.unpack_from(">I", data, start)
        if size < 8:
            raise ValueError("an AVIF file of another kind than ours")
        yield Box(data[start + 4 : start + 8], start + 8, start + size)
        start += size


def _inside(data: bytes, meta: Box, name: bytes) -> Box:
    return next(box for box in _boxes(data, meta.start + 4, meta.end) if box.name == name)


def _item(data: bytes, meta: Box) -> int:
    """The number of the XMP item, from the list of items (infe, version 2)."""
    listed = _inside(data, meta, b"iinf")
    head = 6 if data[listed.start] == 0 else 8
    for box in _boxes(data, listed.start + head, listed.end):
        number, _protection, kind = struct.unpack_from(">HH4s", data, box.start + 4)
        if kind == b"mime" and data[box.start : box.end].endswith(MIME):
            return int(number)
    raise ValueError("an AVIF file without XMP")


def _place(data: bytes, meta: Box, wanted: int) -> Place:
    """Where the item lies, from the table of locations (iloc, version 0 or 1; one extent each)."""
    table = _inside(data, meta, b"iloc")
    version = data[table.start]
    sizes, more, count = struct.unpack_from(">BBH", data, table.start + 4)
    offset_size, length_size, base_size, index_size = (
        sizes >> 4,
        sizes & 15,
        more >> 4,
        more & 15 if version == 1 else 0,
    )
    at = table.start + 8
    for _ in range(count):
        (number,) = struct.unpack_from(">H", data, at)
        at += (6 if version == 1 else 4) + base_size
        (extents,) = struct.unpack_from(">H", data, at)
        at += 2 + index_size
        if number == wanted and extents == 1:
            offset = int.from_bytes(data[at : at + offset_size])
            length = int.from_bytes(data[at + offset_size : at + offset_size + length_size])
            return Place(offset, length, at, offset_size, length_size)
        at += extents * (offset_size + length_size) + (extents - 1) * index_size
    raise ValueError("an AVIF file whose XMP cannot be found")


def _put(data: bytearray, at: int, size: int, value: int) -> None:
    data[at : at + size] = value.to_bytes(size)
