"""The blocks of metadata that a file carries, as bytes, whatever kind of file it is."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

MOST = 6 * 1024 * 1024  # bytes of all blocks together; what is behind is not read
TOO_MUCH = "There is more metadata in the file than is read."


class Damaged(ValueError):
    """A block does not keep to its format; what was read before stays good."""


@dataclass(slots=True)
class Blocks:
    """Packets in the order in which they are believed: the first that gives a value wins."""

    xmp: list[bytes] = field(default_factory=list)
    iim: list[bytes] = field(default_factory=list)
    exif: list[bytes] = field(default_factory=list)
    has_c2pa: bool = False
    room: int = MOST
    troubles: list[str] = field(default_factory=list)

    def trouble(self, sentence: str) -> None:
        """Note it once."""
        if sentence not in self.troubles:
            self.troubles.append(sentence)

    def has_room(self, size: int) -> bool:
        """Count bytes that are to be kept; notes it when there is no room for them."""
        self.room -= size
        if self.room < 0:
            self.trouble(TOO_MUCH)
        return self.room >= 0

    def inflate(self, data: bytes) -> bytes:
        """Decompress as far as there is room. Raises Damaged."""
        try:
            plain = zlib.decompressobj().decompress(data, max(1, self.room + 1))
        except zlib.error as error:
            raise Damaged from error
        if not self.has_room(len(plain)):
            raise Damaged
        return plain
