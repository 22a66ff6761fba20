"""The blocks of metadata that a file carries, as bytes, whatever kind of file it is."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

MOST = 8 * 1024 * 1024  # bytes of one kind of block; what is behind is not read


class Damaged(ValueError):
    """A block does not keep to its format; what was read before stays good."""


@dataclass(slots=True)
class Blocks:
    """Packets in the order in which they are believed: the first that gives a value wins."""

    xmp: list[bytes] = field(default_factory=list)
    iim: list[bytes] = field(default_factory=list)
    exif: list[bytes] = field(default_factory=list)
    has_c2pa: bool = False
    troubles: list[str] = field(default_factory=list)

    def trouble(self, sentence: str) -> None:
        """Note it once."""
        if sentence not in self.troubles:
            self.troubles.append(sentence)


def inflate(data: bytes) -> bytes:
    """Decompress, but never to more than MOST bytes. Raises Damaged."""
    unpacker = zlib.decompressobj()
    try:
        plain = unpacker.decompress(data, MOST)
    except zlib.error as error:
        raise Damaged("not zlib") from error
    if unpacker.unconsumed_tail:
        raise Damaged("too large")
    return plain
