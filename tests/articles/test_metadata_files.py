"""Metadata in every kind of file, and in files that somebody broke."""

from __future__ import annotations

import io
import json
import struct
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.imaging.metadata import Metadata, read
from articles.imaging.values import Found
from tests.metadata_files import (
    PHOTOSHOP_HEADING,
    PNG_KEYWORD,
    UTF8,
    XMP_HEADING,
    chunk,
    dataset,
    exif,
    gif,
    iim,
    jpeg,
    packet,
    png,
    raw_profile,
    resource,
    saved,
    segment,
    tiff,
    value,
    xmp,
)
from tests.pictures import picture_bytes

PACKET = packet(attributes='photoshop:Credit="Quay"')
GOOD_IIM = dataset(110, "Quay") + dataset(80, "Ada")
ARTIST = {0x013B: "Ada"}
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


def metadata(data: bytes) -> Metadata:
    return read(io.BytesIO(data))


def credit(photo: Metadata) -> str | None:
    return value(photo.credit_line)


def itxt(text: str, flags: bytes = b"\0\0", language: bytes = b"\0\0") -> bytes:
    data = zlib.compress(text.encode()) if flags[:1] == b"\1" else text.encode()
    return chunk(b"iTXt", PNG_KEYWORD + b"\0" + flags + language + data)


@pytest.mark.parametrize(
    "data",
    [
        jpeg(xmp(PACKET)),
        jpeg(segment(0xE1, b"XMP\0://ns.adobe.com/xap/1.0/\0" + PACKET.encode())),
        png(itxt(PACKET)),
        png(itxt(PACKET, b"\1\0")),
        png(itxt(PACKET, language=b"en\0n\0")),
        png(itxt(PACKET), at_end=True),
        png(chunk(b"tEXt", PNG_KEYWORD + b"\0" + PACKET.encode())),
        png(chunk(b"zTXt", PNG_KEYWORD + b"\0\0" + zlib.compress(PACKET.encode()))),
        png(raw_profile("xmp", PACKET.encode())),
        png(raw_profile("APP1", XMP_HEADING + PACKET.encode())),
        saved("WEBP", xmp=PACKET.encode()),
        saved("AVIF", xmp=PACKET.encode()),
        gif(PACKET),
        jpeg(exif({**ARTIST, 0x02BC: PACKET.encode()})),
        jpeg(segment(0xED, PHOTOSHOP_HEADING + resource(PACKET.encode(), 0x0424))),
    ],
)
def test_xmp_is_found_in_every_kind_of_file(data):
    photo = metadata(data)
    assert photo.credit_line == Found("Quay", "xmp")
    assert photo.troubles == ()


@pytest.mark.parametrize(
    "data",
    [
        jpeg(exif(ARTIST)),
        png(chunk(b"eXIf", tiff(ARTIST))),
        png(raw_profile("exif", b"Exif\0\0" + tiff(ARTIST))),
        png(raw_profile("APP1", b"Exif\0\0" + tiff(ARTIST))),
        saved("WEBP", exif=b"Exif\0\0" + tiff(ARTIST)),
        saved("AVIF", exif=b"Exif\0\0" + tiff(ARTIST)),
    ],
)
def test_exif_is_found_in_every_kind_of_file(data):
    photo = metadata(data)
    assert photo.creators == Found(("Ada",), "exif")
    assert photo.troubles == ()


@pytest.mark.parametrize(
    "data",
    [
        jpeg(iim(GOOD_IIM)),
        jpeg(segment(0xED, PHOTOSHOP_HEADING + resource(b"o", 0x03ED, b"n") + resource(GOOD_IIM))),
        jpeg(*(segment(0xED, PHOTOSHOP_HEADING + part) for part in
               (resource(GOOD_IIM)[:20], resource(GOOD_IIM)[20:25], resource(GOOD_IIM)[25:]))),
        png(raw_profile("iptc", GOOD_IIM)),
        png(raw_profile("iptc", resource(GOOD_IIM))),
        png(raw_profile("8bim", resource(GOOD_IIM))),
        jpeg(exif({**ARTIST, 0x83BB: GOOD_IIM})),
    ],
)  # fmt: skip
def test_iim_is_found_in_every_kind_of_file(data):
    photo = metadata(data)
    assert photo.credit_line == Found("Quay", "iim")
    assert photo.troubles == ()


