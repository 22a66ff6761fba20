"""The files that readers get: what they say of the picture, what they keep to themselves."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Pillow
from pytest_django import DjangoCaptureOnCommitCallbacks

from articles.models import Image, Provider, Rendition, public_files
from tests.exiftool import needs_exiftool, read_with_exiftool
from tests.factories import make_image
from tests.pictures import make_photo
from tests.reading import fetch_file

pytestmark = pytest.mark.django_db

TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
SECRETS = (b"Keeper's Cottage", b"SERIAL-4711", b"Owner Olive", b"Exif", b"GPS")


def make_secretive_photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("cottage.jpg", secretive_photo(), "image/jpeg")


@cache
def secretive_photo() -> bytes:
    """A photograph with a place, a camera's number, its owner's name and a packet of its own."""
    exif = Pillow.Exif()
    exif[0x010E] = SECRETS[0].decode()
    exif.get_ifd(0x8769).update({0xA431: SECRETS[1].decode(), 0xA430: SECRETS[2].decode()})
    exif.get_ifd(0x8825).update({1: "N", 2: (54.0, 30.0, 0.0), 3: "W", 4: (3.0, 15.0, 0.0)})
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + SECRETS[0] + b"</x:xmpmeta>"
    return make_photo("jpg", (720, 480), exif=exif, xmp=xmp)


def contents(image: Image) -> dict[str, bytes]:
    return {f"{row.spec}.{row.extension}": content(row) for row in image.renditions.all()}


def content(row: Rendition) -> bytes:
    with row.file.open() as file:
        data: bytes = file.read()
    return data


def follow(image: Image) -> int:
    """What the worker does once it is told of a change."""
    return Rendition.objects.make(Image.objects.get(pk=image.pk))


RIGHTS: dict[str, Any] = {
    "creators": ["Zoë Lind", "Ben Ashdown"],
    "copyright_notice": "© 2024 Zoë Lind",
    "source_text": "Harbour Wire",
    "caption": "The “Ardent” at dawn – 船",
    "headline": "Ferry returns",
    "web_statement": "https://harbour.example/rights",
    "usage_terms": "Editorial use only",
    "licensor_name": "Harbour Pictures Ltd",
    "licensor_url": "https://harbour.example/buy",
    "alt_text": "A white ferry",
    "long_description": "A white ferry with two funnels lies at a quay.",
    "digital_source_type": TRAINED,
    "data_mining": "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING",
}


@needs_exiftool
def test_every_file_says_whose_picture_it_is() -> None:
    image = make_image(renditions=True, file=make_secretive_photo(), **RIGHTS)
    files = contents(image)
    assert {name.rpartition(".")[2] for name in files} == {"avif", "webp", "jpg"}
    read = read_with_exiftool(files)
    for name, data in files.items():
        tags = read[name]
        assert tags["XMP-dc:Creator"] == RIGHTS["creators"], name
        assert tags["XMP-photoshop:Credit"] == image.credit
        assert tags["XMP-dc:Rights"] == RIGHTS["copyright_notice"]
        assert tags["XMP-photoshop:Source"] == RIGHTS["source_text"]
        assert tags["XMP-dc:Description"] == RIGHTS["caption"]
        assert tags["XMP-photoshop:Headline"] == RIGHTS["headline"]
        assert tags["XMP-xmpRights:WebStatement"] == RIGHTS["web_statement"]
        assert tags["XMP-xmpRights:UsageTerms"] == RIGHTS["usage_terms"]
        assert tags["XMP-iptcCore:AltTextAccessibility"] == RIGHTS["alt_text"]
        assert tags["XMP-iptcCore:ExtDescrAccessibility"] == RIGHTS["long_description"]
        assert tags["XMP-iptcExt:DigitalSourceType"] == TRAINED
        (licensor,) = tags["XMP-plus:Licensor"]
        assert licensor["LicensorURL"] == RIGHTS["licensor_url"]
        assert RIGHTS["data_mining"].encode() in data
        assert not [tag for tag in tags if tag.endswith(":Warning")], name


@needs_exiftool
def test_jpeg_says_it_in_the_old_form_too() -> None:
    image = make_image(renditions=True, **RIGHTS)
    for name, tags in read_with_exiftool(contents(image)).items():
        if name.endswith("jpg"):
            assert tags["IPTC:By-line"] == RIGHTS["creators"]
            assert image.credit.startswith(tags["IPTC:Credit"])  # 32 bytes of it
            assert tags["IPTC:CopyrightNotice"] == RIGHTS["copyright_notice"]
        else:
            assert not [tag for tag in tags if tag.startswith("IPTC:")]


@needs_exiftool
def test_nothing_private_leaves() -> None:
    image = make_image(renditions=True, file=make_secretive_photo())
    with image.file.open() as original:
        before = read_with_exiftool({"cottage.jpg": original.read()})["cottage.jpg"]
    assert before["GPS:GPSLatitude"]
    assert before["ExifIFD:SerialNumber"] == SECRETS[1].decode()
    files = contents(image)
    for name, tags in read_with_exiftool(files).items():
        assert not any(secret in files[name] for secret in SECRETS), name
        groups = {tag.partition(":")[0] for tag in tags}
        assert not groups & {"IFD0", "IFD1", "ExifIFD", "GPS", "MakerNotes", "ICC_Profile"}


# --- When the words change ----------------------------------------------------------------------


def test_corrected_words_reach_every_file_without_touching_its_pixels(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    image = make_image(renditions=True, file=make_secretive_photo())
    before = contents(image)
    image.creators = ["Ada Moreno-Lind"]
    image.save()
    monkeypatch.setattr(public_files, "make", None)  # no decoding
    assert follow(image) == len(before)
    after = contents(image)
    assert after.keys() == before.keys()
    for name, data in after.items():
        assert b"Moreno-Lind" in data
        assert b"Moreno<" not in data
        pixels = [Pillow.open(io.BytesIO(one)).tobytes() for one in (data, before[name])]
        assert pixels[0] == pixels[1], name


def test_renamed_provider_reaches_the_files() -> None:
    image = make_image(renditions=True)
    provider = Provider.objects.named("Harbour Pictures")
    assert provider
    provider.name = "Quayside Pictures"
    provider.save()
    assert follow(image)
    assert all(b"Quayside Pictures" in data for data in contents(image).values())
    assert not any(b"Harbour Pictures" in data for data in contents(image).values())


def test_files_that_are_true_are_left_alone() -> None:
    image = make_image(renditions=True)
    names = sorted(str(row.file.name) for row in image.renditions.all())
    assert follow(image) == 0
    assert sorted(str(row.file.name) for row in image.renditions.all()) == names


def test_old_files_go_once_the_new_ones_are_stored(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    image = make_image(renditions=True)
    storage = Rendition._meta.get_field("file").storage
    old = {str(row.file.name) for row in image.renditions.all()}
    image.caption = "Corrected"
    image.save()
    with django_capture_on_commit_callbacks(execute=True):
        follow(image)
    new = {str(row.file.name) for row in image.renditions.all()}
    assert not old & new
    assert {f"{image.public_id}/{name}" for name in storage.listdir(image.public_id)[1]} == new


def test_older_address_leads_to_the_file_of_now(client: Client) -> None:
    image = make_image(renditions=True)
    old = {row.get_absolute_url() for row in image.renditions.all()}
    image.creators = ["Ada Moreno-Lind"]
    image.save()
    follow(image)
    for row in image.renditions.all():
        now = row.get_absolute_url()
        former = next(a for a in old if a.endswith(now.rpartition("/")[2]))
        assert former != now
        answer = client.get(former)
        assert (answer.status_code, answer["Location"]) == (302, now)
        assert "immutable" not in answer["Cache-Control"]
        assert b"Moreno-Lind" in fetch_file(client, now)[1]


def test_file_of_an_earlier_version_that_cannot_be_used_is_made_anew() -> None:
    image = make_image(renditions=True)
    row = image.renditions.get(spec="w480", extension="webp")
    with row.file.storage.open(str(row.file.name), "wb") as file:
        file.write(b"broken")
    image.caption = "Corrected"
    image.save()
    assert follow(image) == image.renditions.count()
    data = content(image.renditions.get(spec="w480", extension="webp"))
    assert Pillow.open(io.BytesIO(data)).format == "WEBP"


# --- Crops --------------------------------------------------------------------------------------


def test_moved_focal_point_moves_the_crops_and_nothing_else() -> None:
    data = make_photo("jpg", (720, 600), spot=(360, 40))
    image = make_image(renditions=True, file=SimpleUploadedFile("spot.jpg", data))
    assert not has_red(image, "16x9")
    image.focal_y = 0.02
    image.save()
    follow(image)
    assert has_red(image, "16x9")
    assert has_red(image, "c480")
    assert has_red(image, "w480")


def has_red(image: Image, spec: str) -> bool:
    row = image.renditions.get(spec=spec, extension="jpg")
    colours = Pillow.open(io.BytesIO(content(row))).convert("RGB").getcolors(1 << 24) or []
    return any(r > 200 and g < 60 and b < 60 for _n, (r, g, b) in colours)  # type: ignore[misc]
