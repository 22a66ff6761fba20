"""Pictures on their way to readers: every kind of file, nothing of its metadata, no original."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image as Pillow
from PIL import ImageCms

from articles.imaging.inspect import MAX_BYTES, Refused, inspect
from articles.imaging.renditions import Rendered, render
from tests.pictures import picture_bytes

RED = (255, 0, 0)
SECRET = b"Keeper's Cottage"


def make_file(image: Pillow.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def red(mode: str = "RGB", width: int = 60, height: int = 40) -> Pillow.Image:
    return Pillow.new("RGB", (width, height), RED).convert(mode)


def make_png_header(width: int, height: int) -> bytes:
    """A PNG that promises this size and holds nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(100))
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def rendered(data: bytes) -> list[Rendered]:
    return list(render(io.BytesIO(data)))


def shown(data: bytes) -> Pillow.Image:
    """What readers see of a file: its last rendition, a JPEG."""
    return Pillow.open(io.BytesIO(rendered(data)[-1].data)).convert("RGB")


def is_close(pixel: Any, colour: tuple[int, int, int]) -> bool:
    return all(abs(a - b) <= 6 for a, b in zip(pixel, colour, strict=True))


def make_located_photo(**options: Any) -> bytes:
    """A telephone's photo: GPS, a name, XMP, a comment and a colour profile."""
    exif = Pillow.Exif()
    exif[0x010E] = SECRET.decode()
    gps = exif.get_ifd(0x8825)
    gps.update({1: "N", 2: (54.0, 30.0, 0.0), 3: "W", 4: (3.0, 15.0, 0.0)})
    exif[0x8825] = gps
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + SECRET + b"</x:xmpmeta>"
    return make_file(
        red(), "JPEG", exif=exif, icc_profile=profile, xmp=xmp, comment=SECRET, **options
    )


def test_nothing_of_the_metadata_reaches_readers() -> None:
    photo = make_located_photo()
    assert Pillow.open(io.BytesIO(photo)).getexif().get_ifd(0x8825)
    for one in rendered(photo):
        picture = Pillow.open(io.BytesIO(one.data))
        assert not picture.getexif()
        assert not {"exif", "icc_profile", "comment", "photoshop"} & set(picture.info)
        assert not picture.info.get("xmp", b"").strip()  # AVIF keeps room for our own
        assert not any(
            word in one.data for word in (SECRET, b"Exif", b"xmpmeta", b"ICC_PROFILE", b"ICCP")
        )


def test_metadata_of_png_and_webp_stays_behind_too() -> None:
    exif = Pillow.Exif()
    exif[0x010E] = SECRET.decode()
    for kind in ("PNG", "WEBP", "AVIF"):
        data = make_file(red(), kind, exif=exif)
        assert SECRET in data
        assert not any(SECRET in one.data or b"Exif" in one.data for one in rendered(data))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_picture_stands_upright(orientation: int) -> None:
    upright = Pillow.new("RGB", (40, 60), "blue")
    upright.paste(RED, (0, 0, 20, 30))  # red in the upper left corner
    turns = {
        2: Pillow.Transpose.FLIP_LEFT_RIGHT,
        3: Pillow.Transpose.ROTATE_180,
        4: Pillow.Transpose.FLIP_TOP_BOTTOM,
        5: Pillow.Transpose.TRANSPOSE,
        6: Pillow.Transpose.ROTATE_90,
        7: Pillow.Transpose.TRANSVERSE,
        8: Pillow.Transpose.ROTATE_270,
    }
    stored = upright.transpose(turns[orientation]) if orientation in turns else upright
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    data = make_file(stored, "JPEG", exif=exif, quality=95, subsampling=0)
    facts = inspect(io.BytesIO(data), "quay.jpg", len(data))
    picture = shown(data)
    assert (facts.width, facts.height) == picture.size == (40, 60)
    assert is_close(picture.getpixel((6, 6)), RED)
    assert is_close(picture.getpixel((34, 54)), (0, 0, 255))


def half_clear() -> Pillow.Image:
    image = Pillow.new("P", (60, 40), 1)
    image.putpalette([0, 0, 0, *RED])
    return image


GREY = struct.pack("<H", 0x8000) * 2400
KINDS = {
    "JPEG": (make_file(red(), "JPEG"), "jpg", RED),
    "PNG": (make_file(red(), "PNG"), "png", RED),
    "WebP": (make_file(red(), "WEBP"), "webp", RED),
    "AVIF": (make_file(red(), "AVIF"), "avif", RED),
    "GIF": (make_file(red("P"), "GIF"), "gif", RED),
    "CMYK": (make_file(red("CMYK"), "JPEG"), "jpg", RED),
    "grey": (make_file(red("L"), "JPEG"), "jpg", (76, 76, 76)),
    "palette": (make_file(red("P"), "PNG"), "png", RED),
    "two colours": (make_file(Pillow.new("1", (60, 40), 1), "PNG"), "png", (255, 255, 255)),
    "16 bits": (make_file(Pillow.frombytes("I;16", (60, 40), GREY), "PNG"), "png", (128,) * 3),
    "transparent": (
        make_file(Pillow.new("RGBA", (60, 40), (0, 0, 0, 0)), "PNG"),
        "png",
        (255, 255, 255),
    ),
    "half transparent": (
        make_file(Pillow.new("RGBA", (60, 40), (255, 0, 0, 128)), "WEBP"),
        "webp",
        (255, 127, 127),
    ),
    "transparent grey": (make_file(Pillow.new("LA", (60, 40), (0, 0)), "PNG"), "png", (255,) * 3),
    "transparent palette": (make_file(half_clear(), "PNG", transparency=1), "png", (255,) * 3),
    "animated GIF": (
        make_file(red(), "GIF", save_all=True, append_images=[Pillow.new("RGB", (60, 40))]),
        "gif",
        RED,
    ),
    "animated WebP": (
        make_file(red(), "WEBP", save_all=True, append_images=[Pillow.new("RGB", (60, 40))]),
        "webp",
        RED,
    ),
    "JPEG of a telephone": (
        make_file(red(), "MPO", save_all=True, append_images=[Pillow.new("RGB", (60, 40))]),
        "jpg",
        RED,
    ),
    "broken colour profile": (make_file(red(), "JPEG", icc_profile=b"junk" * 50), "jpg", RED),
}