def test_of_two_iim_blocks_the_second_fills_what_the_first_leaves_open():
    both = jpeg(iim(dataset(110, "first")), iim(dataset(110, "second") + dataset(105, "Storm")))
    photo = metadata(both)
    assert credit(photo) == "first"
    assert value(photo.headline) == "Storm"


@pytest.mark.parametrize(
    ("name", "marked", "read_as"),
    [
        ("José".encode(), True, "José"),
        ("José".encode(), False, "José"),
        ("José “Q”".encode("cp1252"), False, "José “Q”"),
        ("José".encode("latin-1"), True, "José"),
        (("A" * 31 + "é").encode()[:32], True, "A" * 31),
        (("é" * 20).encode()[:31], False, "é" * 15),
        (b"Ada\0\0\0", False, "Ada"),
        (b"  Ada  ", False, "Ada"),
    ],
)
def test_iim_is_decoded_by_its_mark_else_by_its_bytes(name, marked, read_as):
    photo = metadata(jpeg(iim(UTF8 if marked else b"", dataset(80, name))))
    assert value(photo.creators) == (read_as,)


def test_iim_in_another_character_set_is_decoded_by_it():
    photo = metadata(jpeg(iim(dataset(90, b"\x1b-B", 1), dataset(80, "Łódź".encode("iso8859-2")))))
    assert value(photo.creators) == ("Łódź",)


@pytest.mark.parametrize(
    ("rest", "is_whole"),
    [
        (b"\0" * 50, True),
        (struct.pack(">BBBH", 0x1C, 2, 120, 500) + b"short", False),
        (struct.pack(">BBBHI", 0x1C, 2, 120, 0x8004, 0xFFFFFFFF), False),
        (struct.pack(">BBBH", 0x1C, 2, 120, 0x8009) + b"123456789", False),
        (b"rubbish" + dataset(120, "never"), False),
        (struct.pack(">BBBHI", 0x1C, 2, 105, 0x8004, 5) + b"Storm", True),
    ],
)
def test_datasets_before_a_broken_one_are_kept(rest, is_whole):
    photo = metadata(jpeg(iim(dataset(110, "Quay"), rest)))
    assert credit(photo) == "Quay"
    assert photo.caption is None
    assert (photo.troubles == ()) is is_whole


BAD = {
    "XMP": xmp("<x:xmpmeta <<<"),
    "bomb": xmp(BOMB + packet("<photoshop:Credit>&i;</photoshop:Credit>")),
    "IIM": iim(b"rubbish"),
    "resource": segment(0xED, PHOTOSHOP_HEADING + b"8BIM\x04\x04\0\0\xff\xff\xff\xffzz"),
    "EXIF": segment(0xE1, b"Exif\0\0rubbish"),
    "directory": segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0\xff\xff"),
}


@pytest.mark.parametrize("bad", BAD)
def test_one_bad_block_never_loses_the_others(bad):
    photo = metadata(
        jpeg(
            BAD[bad],
            exif(ARTIST),
            iim(dataset(105, "Storm")),
            xmp(packet(attributes='photoshop:City="Riga"')),
        )
    )
    assert value(photo.creators) == ("Ada",)
    assert value(photo.headline) == "Storm"
    assert value(photo.city) == "Riga"
    assert credit(photo) is None
    assert len(photo.troubles) >= 1
    assert all(trouble.endswith(".") for trouble in photo.troubles)


def test_entities_are_never_resolved():
    secret = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    for bomb in (BOMB, secret):
        for text in (bomb + PACKET, PACKET.replace("<x:xmpmeta", bomb + "<x:xmpmeta")):
            photo = metadata(jpeg(xmp(text.replace("Quay", "&a;"))))
            assert (credit(photo), photo.troubles) == (None, ("The XMP packet is damaged.",))


