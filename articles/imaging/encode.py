"""Writing a rendition's pixels; what is said of the picture is added by `stamp`."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from .spec import Spec

# A place for the packet: `stamp` writes a new one without touching the pixels.
ROOM = b" "

OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"progressive": True},
    "WEBP": {"method": 4},
    # One thread: more of them need address space, which the decoding process has little of.
    "AVIF": {"speed": 8, "max_threads": 1, "xmp": ROOM},
}


def encode(image: Image.Image, spec: Spec) -> bytes:
    """The file of a rendition, without any metadata: Pillow writes what `info` holds."""
    image.info.clear()
    out = io.BytesIO()
    image.save(out, spec.format, quality=spec.quality, **OPTIONS[spec.format])
    return out.getvalue()
