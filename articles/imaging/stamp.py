"""Writing into a rendition whose picture it is, without encoding its pixels again."""

from __future__ import annotations

import struct

from . import avif_packets, jpeg_packets, webp_packets


def stamp(data: bytes, mime: str, xmp: bytes, iim: bytes) -> bytes:
    """The file with these packets in place of those it had; IIM only where it is at home, in JPEG.

    Raises ValueError for a file that is not one of our renditions.
    """
    try:
        if mime == "image/jpeg":
            return jpeg_packets.with_packets(data, xmp, iim)
        if mime == "image/webp":
            return webp_packets.with_packets(data, xmp)
        return avif_packets.with_packets(data, xmp)
    except (struct.error, IndexError, StopIteration):
        raise ValueError(f"no {mime} file as we make them") from None
