"""Small picture files of every kind, made on the spot."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

MIMES = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF"}


def picture_bytes(kind: str = "jpg", *, width: int = 640, height: int = 400) -> bytes:
    """A file of this kind with a gradient, so that it does not compress to nothing."""
    ramp = Image.linear_gradient("L").resize((width, height))
    image = Image.merge("RGB", (ramp, ramp.rotate(90), ramp.rotate(180)))
    out = io.BytesIO()
    image.save(out, MIMES[kind])
    return out.getvalue()


def picture_file(name: str = "harbour.jpg", *, width: int = 640) -> SimpleUploadedFile:
    kind = name.rsplit(".", 1)[-1]
    mime = f"image/{MIMES[kind].lower()}"
    return SimpleUploadedFile(name, picture_bytes(kind, width=width), mime)
