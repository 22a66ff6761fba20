"""Photoshop's image resources, one of which holds IIM.

Source: Adobe, Photoshop file formats specification, "Image resource blocks".
"""

from __future__ import annotations

from collections.abc import Iterator

from .blocks import Blocks, Damaged

OURS = b"8BIM"
SIGNATURES = {OURS, b"PHUT", b"DCSR", b"AgHg", b"MeSa"}  # other programs number as they like
IIM, XMP = 0x0404, 0x0424
BROKEN = "The Photoshop block is damaged."


def read_segments(segments: list[bytes], blocks: Blocks) -> None:
    """The resources of a JPEG's segments; a resource may carry on in the next segment."""
    for joined in _joined(segments):
        read(joined, blocks)


def read(data: bytes, blocks: Blocks) -> None:
    """Put the IIM (and XMP) among these resources to the file's blocks."""
    try:
        for number, content in _resources(data):
            if number == IIM:
                blocks.iim.append(content)
            elif number == XMP:
                blocks.xmp.append(content)
    except Damaged:
        blocks.trouble(BROKEN)


def _joined(segments: list[bytes]) -> Iterator[bytes]:
    """Segments put together where the first does not end with its last resource."""
    waiting = b""
    for segment in segments:
        if waiting and segment[:4] in SIGNATURES:
            yield waiting
            waiting = b""
        waiting += segment
        if _is_whole(waiting):
            yield waiting
            waiting = b""
    if waiting:
        yield waiting


def _is_whole(data: bytes) -> bool:
    try:
        for _ in _resources(data):
            pass
    except Damaged:
        return False
    return True


def _resources(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and content of each of ours. Raises Damaged behind the last good one."""
    place = 0
    while place + 12 <= len(data) and any(data[place : place + 4]):
        signature = data[place : place + 4]
        if signature not in SIGNATURES:
            raise Damaged
        number = int.from_bytes(data[place + 4 : place + 6], "big") if signature == OURS else 0
        begin = place + 6 + ((data[place + 6] + 2) & ~1)  # behind a name of even length
        size = int.from_bytes(data[begin : begin + 4], "big")
        begin += 4
        yield number, data[begin : begin + size]  # cut short, its first datasets may be whole
        if begin + size > len(data):
            raise Damaged
        place = begin + size + (size & 1)
    if data[place : place + 4] in SIGNATURES or (any(data) and not place):
        raise Damaged
