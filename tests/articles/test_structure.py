"""Files that break off, and files built to keep a reader busy, are turned away unread."""

from __future__ import annotations

import io
import struct
import time
import zlib

import pytest

from articles.imaging.inspect import Refused, inspect
from articles.imaging.structure import is_sound
from tests.pictures import picture_bytes

MB = 1024 * 1024
KINDS = ["jpg", "png", "webp", "avif", "gif"]


@pytest.mark.parametrize("kind", KINDS)
def test_whole_picture_is_sound(kind: str) -> None:
    assert is_sound(io.BytesIO(picture_bytes(kind)))


@pytest.mark.parametrize("kind", KINDS)
def test_bytes_behind_the_end_do_no_harm(kind: str) -> None:
    assert is_sound(io.BytesIO(picture_bytes(kind) + bytes(16)))


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9])
@pytest.mark.parametrize("kind", KINDS)
def test_upload_that_broke_off_is_seen_without_decoding(kind: str, share: float) -> None:
    data = picture_bytes(kind)
    assert not is_sound(io.BytesIO(data[: max(12, int(len(data) * share))]))


def test_thumbnail_within_the_header_does_not_pass_for_the_end() -> None:
    data = picture_bytes("jpg")
    thumbnail = picture_bytes("jpg", width=40, height=30)
    segment = b"\xff\xe1" + struct.pack(">H", len(thumbnail) + 2) + thumbnail
    whole = data[:2] + segment + data[2:]
    assert is_sound(io.BytesIO(whole))
    assert not is_sound(io.BytesIO(whole[:-200]))


def png_chunk(name: bytes, content: bytes = b"") -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


SLOW = {
    "rubbish.jpg": b"\xff\xd8\xff\xe0\x00\x04ab" + bytes(8 * MB),
    "segments.jpg": b"\xff\xd8" + b"\xff\xe0\x00\x04ab" * MB,
    "chunks.png": picture_bytes("png")[:33] + png_chunk(b"tRNs") * (MB // 2),
    "comments.gif": picture_bytes("gif")[:13] + b"\x21\xfe" + b"\xff" * (8 * MB),
    "blocks.gif": b"GIF89a" + bytes(7) + b"\x2c" + bytes(9) + b"\x08" + b"\x01a" * (2 * MB),
    "boxes.avif": picture_bytes("avif")[:32] + b"\0\0\0\x08free" * MB,
}


@pytest.mark.parametrize("name", SLOW)
def test_file_built_to_be_slow_is_refused_at_once(name: str) -> None:
    data = SLOW[name]
    start = time.process_time()
    with pytest.raises(Refused, match="the file is damaged"):
        inspect(io.BytesIO(data), name, len(data))
    assert time.process_time() - start < 3  # seconds; half a second on a quiet machine


@pytest.mark.parametrize("data", [b"", b"Dear editor", b"\xff\xd8", b"GIF8", b"\0\0\0\0ftyp"])
def test_any_bytes_get_an_answer(data: bytes) -> None:
    assert is_sound(io.BytesIO(data)) in {True, False}
