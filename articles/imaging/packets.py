"""The words and rights that every published file carries, as XMP and as IIM.

Only what belongs to the public: no place, no camera, no owner's name, no faces.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from .text import clean
from .values import Licensor

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
}
BEGIN = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
END = '<?xpacket end="r"?>'
LARGEST = 65_000  # bytes of a packet: it must fit into one segment of a JPEG file
LONGEST = 16_000  # bytes of a text, halved until the packet is no larger
MOST_NAMES = 25
# Datasets of the application record: number and bytes. Sources: IIM 4.2, chapter 6, for words.
# Names it limits to 32 bytes; agencies exceed that, readers take it, and half a credit is a
# wrong one: docs/decisions/0031-names-are-never-cut.md.
CREATOR, CREDIT, SOURCE, NOTICE = (80, 2000), (110, 2000), (115, 2000), (116, 2000)
HEADLINE, CAPTION = (105, 256), (120, 2000)


@dataclass(frozen=True, slots=True)
class Rights:
    """What a published file says of itself."""

    creators: tuple[str, ...] = ()
    credit: str = ""
    copyright_notice: str = ""
    source: str = ""
    caption: str = ""
    headline: str = ""
    web_statement: str = ""
    usage_terms: str = ""
    licensors: tuple[Licensor, ...] = ()
    alt_text: str = ""
    long_description: str = ""
    digital_source_type: str = ""
    data_mining: str = ""


def xmp(rights: Rights) -> bytes:
    """A whole XMP packet in UTF-8, never too large for a JPEG file."""
    longest = LONGEST
    while len(packet := _packet(rights, longest)) > LARGEST:
        longest //= 2
    return packet


def iim(rights: Rights) -> bytes:
    """The content of a JPEG file's APP13 segment: Photoshop's heading, one resource, UTF-8."""
    application = [
        *((CREATOR, name) for name in rights.creators[:MOST_NAMES]),
        (HEADLINE, rights.headline),
        (CREDIT, rights.credit),
        (SOURCE, rights.source),
        (NOTICE, rights.copyright_notice),
        (CAPTION, rights.caption),
    ]
    data = _dataset(1, 90, b"\x1b%G") + _dataset(2, 0, b"\0\4")
    for (number, longest), text in application:
        if value := _cut(text, longest):
            data += _dataset(2, number, value.encode())
    resource = struct.pack(">4sHHI", b"8BIM", 0x0404, 0, len(data)) + data
    return b"Photoshop 3.0\0" + resource + b"\0" * (len(data) % 2)


def _dataset(record: int, number: int, value: bytes) -> bytes:
    return struct.pack(">BBBH", 0x1C, record, number, len(value)) + value


def _cut(text: str, longest: int) -> str:
    """At most so many bytes of UTF-8, never half a character."""
    return clean(text[: 2 * longest]).encode()[:longest].decode(errors="ignore").rstrip()


def _packet(rights: Rights, longest: int) -> bytes:
    spaces = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
    inside = "".join(_properties(rights, longest))
    description = f'<rdf:Description rdf:about="">{inside}</rdf:Description>'
    rdf = f"<rdf:RDF{spaces}>{description}</rdf:RDF>"
    return f'{BEGIN}<x:xmpmeta xmlns:x="adobe:ns:meta/">{rdf}</x:xmpmeta>{END}'.encode()


def _properties(rights: Rights, longest: int) -> Iterator[str]:
    def plain(name: str, text: str) -> str:
        value = _cut(text, longest)
        return f"<{name}>{escape(value)}</{name}>" if value else ""

    def spoken(name: str, text: str) -> str:
        value = plain("rdf:li", text).replace("<rdf:li>", '<rdf:li xml:lang="x-default">', 1)
        return f"<{name}><rdf:Alt>{value}</rdf:Alt></{name}>" if value else ""

    def listed(name: str, members: Iterable[str]) -> str:
        inside = "".join(members)
        return f"<{name}><rdf:Seq>{inside}</rdf:Seq></{name}>" if inside else ""

    def licensor(licensor: Licensor) -> str:
        inside = plain("plus:LicensorName", licensor.name) + plain("plus:LicensorURL", licensor.url)
        return f'<rdf:li rdf:parseType="Resource">{inside}</rdf:li>' if inside else ""

    yield listed("dc:creator", (plain("rdf:li", name) for name in rights.creators[:MOST_NAMES]))
    yield spoken("dc:rights", rights.copyright_notice)
    yield spoken("dc:description", rights.caption)
    yield plain("photoshop:Credit", rights.credit)
    yield plain("photoshop:Source", rights.source)
    yield plain("photoshop:Headline", rights.headline)
    yield plain("xmpRights:WebStatement", rights.web_statement)
    yield spoken("xmpRights:UsageTerms", rights.usage_terms)
    yield spoken("Iptc4xmpCore:AltTextAccessibility", rights.alt_text)
    yield spoken("Iptc4xmpCore:ExtDescrAccessibility", rights.long_description)
    yield plain("Iptc4xmpExt:DigitalSourceType", rights.digital_source_type)
    yield plain("plus:DataMining", rights.data_mining)
    yield listed("plus:Licensor", map(licensor, rights.licensors[:MOST_NAMES]))
