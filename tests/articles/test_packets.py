"""What published files carry: read back by our own reader and by exiftool."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.imaging.metadata import Metadata, read
from articles.imaging.packets import LARGEST, Rights, iim, xmp
from articles.imaging.text import clean
from articles.imaging.values import Licensor, Values
from tests import metadata_files as files
from tests.exiftool import needs_exiftool, read_with_exiftool, write_with_exiftool
from tests.metadata_files import value

RIGHTS = Rights(
    creators=("José Müller", "Ada <Quay> & Sons"),
    credit="© Getty Images / José Müller; Anadolu",
    copyright_notice="(c) 2024 “Quay”",
    source="Anadolu",
    caption="Boats in the harbour.\nRiga, Latvia",
    headline="Storm & flood",
    web_statement="https://example.org/terms?a=1&b=2",
    usage_terms="Once only.",
    licensors=(Licensor("Quay", "https://example.org/buy"), Licensor(url="https://example.org/2")),
    alt_text="Two boats",
    long_description="Two boats lie " * 50,
    digital_source_type="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
    data_mining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED",
)


def read_back(packet: bytes, block: bytes = b"") -> Metadata:
    segments = [files.xmp(packet)] if packet else []
    segments += [files.segment(0xED, block)] if block else []
    return read(io.BytesIO(files.jpeg(*segments)))


def test_every_word_written_as_xmp_is_read_back():
    photo = read_back(xmp(RIGHTS))
    assert photo.troubles == ()
    assert value(photo.creators) == RIGHTS.creators
    assert value(photo.credit_line) == RIGHTS.credit
    assert value(photo.copyright_notice) == RIGHTS.copyright_notice
    assert (value(photo.source), value(photo.headline)) == (RIGHTS.source, RIGHTS.headline)
    assert value(photo.caption) == RIGHTS.caption
    assert value(photo.web_statement) == RIGHTS.web_statement
    assert value(photo.usage_terms) == RIGHTS.usage_terms
    assert value(photo.licensors) == RIGHTS.licensors
    assert value(photo.alt_text) == RIGHTS.alt_text
    assert value(photo.long_description) == RIGHTS.long_description.strip()
    assert value(photo.digital_source_type) == RIGHTS.digital_source_type
    assert value(photo.data_mining) == RIGHTS.data_mining


def test_iim_holds_every_name_whole_and_cuts_words_at_a_character():
    photo = read_back(b"", iim(RIGHTS))
    assert photo.troubles == ()
    assert value(photo.creators) == RIGHTS.creators
    assert value(photo.credit_line) == RIGHTS.credit
    assert value(photo.caption) == RIGHTS.caption
    assert value(photo.copyright_notice) == RIGHTS.copyright_notice
    assert (value(photo.source), value(photo.headline)) == (RIGHTS.source, RIGHTS.headline)
    long = read_back(b"", iim(replace(RIGHTS, headline="é" * 200, caption="x" + "é" * 1_500)))
    assert value(long.headline) == "é" * 128
    assert value(long.caption) == "x" + "é" * 999


@needs_exiftool
def test_exiftool_reads_in_our_packets_what_we_wrote():
    photo = files.jpeg(files.xmp(xmp(RIGHTS)), files.segment(0xED, iim(RIGHTS)))
    tags = read_with_exiftool({"photo.jpg": photo})["photo.jpg"]
    assert "ExifTool:Warning" not in tags
    assert tags["XMP-dc:Creator"] == tags["IPTC:By-line"] == list(RIGHTS.creators)
    assert tags["XMP-photoshop:Credit"] == tags["IPTC:Credit"] == RIGHTS.credit
    assert tags["XMP-dc:Rights"] == tags["IPTC:CopyrightNotice"] == RIGHTS.copyright_notice
    assert tags["XMP-dc:Description"] == tags["IPTC:Caption-Abstract"] == RIGHTS.caption
    assert tags["XMP-photoshop:Source"] == tags["IPTC:Source"] == RIGHTS.source
    assert tags["XMP-photoshop:Headline"] == tags["IPTC:Headline"] == RIGHTS.headline
    assert tags["XMP-xmpRights:WebStatement"] == RIGHTS.web_statement
    assert tags["XMP-xmpRights:UsageTerms"] == RIGHTS.usage_terms
    assert tags["XMP-iptcCore:AltTextAccessibility"] == RIGHTS.alt_text
    assert tags["XMP-iptcExt:DigitalSourceType"] == RIGHTS.digital_source_type
    assert tags["XMP-plus:Licensor"][0]["LicensorName"] == "Quay"
    assert tags["XMP-plus:Licensor"][1]["LicensorURL"] == "https://example.org/2"
    assert tags["IPTC:CodedCharacterSet"] == "UTF8"


WRITTEN = {
    "creators": ("José Müller", "Ada"),
    "credit_line": "Quay & Sons",
    "copyright_notice": "(c) Quay",
    "source": "Harbour",
    "caption": "Łódź, boats",
    "headline": "Storm",
    "title": "J 7",
    "instructions": "NO ARCHIVES",
    "city": "Rīga",
    "country": "Latvia",
    "country_code": "LVA",
    "keywords": ("boats", "quays"),
    "job_id": "R7",
}
XMP_TAGS = {
    "creators": "XMP-dc:Creator",
    "credit_line": "XMP-photoshop:Credit",
    "copyright_notice": "XMP-dc:Rights",
    "source": "XMP-photoshop:Source",
    "caption": "XMP-dc:Description",
    "headline": "XMP-photoshop:Headline",
    "title": "XMP-dc:Title",
    "instructions": "XMP-photoshop:Instructions",
    "city": "XMP-photoshop:City",
    "country": "XMP-photoshop:Country",
    "country_code": "XMP-iptcCore:CountryCode",
    "keywords": "XMP-dc:Subject",
    "job_id": "XMP-photoshop:TransmissionReference",
}
IIM_TAGS = {
    "creators": "IPTC:By-line",
    "credit_line": "IPTC:Credit",
    "copyright_notice": "IPTC:CopyrightNotice",
    "source": "IPTC:Source",
    "caption": "IPTC:Caption-Abstract",
    "headline": "IPTC:Headline",
    "title": "IPTC:ObjectName",
    "instructions": "IPTC:SpecialInstructions",
    "city": "IPTC:City",
    "country": "IPTC:Country-PrimaryLocationName",
    "country_code": "IPTC:Country-PrimaryLocationCode",
    "keywords": "IPTC:Keywords",
    "job_id": "IPTC:OriginalTransmissionReference",
}


def written(kind: str, *tags: str) -> Metadata:
    data = files.picture_bytes(kind, width=60, height=40)
    return read(io.BytesIO(write_with_exiftool(f"photo.{kind}", data, *tags)))


def arguments(tags: dict[str, str]) -> list[str]:
    return [
        f"-{tag}={text}"
        for field, tag in tags.items()
        for text in (WRITTEN[field] if isinstance(WRITTEN[field], tuple) else (WRITTEN[field],))
    ]


@needs_exiftool
@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "gif"])
def test_we_read_what_exiftool_writes_as_xmp(kind):
    dated = "-XMP-photoshop:DateCreated=2024:05:17 09:30:12+02:00"
    found = written(kind, *arguments(XMP_TAGS), dated)
    for field, expected in WRITTEN.items():
        assert (field, value(getattr(found, field))) == (field, expected)
        assert getattr(found, field).origin == "xmp"
    assert value(found.date_created).iso == "2024-05-17T09:30:12+02:00"
    assert found.troubles == ()


@needs_exiftool
@pytest.mark.parametrize("kind", ["jpg", "png"])
def test_we_read_what_exiftool_writes_as_iim(kind):
    dated = ("-IPTC:DateCreated=2024:05:17", "-IPTC:TimeCreated=09:30:12+02:00")
    found = written(kind, *arguments(IIM_TAGS), *dated)
    for field, expected in WRITTEN.items():
        assert (field, value(getattr(found, field))) == (field, expected)
        assert getattr(found, field).origin == "iim"
    assert value(found.date_created).iso == "2024-05-17T09:30:12+02:00"
    assert found.troubles == ()


@needs_exiftool
def test_we_read_the_structures_that_exiftool_writes():
    box = "{RbShape=rectangle,RbUnit=relative,RbX=0.1,RbY=0.2,RbW=0.3,RbH=0.4}"
    found = written(
        "jpg",
        "-XMP-plus:Licensor=[{LicensorName=Quay,LicensorURL=https://example.org/buy}]",
        f"-XMP-iptcExt:ImageRegion=[{{Name=Ada,RegionBoundary={box},RRole=[{{Name=main}}]}}]",
        "-XMP-iptcExt:PersonInImage=Ada",
    )
    assert value(found.licensors) == (Licensor("Quay", "https://example.org/buy"),)
    (region,) = value(found.regions)
    assert (region.x, region.y, region.w, region.h) == (0.1, 0.2, 0.3, 0.4)
    assert (region.role, region.name) == ("main", "Ada")
    assert value(found.people) == ("Ada",)


def test_a_packet_always_fits_into_one_segment():
    endless = "<&żółw 🐢>" * 5_000
    rights = Rights(
        **{name: endless for name in Rights.__slots__ if name not in {"creators", "licensors"}},
        creators=(endless,) * 60,
        licensors=(Licensor(endless, endless),) * 60,
    )
    assert len(xmp(rights)) <= LARGEST
    assert len(iim(rights)) <= LARGEST
    photo = read_back(xmp(rights), iim(rights))
    assert photo.troubles == ()
    assert endless.startswith(value(photo.caption))


def test_nothing_said_writes_nothing():
    photo = read_back(xmp(Rights()), iim(Rights()))
    assert all(getattr(photo, name) is None for name in Values.__slots__)
    assert photo.troubles == ()


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_survives_the_way_out_and_back(credit, name):
    photo = read_back(xmp(replace(RIGHTS, credit=credit, creators=(name,))))
    assert (value(photo.credit_line) or "") == clean(credit)
    assert (value(photo.creators) or ("",)) == (clean(name),)
    assert photo.troubles == ()
