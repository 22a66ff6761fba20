"""Metadata in AVIF: items of the meta box. Source: ISO 14496-12, 8.11; ISO 23008-12 annex A."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from .blocks import MOST, Blocks, Damaged

MOST_BOXES = 10_000
MOST_ITEMS = 10_000  # and pieces of items
FARTHEST = 1 << 60  # a place no file system knows
C2PA = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
Box = tuple[bytes, int, int]  # kind, begin and end of the content


@dataclass(frozen=True, slots=True)
class Extent:
    """A piece of an item: in the file (method 0) or in the box for data (method 1)."""

    method: int
    begin: int
    length: int

    def read(self, file: IO[bytes], data_box: int) -> bytes:
        """Raises Damaged for a piece that lies elsewhere."""
        if self.method > 1 or self.begin > FARTHEST:
            raise Damaged
        file.seek(self.begin + (data_box if self.method else 0))
        return file.read(self.length)


class Fields:
    """Big-endian numbers and texts out of a box, in order."""

    def __init__(self, data: bytes, place: int = 0) -> None:
        self.data = data
        self.place = place

    def number(self, size: int) -> int:
        """Raises Damaged at the end of the box."""
        piece = self.data[self.place : self.place + size]
        if len(piece) < size:
            raise Damaged
        self.place += size
        return int.from_bytes(piece, "big")

    def text(self) -> bytes:
        end = self.data.find(b"\0", self.place)
        end = len(self.data) if end < 0 else end
        piece = self.data[self.place : end]
        self.place = end + 1
        return piece


def read(file: IO[bytes], blocks: Blocks) -> None:
    end = file.seek(0, 2)
    for kind, begin, stop in _boxes(file, 0, end):
        if kind == b"meta":
            _read_meta(file, begin + 4, stop, blocks)
        elif kind == b"uuid":
            _read_uuid(file, begin, stop, blocks)


def _boxes(file: IO[bytes], begin: int, end: int) -> Iterator[Box]:
    for _ in range(MOST_BOXES):
        if begin + 8 > end:
            return
        file.seek(begin)
        header = file.read(16)
        size, kind, start = int.from_bytes(header[:4], "big"), header[4:8], begin + 8
        if size == 1:
            size, start = int.from_bytes(header[8:], "big"), begin + 16
        stop = begin + size if size else end
        if stop < start or stop > end:
            raise Damaged
        yield kind, start, stop
        begin = stop


def _read_uuid(file: IO[bytes], begin: int, stop: int, blocks: Blocks) -> None:
    file.seek(begin)
    name = file.read(16)
    blocks.has_c2pa = blocks.has_c2pa or name == C2PA
    if name == XMP and blocks.has_room(stop - begin):
        blocks.xmp.append(file.read(stop - begin - 16))


def _read_meta(file: IO[bytes], begin: int, stop: int, blocks: Blocks) -> None:
    inner = {kind: (start, end) for kind, start, end in _boxes(file, begin, stop)}
    kinds = _kinds(_content(file, inner.get(b"iinf")))
    places = _places(_content(file, inner.get(b"iloc")))
    data_box = inner.get(b"idat", (0, 0))[0]
    for item, kind in kinds.items():
        extents = places.get(item, [])
        if not blocks.has_room(sum(extent.length for extent in extents)):
            return
        data = b"".join(extent.read(file, data_box) for extent in extents)
        if kind == b"Exif":
            blocks.exif.append(data[4 + int.from_bytes(data[:4], "big") :])
        else:
            blocks.xmp.append(data)


def _content(file: IO[bytes], box: tuple[int, int] | None) -> bytes:
    if box is None:
        return b""
    if box[1] - box[0] > MOST:
        raise Damaged
    file.seek(box[0])
    return file.read(box[1] - box[0])


def _kinds(iinf: bytes) -> dict[int, bytes]:
    """The items that are EXIF or XMP, by their number."""
    found: dict[int, bytes] = {}
    place = 6 if iinf[:1] == b"\0" else 8  # behind version, flags and the count
    for _ in range(MOST_ITEMS):
        size = int.from_bytes(iinf[place : place + 4], "big")
        if size < 8 or place + size > len(iinf):
            break
        entry = Fields(iinf[place + 8 : place + size])
        version = entry.number(4) >> 24
        if version >= 2:
            item = entry.number(4 if version == 3 else 2)
            entry.number(2)
            kind = entry.number(4).to_bytes(4, "big")
            entry.text()  # its name
            if kind == b"Exif" or (kind == b"mime" and entry.text() == b"application/rdf+xml"):
                found[item] = kind
        place += size
    return found


def _places(iloc: bytes) -> dict[int, list[Extent]]:
    """Where the items lie."""
    if not iloc:
        return {}
    fields = Fields(iloc)
    version = fields.number(4) >> 24
    sizes = fields.number(2)
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    wide = 4 if version == 2 else 2
    places: dict[int, list[Extent]] = {}
    left = MOST_ITEMS
    for _ in range(min(fields.number(wide), MOST_ITEMS)):
        item = fields.number(wide)
        method = fields.number(2) & 15 if version else 0
        fields.number(2)
        start = fields.number(base)
        count = fields.number(2)
        left -= count
        if left < 0:
            raise Damaged
        places[item] = []
        for _ in range(count):
            fields.number(index if version else 0)
            begin = start + fields.number(offset)
            places[item].append(Extent(method, begin, fields.number(length)))
    return places