@pytest.mark.parametrize(("data", "extension", "colour"), KINDS.values(), ids=KINDS)
def test_every_kind_of_picture_works(
    data: bytes, extension: str, colour: tuple[int, int, int]
) -> None:
    facts = inspect(io.BytesIO(data), f"quay.{extension}", len(data))
    assert (facts.width, facts.height) == (60, 40)
    assert is_close(shown(data).getpixel((30, 20)), colour)


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((60, 40), {60}),
        ((500, 50), {480, 500}),
        ((960, 50), {480, 960}),
        ((2000, 50), {480, 960, 1600}),
        ((1, 1), {1}),
        ((3000, 1), {480, 960, 1600}),
    ],
)
def test_pictures_are_made_smaller_and_never_larger(
    size: tuple[int, int], widths: set[int]
) -> None:
    made = rendered(make_file(red("RGB", *size), "PNG"))
    assert {one.width for one in made} == widths
    assert {one.spec.extension for one in made} == {"avif", "jpg", "webp"}
    for one in made:
        assert Pillow.open(io.BytesIO(one.data)).size == (one.width, one.height)


def test_very_tall_picture_is_made_as_tall_as_its_formats_allow() -> None:
    made = rendered(make_file(red("L", 20, 20_000), "PNG"))
    assert {(one.width, one.height) for one in made} == {(16, 16_383)}


def test_renditions_made_already_are_not_made_again() -> None:
    done = {("w480", "webp"), ("w480", "avif")}
    made = list(render(io.BytesIO(make_file(red(), "PNG")), done))
    assert [one.spec.extension for one in made] == ["jpg"]


JPEG = picture_bytes("jpg", width=200, height=100)

NOT_TAKEN = [
    ("empty.jpg", b"", "empty.jpg is empty."),
    ("text.jpg", b"Dear editor", "text.jpg is not a JPEG, PNG, WebP, AVIF or GIF picture."),
    ("x.svg", b"<svg/>", "x.svg is not a JPEG, PNG, WebP, AVIF or GIF picture."),
    ("x.tiff", make_file(red(), "TIFF"), "x.tiff is not a JPEG, PNG, WebP, AVIF or GIF picture."),
    ("x.png", JPEG, "x.png is in truth a JPEG file: rename it or save it anew."),
    ("x.html", JPEG, "x.html is in truth a JPEG file: rename it or save it anew."),
    ("bomb.png", make_png_header(50_000, 50_000), "bomb.png has more than 100 megapixels."),
    ("large.png", make_png_header(10_001, 10_000), "large.png has more than 100 megapixels."),
]


@pytest.mark.parametrize(("name", "data", "sentence"), NOT_TAKEN, ids=[n for n, *_ in NOT_TAKEN])
def test_what_is_no_picture_for_us_is_refused_with_a_sentence(
    name: str, data: bytes, sentence: str
) -> None:
    with pytest.raises(Refused) as refusal:
        inspect(io.BytesIO(data), name, len(data))
    assert str(refusal.value) == sentence


def test_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(Refused, match=r"^huge\.jpg is larger than 40 MB\.$"):
        inspect(io.BytesIO(), "huge.jpg", MAX_BYTES + 1)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P"])
def test_large_picture_is_reduced_and_keeps_its_size_and_colours(kind: str, mode: str) -> None:
    image = Pillow.new("RGB", (7001, 3003), RED)
    image.paste((0, 0, 255), (3500, 0, 7001, 3003))
    data = make_file(image.convert(mode if kind == "PNG" else "RGB"), kind)
    last = shown(data)
    assert last.size == (1600, round(3003 * 1600 / 7001))
    if mode != "L":
        assert is_close(last.getpixel((10, 10)), RED)
        assert is_close(last.getpixel((1590, 680)), (0, 0, 255))


def test_hundred_megapixels_of_any_kind_pass_the_door() -> None:
    data = make_png_header(10_000, 10_000)
    assert inspect(io.BytesIO(data), "sea.png", len(data)).width == 10_000


@pytest.mark.parametrize("size", [(1, 40_000), (40_000, 1)])
def test_thread_of_a_picture_is_rendered(size: tuple[int, int]) -> None:
    assert min(shown(make_file(Pillow.new("P", size), "PNG")).size) == 1
