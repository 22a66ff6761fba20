"""XMP in every way it is written, and what only looks like it."""

from __future__ import annotations

import io

import pytest

from articles.imaging.metadata import Metadata, read
from articles.imaging.values import Licensor, Region
from tests.metadata_files import NAMESPACES, extended, jpeg, listed, packet, spoken, value, xmp

EVIL = "https://example.org/ns/evil/"
PHOTOSHOP = NAMESPACES["photoshop"]
LICENSOR = "<plus:LicensorName>Quay</plus:LicensorName>"
EXT = "Iptc4xmpExt"
ROLE = "http://cv.iptc.org/newscodes/imageregionrole/mainSubjectArea"


def from_text(text: str | bytes) -> Metadata:
    return read(io.BytesIO(jpeg(xmp(text))))


def from_packet(inside: str = "", attributes: str = "", **declare: str) -> Metadata:
    return from_text(packet(inside, attributes, declare))


def credit(photo: Metadata) -> str | None:
    return value(photo.credit_line)


def test_only_the_address_of_a_namespace_counts():
    both = "<foo:Credit>FALSE</foo:Credit><photoshop:Credit>True</photoshop:Credit>"
    assert credit(from_packet(both, foo=EVIL)) == "True"
    reverse = "<photoshop:Credit>True</photoshop:Credit><foo:Credit>FALSE</foo:Credit>"
    assert credit(from_packet(reverse, foo=EVIL)) == "True"
    assert credit(from_packet("<foo:Credit>FALSE</foo:Credit>", foo=EVIL)) is None
    assert (
        credit(from_packet(f'<photoshop:Credit xmlns:photoshop="{EVIL}">F</photoshop:Credit>'))
        is None
    )
    assert credit(from_packet("<ps:Credit>True</ps:Credit>", ps=PHOTOSHOP)) == "True"
    assert credit(from_packet(f'<Credit xmlns="{PHOTOSHOP}">True</Credit>')) == "True"


@pytest.mark.parametrize(
    "address", [PHOTOSHOP.rstrip("/"), PHOTOSHOP.replace("1.0", "1.1"), PHOTOSHOP]
)
def test_a_namespace_is_known_in_the_spellings_of_the_wild(address):
    assert credit(from_packet("<p:Credit>Quay</p:Credit>", p=address)) == "Quay"


def test_getty_s_capital_letter_is_read():
    photo = from_packet(attributes='dc:Rights="(c) Quay" dc:description="Boats"')
    assert value(photo.copyright_notice) == "(c) Quay"
    assert value(photo.caption) == "Boats"


@pytest.mark.parametrize(
    "creator",
    [
        listed("Ada", "Ben"),
        listed("Ada", "Ben", kind="Bag"),
        listed("Ada", "Ben", kind="Alt"),
        "<rdf:li>Ada</rdf:li><rdf:li>Ben</rdf:li>",
        "<rdf:Seq><rdf:_1>Ada</rdf:_1><rdf:_2>Ben</rdf:_2></rdf:Seq>",
        "<rdf:Seq><rdf:li rdf:parseType='Resource'><rdf:value>Ada</rdf:value></rdf:li>"
        "<rdf:li><rdf:Description><rdf:value>Ben</rdf:value></rdf:Description></rdf:li></rdf:Seq>",
        listed(" Ada\n", "", "Ben"),
    ],
)
def test_a_list_is_read_in_every_form(creator):
    photo = from_packet(f"<dc:creator>{creator}</dc:creator>")
    assert value(photo.creators) == ("Ada", "Ben")


@pytest.mark.parametrize(
    "inside",
    [
        "<photoshop:Credit>A &amp; B</photoshop:Credit>",
        "<photoshop:Credit><![CDATA[A & B]]></photoshop:Credit>",
        "<photoshop:Credit>A <!-- and -->&#38; B</photoshop:Credit>",
        "<photoshop:Credit rdf:parseType='Resource'><rdf:value>A &amp; B</rdf:value>"
        "<xmp:note>n</xmp:note></photoshop:Credit>",
        "<photoshop:Credit rdf:value='A &amp; B' xmp:note='n'/>",
        "<rdf:Description><photoshop:Credit>A &amp; B</photoshop:Credit></rdf:Description>",
        "<photoshop:Credit>A & B</photoshop:Credit>",
        "<photoshop:Credit>A\x01 & B</photoshop:Credit>",
        "<photoshop:Credit>A &amp; B</photoshop:Credit><undeclared:x/>",
    ],
)
def test_a_text_is_read_in_every_form(inside):
    assert credit(from_packet(inside)) == "A & B"
    assert credit(from_packet(attributes='photoshop:Credit="A &amp; B"')) == "A & B"