def test_what_stands_before_a_break_in_a_packet_is_kept_and_what_breaks_is_not():
    whole = packet(
        "<photoshop:Credit>Quay</photoshop:Credit><photoshop:Source>Harbour</photoshop:Source>"
    )
    photo = metadata(jpeg(xmp(whole[: whole.index("bour</photo")])))
    assert (credit(photo), photo.source) == ("Quay", None)
    assert photo.troubles == ("The XMP packet is damaged.",)


def test_a_signed_file_is_noted():
    box = b"JP\0\1\0\0\0\1" + struct.pack(">I", 60) + b"jumb" + struct.pack(">I", 40) + b"jumdc2pa"
    assert metadata(jpeg(segment(0xEB, box))).has_c2pa
    assert metadata(png(chunk(b"caBX", b"jumb"))).has_c2pa
    assert not metadata(jpeg(xmp(PACKET))).has_c2pa


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\xff\xd8", b"RIFF\0\0\0\0WEBP", b"plain text"])
def test_what_is_no_picture_says_nothing(data):
    photo = metadata(data)
    assert set(photo.as_json()) == {"orientation", "has_c2pa", "troubles"}


def test_an_item_beyond_every_file_is_left_alone():
    data = bytearray(FULL["avif"])
    place = data.index(b"iloc") + 8
    assert data[place] == 0x44  # offsets and lengths of four bytes each
    data[place] = 0xF4
    photo = metadata(bytes(data))
    assert photo.credit_line is None
    assert photo.troubles


def test_a_compressed_bomb_is_not_unpacked():
    bomb = chunk(b"zTXt", PNG_KEYWORD + b"\0\0" + zlib.compress(b" " * 50_000_000))
    photo = metadata(png(bomb))
    assert "There is more metadata in the file than is read." in photo.troubles


HOSTILE = {
    "elements": lambda: xmp(packet("<dc:subject/>" * 4_900)) * 90,
    "rubbish": lambda: b"\0" * 5_000_000,
    "segments": lambda: segment(0xE1, b"") * 1_000_000,
    "datasets": lambda: segment(0xED, PHOTOSHOP_HEADING + resource(dataset(25, "a")) * 3_500) * 90,
    "guids": lambda: xmp("HasExtendedXMP" * 4_600) * 90,
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_a_file_built_to_be_slow_is_not(attack):
    data = jpeg(HOSTILE[attack]())
    begin = time.process_time()
    metadata(data)
    assert time.process_time() - begin < 6


FULL = {
    "jpg": jpeg(exif(ARTIST), xmp(PACKET), iim(UTF8, GOOD_IIM)),
    "png": png(itxt(PACKET, b"\1\0"), raw_profile("iptc", GOOD_IIM), chunk(b"eXIf", tiff(ARTIST))),
    "webp": saved("WEBP", xmp=PACKET.encode(), exif=tiff(ARTIST)),
    "avif": saved("AVIF", xmp=PACKET.encode(), exif=tiff(ARTIST)),
    "gif": gif(PACKET),
}


@given(
    kind=st.sampled_from(sorted(FULL)),
    length=st.floats(0.01, 1),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=8),
)
def test_no_damage_makes_reading_fail(kind, length, changes):
    data = bytearray(FULL[kind][: max(1, int(len(FULL[kind]) * length))])
    for place, byte in changes:
        data[int(place * len(data))] = byte
    photo = metadata(bytes(data))
    assert "\0" not in json.dumps(photo.as_json(), ensure_ascii=False)


def test_reading_a_large_photo_costs_a_few_milliseconds_at_most():
    """Only what stands before the pixels is read: 24 megapixels cost no more than one."""
    data = FULL["jpg"] + picture_bytes(width=640) * 100
    begin = time.process_time()
    for _ in range(20):
        metadata(data)
    assert (time.process_time() - begin) / 20 < 0.05
