"""Photoshop's image resources, one of which holds IIM.

Source: Adobe, Photoshop file formats specification, "Image resource blocks".
"""

from __future__ import annotations

from .blocks import Blocks

OURS = b"8BIM"
SIGNATURES = {OURS, b"PHUT", b"DCSR", b"AgHg", b"MeSa"}  # other programs number as they like
IIM, XMP = 0x0404, 0x0424
BROKEN = "The Photoshop block is damaged."


def read_segments(segments: list[bytes], blocks: Blocks) -> None:
    """The resources of a JPEG's segments; a resource may carry on in the next segment."""
    rest = b""
    for segment in segments:
        if rest and segment[:4] in SIGNATURES:  # it does not carry on: it is cut short
            _read_cut(rest, blocks)
            rest = b""
        rest = _read_whole(rest + segment, blocks)
    _read_cut(rest, blocks)


def read(data: bytes, blocks: Blocks) -> None:
    """Put the IIM (and XMP) among these resources to the file's blocks."""
    _read_cut(_read_whole(data, blocks), blocks)


def _read_whole(data: bytes, blocks: Blocks) -> bytes:
    """Read the whole resources; give back the beginning of one that is cut short."""
    place = 0
    while any(data[place : place + 4]):
        if data[place : place + 4] not in SIGNATURES:
            blocks.trouble(BROKEN)
            return b""
        number, begin, end = _bounds(data, place)
        if end > len(data):
            return data[place:]
        _keep(number, data[begin:end], blocks)
        place = end + ((end - begin) & 1)
    return b""


def _read_cut(data: bytes, blocks: Blocks) -> None:
    """The first datasets of a resource cut short may be whole."""
    if data:
        blocks.trouble(BROKEN)
        number, begin, _ = _bounds(data, 0)
        _keep(number, data[begin:], blocks)


def _bounds(data: bytes, place: int) -> tuple[int, int, int]:
    """The number of a resource, where its content begins and ends."""
    heading = data[place : place + 7]
    number = int.from_bytes(heading[4:6], "big") if heading.startswith(OURS) else 0
    begin = place + 6 + ((int.from_bytes(heading[6:], "big") + 2) & ~1)  # behind its name
    size = int.from_bytes(data[begin : begin + 4], "big")
    begin += 4
    # A heading that is cut short ends behind the data, whatever size it seems to give.
    return number, begin, begin + size


def _keep(number: int, content: bytes, blocks: Blocks) -> None:
    if number == IIM and content:
        blocks.iim.append(content)
    elif number == XMP and content:
        blocks.xmp.append(content)
