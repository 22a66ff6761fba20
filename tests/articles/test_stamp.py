"""Packets are written into a rendition without touching its pixels."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from articles.imaging.encode import encode
from articles.imaging.spec import WHOLE
from articles.imaging.stamp import stamp

SPECS = [spec for spec in WHOLE if spec.width == 480]
OLD, NEW = b"<x>\xc2\xa9 Old Agency, a long name</x>", "<x>© Neu</x>".encode()
IIM = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0a\x1c\x02\x6e\0\x05Agenc"


def bare(mime: str) -> bytes:
    spec = next(spec for spec in SPECS if spec.mime == mime)
    return encode(Image.radial_gradient("L").convert("RGB"), spec)


def pixels(data: bytes) -> bytes:
    return Image.open(io.BytesIO(data)).convert("RGB").tobytes()


@pytest.mark.parametrize("mime", [spec.mime for spec in SPECS])
def test_packet_is_found_again_and_the_pixels_are_the_same(mime: str) -> None:
    data = bare(mime)
    stamped = stamp(data, mime, OLD, IIM)
    assert Image.open(io.BytesIO(stamped)).info["xmp"] == OLD
    assert pixels(stamped) == pixels(data)


@pytest.mark.parametrize("mime", [spec.mime for spec in SPECS])
def test_new_packet_leaves_nothing_of_the_old_one(mime: str) -> None:
    once = stamp(bare(mime), mime, NEW, IIM)
    again = stamp(stamp(stamp(bare(mime), mime, OLD, IIM), mime, NEW * 900, b""), mime, NEW, IIM)
    assert again == once
    assert b"Old Agency" not in again


def test_iim_goes_into_a_jpeg_alone() -> None:
    for spec in SPECS:
        data = stamp(bare(spec.mime), spec.mime, NEW, IIM)
        assert (IIM in data) == (spec.mime == "image/jpeg")


@pytest.mark.parametrize("mime", [spec.mime for spec in SPECS])
@pytest.mark.parametrize("data", [b"", b"Dear editor", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP"])
def test_what_is_not_ours_is_refused(mime: str, data: bytes) -> None:
    with pytest.raises(ValueError, match=r"file|segment"):
        stamp(data, mime, NEW, IIM)


@pytest.mark.parametrize("mime", [spec.mime for spec in SPECS])
def test_half_a_rendition_is_refused_or_stays_unreadable(mime: str) -> None:
    data = bare(mime)
    for end in range(0, len(data), max(1, len(data) // 40)):
        try:
            stamp(data[:end], mime, NEW, IIM)
        except ValueError:
            continue


def test_packet_too_long_for_a_jpeg_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        stamp(bare("image/jpeg"), "image/jpeg", bytes(66_000), b"")
