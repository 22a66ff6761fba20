"""XMP too long for one JPEG segment: the rest comes in numbered parts, named by its digest."""

from __future__ import annotations

import re

from .blocks import Blocks

GUID = re.compile(rb"HasExtendedXMP(?:\s*=\s*[\"']|[^<>]{,200}>)\s*([0-9A-Fa-f]{32})")


class Extended:
    """Collects the parts, in any order. Source: Adobe, XMP specification part 3, 1.1.3.1."""

    def __init__(self) -> None:
        self._parts: dict[bytes, dict[int, bytes]] = {}
        self._lengths: dict[bytes, int] = {}

    def add(self, data: bytes) -> None:
        """One segment: digest (32), length of the whole (4), place of this part (4), the part."""
        guid, length, place = data[:32].upper(), data[32:36], data[36:40]
        self._lengths[guid] = int.from_bytes(length, "big")
        self._parts.setdefault(guid, {})[int.from_bytes(place, "big")] = data[40:]

    def packets(self, main: list[bytes], blocks: Blocks) -> list[bytes]:
        """The extension that the main packet names, when all its parts are there."""
        named = {match[1].upper() for packet in main for match in GUID.finditer(packet)}
        wholes = {guid: self._whole(guid) for guid in named & self._parts.keys()}
        if None in wholes.values() or named - self._parts.keys():
            blocks.trouble("A part of the XMP packet is missing.")
        return [whole for whole in wholes.values() if whole]

    def _whole(self, guid: bytes) -> bytes | None:
        whole = bytearray()
        for place, part in sorted(self._parts[guid].items()):
            if place != len(whole):
                return None
            whole += part
        return bytes(whole) if len(whole) == self._lengths[guid] else None
