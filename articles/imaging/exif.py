"""EXIF: a little TIFF file of which six tags are of interest. Source: CIPA DC-008, TIFF 6.0."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from . import dates
from .containers.blocks import Damaged
from .text import clean, clean_all, decode
from .values import Taken, Values

DESCRIPTION, ORIENTATION, ARTIST, COPYRIGHT, DETAILS = 0x010E, 0x0112, 0x013B, 0x8298, 0x8769
XMP, IIM, RESOURCES = 0x02BC, 0x83BB, 0x8649
TAKEN, OFFSET, FRACTION = 0x9003, 0x9011, 0x9291
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 7: 1, 129: 1}  # bytes of the types that are read
WANTED = {DESCRIPTION, ORIENTATION, ARTIST, COPYRIGHT, DETAILS, XMP, IIM, RESOURCES}
WANTED |= {TAKEN, OFFSET, FRACTION}
MOST_TAGS = 2_000
LARGEST = 2_000_000  # bytes of a value
UTF16_MARKS = {b"\xff\xfe", b"\xfe\xff"}
HEADER = 8  # bytes: no value lies there
# What cameras write by themselves where a description belongs.
BOILERPLATE = re.compile(
    r"(olympus|minolta|konica minolta|samsung|sony|ricoh|casio)? *digital camera|sony dsc|"
    r"kodak digital still camera|samsung digimax.*|exif_jpeg_picture|dcf 1\.0|default|untitled",
    re.IGNORECASE,
)
Tags = dict[int, tuple[int, bytes]]  # type and bytes by number


class Tiff:
    """The directories of one block; broken entries are left out and noted."""

    def __init__(self, data: bytes) -> None:
        """Raises Damaged for what is no TIFF."""
        self.data = data
        self.is_whole = True
        order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[:4])
        if order is None or len(data) < 8:
            raise Damaged
        self.order = order
        self.first = self._tags(self._number(data[4:8]))
        details = self.number(DETAILS)
        self.details = self._tags(details) if details else {}

    def number(self, tag: int) -> int | None:
        kind, value = self.first.get(tag, (0, b""))
        size = {3: 2, 4: 4}.get(kind)
        return self._number(value[:size]) if size and len(value) >= size else None

    def text(self, tag: int) -> str:
        """A text of either directory; it ends at the first NUL."""
        kind, value = self.first.get(tag) or self.details.get(tag) or (0, b"")
        return clean(_decode(value)) if kind in {2, 7, 129} else ""

    def raw(self, tag: int) -> bytes:
        return self.first.get(tag, (0, b""))[1]

    def _tags(self, place: int) -> Tags:
        """Type and bytes of the wanted entries of the directory at this place."""
        tags: Tags = {}
        count = self._number(self.data[place : place + 2])
        begin = place + 2
        end = begin + 12 * count
        if place < HEADER or end > len(self.data) or count > MOST_TAGS:
            self.is_whole = False  # a wrong number of entries: who knows what they are
            return tags
        for at in range(begin, end, 12):
            entry = self.data[at : at + 12]
            tag, kind, number = struct.unpack(self.order + "HHI", entry[:8])
            if tag in WANTED and kind in SIZES and tag not in tags:
                self._add(tags, tag, kind, number * SIZES[kind], entry[8:])
        return tags

    def _add(self, tags: Tags, tag: int, kind: int, size: int, inline: bytes) -> None:
        place = self._number(inline)
        value = inline[:size] if size <= 4 else self.data[place : place + size]
        if len(value) < size or size > LARGEST or (size > 4 and place < HEADER):
            self.is_whole = False
        else:
            tags[tag] = kind, value

    def _number(self, data: bytes) -> int:
        return int.from_bytes(data, "little" if self.order == "<" else "big")


def _decode(value: bytes) -> str:
    if value[:2] in UTF16_MARKS:  # against the standard, but it says what it is
        whole = value[: len(value) & ~1]  # a single NUL may end it
        return whole.decode("utf-16", "replace").partition("\0")[0]
    return decode(value.partition(b"\0")[0])


def values(tiff: Tiff) -> Values:
    """What the tags say, without what the camera wrote by itself."""
    caption = tiff.text(DESCRIPTION)
    return Values(
        creators=clean_all(_creators(tiff.text(ARTIST))),
        copyright_notice=_copyright(tiff),
        caption="" if BOILERPLATE.fullmatch(caption) else caption,
        date_created=_taken(tiff),
    )


def _creators(artist: str) -> Iterator[str]:
    """Names stand behind each other with semicolons; one that holds a semicolon is quoted."""
    for match in re.finditer(r'\s*"[^"]*"|[^;]+', artist):
        yield match[0].strip().strip('"')


def _copyright(tiff: Tiff) -> str:
    """The photographer's notice, NUL, the editor's; a blank for the photographer's if none."""
    kind, value = tiff.first.get(COPYRIGHT, (0, b""))
    if kind not in {2, 7, 129}:
        return ""
    return "\n".join(filter(None, (clean(decode(part)) for part in value.split(b"\0")[:2])))


def _taken(tiff: Tiff) -> Taken | None:
    return dates.parse(tiff.text(TAKEN), tiff.text(OFFSET), tiff.text(FRACTION))
