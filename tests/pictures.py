"""Small picture files of every kind, made on the spot."""

from __future__ import annotations

import io
import secrets
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

NUMBERED = b"picture number"
MIMES = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF"}


def picture_bytes(kind: str = "jpg", *, width: int = 640, height: int = 400) -> bytes:
    """A file of this kind with a gradient, so that it does not compress to nothing."""
    ramp = Image.linear_gradient("L").resize((width, height))
    image = Image.merge("RGB", (ramp, ramp.rotate(90), ramp.rotate(180)))
    out = io.BytesIO()
    image.save(out, MIMES[kind])
    return out.getvalue()


def picture_file(
    name: str = "harbour.jpg", *, width: int = 640, height: int = 400
) -> SimpleUploadedFile:
    """A file that no test has seen before: the library takes each only once."""
    kind = name.rsplit(".", 1)[-1]
    mime = f"image/{MIMES[kind].lower()}"
    return SimpleUploadedFile(
        name, another(picture_bytes(kind, width=width, height=height), kind), mime
    )


def another(data: bytes, kind: str) -> bytes:
    """The same picture in a file of other bytes: with a number where decoders do not look."""
    number = NUMBERED + secrets.token_hex(8).encode()
    if kind == "jpg":  # a comment behind the start of the image
        return data[:2] + b"\xff\xfe\x00\x20" + number + data[2:]
    if kind == "avif":  # a box that decoders pass over
        return data + (8 + len(number)).to_bytes(4, "big") + b"free" + number
    return data + number


def unnumbered(data: bytes) -> bytes:
    """What such files have in common."""
    at = data.find(NUMBERED)
    return data if at < 0 else data[:at] + data[at + len(NUMBERED) + 16 :]


def make_photo(
    kind: str = "jpg",
    size: tuple[int, int] = (640, 400),
    *,
    spot: tuple[int, int] | None = None,
    **options: Any,
) -> bytes:
    """A picture with noise as a photograph has, and with a red spot where a test wants one."""
    noise = Image.effect_noise((160, 100), 60).resize(size)
    image = Image.merge("RGB", (noise, noise.rotate(180), noise))
    if spot:
        image.paste((255, 0, 0), (spot[0] - 20, spot[1] - 20, spot[0] + 20, spot[1] + 20))
    out = io.BytesIO()
    image.save(out, MIMES[kind], **options)
    return out.getvalue()