@pytest.mark.parametrize(
    ("caption", "read_as"),
    [
        (spoken(x_default="Boats", de="Boote"), "Boats"),
        (spoken(de="Boote", x_default="Boats"), "Boats"),
        (spoken(en="Boats", de="Boote"), "Boats"),
        (spoken(x_default="", de="Boote"), "Boote"),
        ("<rdf:Alt><rdf:li>Boats</rdf:li></rdf:Alt>", "Boats"),
        ("Boats", "Boats"),
    ],
)
def test_of_several_languages_the_default_counts(caption, read_as):
    photo = from_packet(f"<dc:description>{caption}</dc:description>")
    assert value(photo.caption) == read_as


@pytest.mark.parametrize(
    "licensors",
    [
        f"<rdf:Seq><rdf:li rdf:parseType='Resource'>{LICENSOR}</rdf:li></rdf:Seq>",
        f"<rdf:Bag><rdf:li><rdf:Description>{LICENSOR}</rdf:Description></rdf:li></rdf:Bag>",
        "<rdf:Seq><rdf:li plus:LicensorName='Quay'/></rdf:Seq>",
        "<rdf:Seq><rdf:li><rdf:Description plus:LicensorName='Quay'/></rdf:li></rdf:Seq>",
    ],
)
def test_a_structure_is_read_in_every_form(licensors):
    photo = from_packet(f"<plus:Licensor>{licensors}</plus:Licensor>")
    assert value(photo.licensors) == (Licensor("Quay"),)
    single = from_packet(f"<plus:Licensor rdf:parseType='Resource'>{LICENSOR}</plus:Licensor>")
    assert single.licensors == photo.licensors


def test_an_address_may_stand_in_rdf_resource():
    photo = from_packet('<xmpRights:WebStatement rdf:resource="https://example.org/terms"/>')
    assert value(photo.web_statement) == "https://example.org/terms"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_packet_is_read_in_every_encoding(encoding, mark):
    text = mark + packet("<photoshop:Credit>Quay Ü 😀</photoshop:Credit>")
    assert credit(from_text(text.encode(encoding))) == "Quay Ü 😀"


def test_latin_1_in_a_packet_is_read_as_what_it_is():
    text = packet("<photoshop:Credit>José</photoshop:Credit>").replace("\ufeff", "")
    assert credit(from_text(text.encode("latin-1"))) == "José"


def test_of_two_packets_the_later_counts_field_by_field():
    first = packet(attributes='photoshop:Credit="old" photoshop:City="Riga"')
    second = packet(attributes='photoshop:Credit="new"')
    photo = read(io.BytesIO(jpeg(xmp(first), xmp(second))))
    assert credit(photo) == "new"
    assert value(photo.city) == "Riga"


def test_a_packet_of_more_than_one_segment_is_put_together():
    words = "Long caption. " * 10_000
    rest = packet(f"<dc:description>{spoken(x_default=words)}</dc:description>")
    segments = extended(rest, "<photoshop:Credit>Quay</photoshop:Credit>")
    for order in (segments, [segments[0], *reversed(segments[1:])], segments[::-1]):
        photo = read(io.BytesIO(jpeg(*order)))
        assert value(photo.caption) == words.strip()
        assert credit(photo) == "Quay"
        assert photo.troubles == ()


def test_an_extension_that_is_not_whole_or_not_named_is_left_out():
    rest = packet(f"<dc:description>{spoken(x_default='x' * 90_000)}</dc:description>")
    main = "<photoshop:Credit>Quay</photoshop:Credit>"
    for segments in (extended(rest, main)[:-1], extended(rest, main, guid="A" * 32)):
        photo = read(io.BytesIO(jpeg(*segments)))
        assert (photo.caption, credit(photo)) == (None, "Quay")
        assert photo.troubles == ("A part of the XMP packet is missing.",)


def region(boundary: str, rest: str = "") -> Metadata:
    inside = f"<{EXT}:RegionBoundary rdf:parseType='Resource'>{boundary}</{EXT}:RegionBoundary>"
    item = f"<rdf:li rdf:parseType='Resource'>{inside}{rest}</rdf:li>"
    return from_packet(f"<{EXT}:ImageRegion><rdf:Bag>{item}</rdf:Bag></{EXT}:ImageRegion>")


def tags(**values: str) -> str:
    return "".join(f"<{EXT}:{name}>{value}</{EXT}:{name}>" for name, value in values.items())


