"""Metadata in AVIF: items of the meta box. Source: ISO 14496-12, 8.11; ISO 23008-12 annex A."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from .blocks import MOST, Blocks, Damaged

MOST_BOXES = 10_000
MOST_ITEMS = 10_000
C2PA = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
Box = tuple[bytes, int, int]  # kind, begin and end of the content


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
    if name == XMP and stop - begin <= MOST:
        blocks.xmp.append(file.read(stop - begin - 16))


def _read_meta(file: IO[bytes], begin: int, stop: int, blocks: Blocks) -> None:
    inner = {kind: (start, end) for kind, start, end in _boxes(file, begin, stop)}
    kinds = _kinds(_content(file, inner.get(b"iinf")))
    places = _places(_content(file, inner.get(b"iloc")), set(kinds))
    box = inner.get(b"idat", (0, 0))[0]
    for item, kind in kinds.items():
        data = b"".join(
            _piece(file, begin + (box if method == 1 else 0), length)
            for method, begin, length in places.get(item, ())
        )
        if kind == b"Exif":
            blocks.exif.append(data[4 + int.from_bytes(data[:4], "big") :])
        else:
            blocks.xmp.append(data)


def _content(file: IO[bytes], box: tuple[int, int] | None) -> bytes:
    if box is None:
        return b""
    return _piece(file, box[0], box[1] - box[0])


def _piece(file: IO[bytes], begin: int, length: int) -> bytes:
    if length > MOST:
        raise Damaged
    file.seek(begin)
    return file.read(length)


def _kinds(iinf: bytes) -> dict[int, bytes]:
    """The items that are EXIF or XMP, by their number."""
    if not iinf:
        return {}
    place = 6 if iinf[0] == 0 else 8
    found: dict[int, bytes] = {}
    for _ in range(MOST_ITEMS):
        size = int.from_bytes(iinf[place : place + 4], "big")
        if size < 8 or place + size > len(iinf):
            break
        entry = Fields(iinf[place + 8 : place + size])
        version = entry.number(1)
        entry.number(3)
        if version >= 2:
            item = entry.number(4 if version == 3 else 2)
            entry.number(2)
            kind = entry.number(4).to_bytes(4, "big")
            name, content = entry.text(), entry.text()
            if kind == b"Exif" or (kind == b"mime" and content == b"application/rdf+xml"):
                found[item] = kind
            del name
        place += size
    return found


def _places(iloc: bytes, wanted: set[int]) -> dict[int, list[tuple[int, int, int]]]:
    """Where the wanted items lie: how they are addressed, begin, length of each extent."""
    if not iloc or not wanted:
        return {}
    fields = Fields(iloc)
    version = fields.number(1)
    fields.number(3)
    sizes = fields.number(2)
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    wide = 4 if version == 2 else 2
    places: dict[int, list[tuple[int, int, int]]] = {}
    for _ in range(min(fields.number(wide), MOST_ITEMS)):
        item = fields.number(wide)
        method = fields.number(2) & 15 if version else 0
        fields.number(2)
        start = fields.number(base)
        extents = []
        for _ in range(min(fields.number(2), 1000)):
            if version and index:
                fields.number(index)
            begin = start + fields.number(offset)
            extents.append((method, begin, fields.number(length)))
        if item in wanted:
            places[item] = extents
    return places
