"""Reading what pictures say of themselves: which block counts, and what each field holds."""

from __future__ import annotations

import io
import json

import pytest

from articles.imaging.metadata import Metadata, read
from articles.imaging.values import Found, Licensor, Region, Taken
from tests.metadata_files import (
    UTF8,
    dataset,
    exif,
    iim,
    jpeg,
    listed,
    packet,
    spoken,
    value,
    xmp,
)

CREDIT = "<photoshop:Credit>{}</photoshop:Credit>"


def metadata(*segments: bytes) -> Metadata:
    return read(io.BytesIO(jpeg(*segments)))


def from_packet(inside: str = "", attributes: str = "", **declare: str) -> Metadata:
    return metadata(xmp(packet(inside, attributes, declare)))


def test_xmp_counts_before_iim_before_exif():
    photo = metadata(
        exif({0x013B: "Eve", 0x8298: "(c) Eve", 0x010E: "exif caption"}),
        iim(dataset(80, "Ida"), dataset(120, "iim caption"), dataset(116, "(c) Ida")),
        xmp(packet(f"<dc:creator>{listed('Xenia')}</dc:creator>")),
    )
    assert photo.creators == Found(("Xenia",), "xmp")
    assert photo.caption == Found("iim caption", "iim")
    assert photo.copyright_notice == Found("(c) Ida", "iim")
    assert metadata(exif({0x013B: "Eve"})).creators == Found(("Eve",), "exif")


def test_an_empty_value_gives_way_to_the_next_block():
    photo = metadata(xmp(packet(CREDIT.format("  "))), iim(dataset(110, "Harbour Press")))
    assert photo.credit_line == Found("Harbour Press", "iim")


def test_every_field_of_xmp_is_read():
    licensor = (
        "<plus:Licensor><rdf:Seq><rdf:li rdf:parseType='Resource'>"
        "<plus:LicensorName>Harbour Press</plus:LicensorName>"
        "<plus:LicensorURL>https://example.org/buy</plus:LicensorURL>"
        "</rdf:li></rdf:Seq></plus:Licensor>"
    )
    photo = from_packet(
        f"<dc:rights>{spoken(x_default='(c) Harbour')}</dc:rights>"
        f"<dc:subject>{listed('boats', 'quays', kind='Bag')}</dc:subject>"
        f"<xmpRights:UsageTerms>{spoken(x_default='Once.')}</xmpRights:UsageTerms>"
        f"<Iptc4xmpExt:PersonInImage>{listed('Ada', kind='Bag')}</Iptc4xmpExt:PersonInImage>"
        + "".join(
            f"<Iptc4xmpCore:{name}>{spoken(x_default=text)}</Iptc4xmpCore:{name}>"
            for name, text in (("AltTextAccessibility", "alt"), ("ExtDescrAccessibility", "long"))
        )
        + licensor,
        'photoshop:Source="Quay" photoshop:Headline="Storm" photoshop:Instructions="NO ARCHIVES" '
        'photoshop:City="Riga" photoshop:Country="Latvia" Iptc4xmpCore:CountryCode="LVA" '
        'photoshop:TransmissionReference="J7" xmpRights:WebStatement="https://example.org/terms" '
        'Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/'
        'digitalCapture" plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED" '
        'Iptc4xmpExt:AISystemUsed="Easel 2" photoshop:DateCreated="2024-05-17"',
    )
    assert value(photo.copyright_notice) == "(c) Harbour"
    assert value(photo.keywords) == ("boats", "quays")
    assert value(photo.usage_terms) == "Once."
    assert value(photo.people) == ("Ada",)
    assert (value(photo.alt_text), value(photo.long_description)) == ("alt", "long")
    assert value(photo.licensors) == (Licensor("Harbour Press", "https://example.org/buy"),)
    assert (value(photo.source), value(photo.headline)) == ("Quay", "Storm")
    assert value(photo.instructions) == "NO ARCHIVES"
    assert (value(photo.city), value(photo.country)) == ("Riga", "Latvia")
    assert (value(photo.country_code), value(photo.job_id)) == ("LVA", "J7")
    assert value(photo.web_statement) == "https://example.org/terms"
    assert str(value(photo.digital_source_type)).endswith("/digitalCapture")
    assert str(value(photo.data_mining)).endswith("/DMI-PROHIBITED")
    assert value(photo.ai_system) == "Easel 2"
    assert value(photo.date_created) == Taken("2024-05-17", "day")


def test_every_field_of_iim_is_read():
    texts = {5: "t", 40: "i", 80: "b", 90: "c", 100: "LVA", 101: "l", 103: "j", 105: "h", 110: "a",
             115: "s", 116: "n", 120: "d"}  # fmt: skip
    photo = metadata(iim(*(dataset(number, text) for number, text in texts.items())))
    fields = (photo.title, photo.instructions, photo.city, photo.country_code, photo.country)
    assert [value(field) for field in fields] == ["t", "i", "c", "LVA", "l"]
    fields = (photo.job_id, photo.headline, photo.credit_line, photo.source)
    assert [value(field) for field in fields] == ["j", "h", "a", "s"]
    assert (value(photo.copyright_notice), value(photo.caption)) == ("n", "d")
    assert value(photo.creators) == ("b",)