def vertices(*points: tuple[str, str]) -> str:
    corners = "".join(
        f"<rdf:li rdf:parseType='Resource'>{tags(rbX=x, rbY=y)}</rdf:li>" for x, y in points
    )
    return f"<{EXT}:rbVertices><rdf:Seq>{corners}</rdf:Seq></{EXT}:rbVertices>"


@pytest.mark.parametrize(
    ("boundary", "box"),
    [
        (tags(rbShape="rectangle", rbUnit="relative", rbX=".1", rbY=".2", rbW=".3", rbH=".4"),
         (0.1, 0.2, 0.3, 0.4)),
        (tags(rbShape="rectangle", rbUnit="pixel", rbX="6", rbY="4", rbW="30", rbH="20"),
         (0.1, 0.1, 0.5, 0.5)),
        (tags(rbShape="circle", rbUnit="relative", rbX=".5", rbY=".5", rbRx=".2"),
         (0.3, 0.2, 0.4, 0.6)),
        (tags(rbShape="circle", rbUnit="pixel", rbX="30", rbY="20", rbRx="12"),
         (0.3, 0.2, 0.4, 0.6)),
        (tags(rbShape="polygon", rbUnit="relative")
         + vertices((".2", ".1"), (".6", ".5"), (".4", ".9")),
         (0.2, 0.1, 0.4, 0.8)),
        (tags(rbShape="rectangle", rbUnit="relative", rbX="-.5", rbY=".5", rbW="1", rbH="9"),
         (0, 0.5, 0.5, 0.5)),
    ],
)  # fmt: skip
def test_a_region_of_every_shape_and_unit_becomes_a_box(boundary, box):
    """The picture is 60 x 40 pixels."""
    photo = region(boundary, f"<{EXT}:Name>{spoken(x_default='Ada')}</{EXT}:Name>")
    (found,) = value(photo.regions)
    assert (found.x, found.y, found.w, found.h) == pytest.approx(box)
    assert found.name == "Ada"


def test_a_region_tells_its_role():
    role = (
        f"<{EXT}:rRole><rdf:Bag><rdf:li rdf:parseType='Resource'>"
        f"<xmp:Identifier><rdf:Bag><rdf:li>{ROLE}</rdf:li></rdf:Bag></xmp:Identifier>{{}}</rdf:li></rdf:Bag></{EXT}:rRole>"
    )
    box = tags(rbShape="rectangle", rbUnit="relative", rbX=".1", rbY=".2", rbW=".3", rbH=".4")
    named = region(box, role.format(f"<{EXT}:Name>{spoken(x_default='main')}</{EXT}:Name>"))
    assert value(named.regions) == (Region(0.1, 0.2, 0.3, 0.4, "main"),)
    coded = region(box, role.format(""))
    assert [found.role for found in value(coded.regions)] == [ROLE]


@pytest.mark.parametrize(
    "boundary",
    [
        tags(rbShape="rectangle", rbUnit="relative", rbX=".1", rbY=".2", rbW="nan", rbH=".4"),
        tags(rbShape="rectangle", rbUnit="relative", rbX="1e999", rbY="0", rbW=".1", rbH=".4"),
        tags(rbShape="rectangle", rbUnit="furlong", rbX=".1", rbY=".2", rbW=".3", rbH=".4"),
        tags(rbShape="star", rbUnit="relative", rbX=".1", rbY=".2", rbW=".3", rbH=".4"),
        tags(rbShape="rectangle", rbUnit="relative", rbX=".1", rbY=".2", rbW="0", rbH=".4"),
        tags(rbShape="rectangle", rbUnit="relative", rbX="2", rbY="2", rbW=".3", rbH=".4"),
        tags(rbShape="polygon", rbUnit="relative"),
        tags(rbShape="circle", rbUnit="relative", rbX=".5"),
        "",
    ],
)
def test_a_region_of_impossible_shape_is_left_out(boundary):
    assert region(boundary).regions is None


def test_the_working_group_s_regions_are_read_where_iptc_s_are_missing():
    area = "stArea:x='.5' stArea:y='.5' stArea:w='.2' stArea:h='.4' stArea:unit='normalized'"
    said = f"mwg-rs:Name='Ada' mwg-rs:Type='Face'><mwg-rs:Area {area}/>"
    item = f"<rdf:li {said}</rdf:li>"
    face = f"<rdf:li><rdf:Description {said}</rdf:Description></rdf:li>"
    for form in (item, face):
        photo = from_packet(
            "<mwg-rs:Regions rdf:parseType='Resource'><mwg-rs:RegionList><rdf:Bag>"
            f"{form}</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"
        )
        assert value(photo.regions) == (Region(0.4, 0.3, 0.2, 0.4, "Face", "Ada"),)
