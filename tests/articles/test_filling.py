"""What a file says of itself becomes the picture's words, credit and terms; typed ones stay."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.imaging.metadata import Metadata, read
from articles.imaging.values import Found, Licensor, Region, Taken
from articles.models import Image, Provider
from tests.factories import make_image, make_user
from tests.pictures import picture_file

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
HANDOUT = "HANDOUT; ONE TIME USE ONLY; NO ARCHIVES; ONLY FOR 14 DAYS FROM TRANSMISSION"


def said(**values: Any) -> Metadata:
    """A file that says this, all of it in its XMP."""
    return Metadata(**{name: Found(value, "xmp") for name, value in values.items()})


def filled(image: Image | None = None, **values: Any) -> Image:
    image = image or Image()
    image.fill(said(**values))
    return image


def test_words_of_the_file_are_taken_over() -> None:
    image = filled(
        caption="Ships at dawn. Ada Moreno/Anadolu via Getty Images",
        credit_line="Anadolu via Getty Images",
        creators=("Ada Moreno",),
        headline="Ships",
        alt_text="Three grey ships",
        keywords=("ships", "dawn"),
        city="Port Arden",
        date_created=Taken("2026-05-03T06:10:00+02:00", "second", "+02:00"),
        web_statement="https://example.org/rights",
        licensors=(Licensor("Getty Images", "https://example.org/buy"),),
    )
    assert image.caption == "Ships at dawn."
    assert image.credit == "© Getty Images / Ada Moreno; Anadolu"
    assert (image.headline, image.alt_text, image.city) == (
        "Ships",
        "Three grey ships",
        "Port Arden",
    )
    assert image.keywords == ["ships", "dawn"]
    assert image.date_created == "2026-05-03T06:10:00+02:00"
    assert (image.web_statement, image.licensor_url) == (
        "https://example.org/rights",
        "https://example.org/buy",
    )
    assert image.embedded["caption"]["value"].endswith("via Getty Images")
    image.save()
    assert image.date_precision == "second"


def test_typed_words_stay() -> None:
    provider = Provider.objects.named("AFP")
    image = Image(caption="Typed", provider=provider, valid_until=NOW, creators=["Bo Lind"])
    filled(
        image,
        caption="From the file",
        credit_line="Ada Moreno/Anadolu",
        instructions="FOR 14 DAYS",
    )
    assert (image.caption, image.creators) == ("Typed", ["Bo Lind"])
    assert (image.provider, image.distributor, image.valid_until) == (provider, None, NOW)


def test_where_file_and_form_disagree_is_said() -> None:
    image = Image(provider=Provider.objects.named("AFP"), headline="ships")
    filled(image, credit_line="Anadolu", headline="Ships.", alt_text="Ships")
    (conflict,) = image.conflicts()
    assert str(conflict) == "Provider: the file says Anadolu, the form says AFP."
    assert conflict.origin == "xmp"


def test_picture_without_a_file_has_no_conflicts() -> None:
    assert make_image().conflicts() == []


@time_machine.travel(NOW, tick=False)
def test_instructions_become_flags_and_an_end() -> None:
    image = filled(instructions=HANDOUT)
    assert (image.is_handout, image.one_time_use, image.no_archive) == (True, True, True)
    assert image.valid_until == NOW + timedelta(days=14)
    assert image.instructions == HANDOUT


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("USE UNTIL 30 JUNE 2026", None, datetime(2026, 7, 1, tzinfo=UTC)),
        ("UNTIL 30 JUNE 2026, 18:00 GMT", None, datetime(2026, 6, 30, 18, tzinfo=UTC)),
        ("EMBARGO: 8 MAY 2026", datetime(2026, 5, 8, tzinfo=UTC), None),
        ("FOR 14 DAYS; NO USE AFTER 6 MAY 2026", None, datetime(2026, 5, 7, tzinfo=UTC)),
    ],
)
def test_dates_in_the_instructions_act(
    text: str, begin: datetime | None, end: datetime | None
) -> None:
    image = filled(instructions=text)
    assert (image.valid_from, image.valid_until) == (begin, end)


def test_embargo_that_cannot_be_read_is_left_to_the_editor() -> None:
    image = filled(instructions="EMBARGO until the ceremony")
    assert "embargo" in image.restrictions
    assert image.valid_from is None


def test_line_that_the_agency_demands_is_printed() -> None:
    image = filled(credit_line="AFP", instructions='MANDATORY CREDIT "AFP PHOTO / ADA MORENO"')
    assert image.credit == "AFP PHOTO / ADA MORENO"


def test_flag_that_an_editor_took_away_is_not_set_again_by_the_same_file() -> None:
    image = filled(instructions=HANDOUT, caption="FILE PHOTO: Ships")
    image.one_time_use = image.is_file_photo = False
    filled(image, instructions=HANDOUT, caption="FILE PHOTO: Ships")
    assert (image.one_time_use, image.is_file_photo) == (False, False)
    filled(image, instructions="ONE TIME USE", caption="FILE PHOTO: Ships")
    assert image.instructions == HANDOUT  # typed by now: the form's words go before the file's
    assert image.one_time_use


@pytest.mark.parametrize(
    ("values", "flags"),
    [
        ({"caption": "FILE PHOTO: Ships"}, (True, False)),
        ({"caption": "Ships", "source": "HO"}, (False, True)),
        ({"caption": "Ships", "credit_line": "Handout via Reuters"}, (False, True)),
    ],
)
def test_flags_stand_in_caption_credit_and_source(
    values: dict[str, str], flags: tuple[bool, bool]
) -> None:
    image = filled(**values)
    assert (image.is_file_photo, image.is_handout) == flags
    assert image.caption == "Ships"


@time_machine.travel(NOW, tick=False)
def test_provider_may_have_a_usual_end() -> None:
    Provider.objects.filter(name="Reuters").update(default_valid_days=365)
    assert filled(credit_line="Reuters").valid_until == NOW + timedelta(days=365)


def test_agency_first_seen_in_a_file_waits_for_an_editor() -> None:
    image = filled(make_image(provider=None, creators=[]), credit_line="Coldwater Pictures")
    image.save()
    assert (image.credit, image.status) == ("© Coldwater Pictures", "restricted")
    assert image.conditions() == ["its provider is not confirmed by an editor"]
    assert image.provider is not None
    image.provider.active = True
    image.provider.save()
    image.save()
    assert image.status == "ready"


def test_person_marked_in_the_file_is_the_focal_point() -> None:
    regions = (
        Region(0.0, 0.0, 0.9, 0.9, "http://cv.iptc.org/newscodes/imageregionrole/cropping"),
        Region(0.6, 0.1, 0.2, 0.4, "http://cv.iptc.org/newscodes/imageregiontype/human"),
    )
    image = filled(regions=regions)
    assert (image.focal_x, image.focal_y) == pytest.approx((0.7, 0.3))
    assert image.focal_source == "region"
    image = Image(focal_x=0.2, focal_source="manual")
    assert filled(image, regions=regions).focal_x == 0.2


@pytest.mark.parametrize("address", ["javascript:alert(1)", "example.org", "https://", "x" * 600])
def test_only_a_whole_web_address_becomes_one(address: str) -> None:
    image = filled(web_statement=address, licensors=(Licensor("Tidewater", address),))
    assert (image.web_statement, image.licensor_url) == ("", "")


def test_words_longer_than_a_field_are_cut_and_stand_whole_beside_it() -> None:
    image = filled(headline="x" * 600)
    assert len(image.headline) == 500
    assert len(image.embedded["headline"]["value"]) == 600


def test_upload_reads_the_file() -> None:
    user = make_user()
    image = Image.objects.upload(written_by("Ada Moreno"), by=user, alt_text="Ships")
    image.refresh_from_db()
    assert (image.creators, image.uploaded_by, image.mime) == (["Ada Moreno"], user, "image/jpeg")
    assert image.file.size == image.bytes
    assert len(image.sha256) == 64


def written_by(name: str) -> SimpleUploadedFile:
    """A picture whose EXIF names its creator."""
    from PIL import Image as Pillow

    upload = picture_file()
    picture = Pillow.open(upload)
    exif = picture.getexif()
    exif[0x013B] = name
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("ships.jpg", out.getvalue(), "image/jpeg")


def test_file_without_any_words_fills_nothing() -> None:
    image = Image()
    image.fill(read(picture_file()))
    assert (image.caption, image.creators, image.provider, image.credit) == ("", [], None, "")