@pytest.mark.parametrize(
    ("written", "iso", "precision", "offset"),
    [
        ("2024", "2024", "year", ""),
        ("2024-05", "2024-05", "month", ""),
        ("2024-05-17", "2024-05-17", "day", ""),
        ("2024-05-17T09:30", "2024-05-17T09:30", "minute", ""),
        ("2024-05-17T09:30:12Z", "2024-05-17T09:30:12Z", "second", "Z"),
        ("2024-05-17T09:30:12.25+0200", "2024-05-17T09:30:12.25+02:00", "second", "+02:00"),
        ("2024-05-17T00:00:00 +00:00", "2024-05-17T00:00:00+00:00", "second", "+00:00"),
        ("2024:05:17 09:30:12", "2024-05-17T09:30:12", "second", ""),
        ("2024-05-17T99:30:12", "2024-05-17", "day", ""),
        ("2024-00-00", "2024", "year", ""),
    ],
)
def test_a_date_is_as_precise_as_it_was_written(written, iso, precision, offset):
    photo = from_packet(attributes=f'photoshop:DateCreated="{written}"')
    assert value(photo.date_created) == Taken(iso, precision, offset)


@pytest.mark.parametrize("written", ["0000-00-00T00:00:00", "2023-02-30", "17 May 2024", "yes", ""])
def test_what_is_no_date_is_none(written):
    assert from_packet(attributes=f'photoshop:DateCreated="{written}"').date_created is None


def test_iim_gives_a_time_only_beside_a_date():
    both = metadata(iim(dataset(55, "20240517"), dataset(60, "093012-0500")))
    assert both.date_created == Found(Taken("2024-05-17T09:30:12-05:00", "second", "-05:00"), "iim")
    assert value(metadata(iim(dataset(55, "20240500"))).date_created) == Taken("2024-05", "month")
    assert metadata(iim(dataset(55, "00000000"), dataset(60, "093012"))).date_created is None
    assert metadata(iim(dataset(60, "093012"))).date_created is None


@pytest.mark.parametrize("order", ["<", ">"])
def test_exif_is_read_in_both_byte_orders(order):
    photo = metadata(
        exif(
            {0x013B: "Ada Quay; Ben Rope", 0x8298: "(c) Ada", 0x010E: "Boats", 0x0112: 6},
            {0x9003: "2024:05:17 09:30:12", 0x9011: "+02:00", 0x9291: "25"},
            order,
        )
    )
    assert photo.creators == Found(("Ada Quay", "Ben Rope"), "exif")
    assert (value(photo.copyright_notice), value(photo.caption)) == ("(c) Ada", "Boats")
    assert value(photo.date_created) == Taken("2024-05-17T09:30:12.25+02:00", "second", "+02:00")
    assert photo.orientation == 6


@pytest.mark.parametrize(
    "caption", ["OLYMPUS DIGITAL CAMERA         ", "SONY DSC", " " * 31, "DCF 1.0", ""]
)
def test_what_the_camera_writes_by_itself_is_no_caption(caption):
    assert metadata(exif({0x010E: caption})).caption is None


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "    :  :     :  :  ", "\0" * 19])
def test_a_camera_without_a_clock_gives_no_date(taken):
    assert metadata(exif({}, {0x9003: taken})).date_created is None


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_exif_text_in_utf_16_is_read_where_it_says_so(order):
    mark = "\ufeff".encode(order)
    said = {0x010E: mark + "Fähre\0".encode(order), 0x013B: mark + "Ann Müller".encode(order)}
    photo = metadata(exif(said))
    assert value(photo.caption) == "Fähre"
    assert value(photo.creators) == ("Ann Müller",)


def test_exif_names_are_read_in_utf_8_and_latin_1():
    assert value(metadata(exif({0x013B: "José Ü".encode()})).creators) == ("José Ü",)
    assert value(metadata(exif({0x013B: "José Ü".encode("latin-1")})).creators) == ("José Ü",)
    assert value(metadata(exif({0x013B: '"Quay; Sons"; Ada'})).creators) == ("Quay; Sons", "Ada")


def test_the_editor_s_copyright_stands_under_the_photographer_s():
    both = metadata(exif({0x8298: "(c) Ada\0(c) Harbour Press\0"}))
    assert value(both.copyright_notice) == "(c) Ada\n(c) Harbour Press"
    assert value(metadata(exif({0x8298: " \0(c) Harbour\0"})).copyright_notice) == "(c) Harbour"


def test_a_region_turns_with_its_picture():
    region = Region(0.1, 0.2, 0.3, 0.4, "r", "n")
    assert region.upright(1) == region
    turned = region.upright(6)  # a quarter to the right: what was below is now left
    assert (turned.x, turned.y) == pytest.approx((0.4, 0.1))
    assert (turned.w, turned.h, turned.role) == (0.4, 0.3, "r")
    back = turned.upright(8)
    assert (back.x, back.y) == pytest.approx((0.1, 0.2))


def test_what_was_found_can_be_stored_as_json():
    photo = metadata(
        xmp(packet(CREDIT.format("Harbour Press"), 'photoshop:DateCreated="2024-05"')),
        iim(UTF8, dataset(80, "Ada"), dataset(80, "José")),
    )
    stored = json.loads(json.dumps(photo.as_json()))
    assert stored["credit_line"] == {"value": "Harbour Press", "origin": "xmp"}
    assert stored["creators"] == {"value": ["Ada", "José"], "origin": "iim"}
    assert stored["date_created"]["value"] == {"iso": "2024-05", "precision": "month", "offset": ""}
    assert "caption" not in stored
    assert stored["troubles"] == []


def test_texts_lose_control_characters_and_outer_blanks_only():
    photo = metadata(iim(dataset(120, " One\r\nTwo\rThree  four\x07 \0\0"), dataset(110, "\0\0")))
    assert value(photo.caption) == "One\nTwo\nThree  four"
    assert photo.credit_line is None
