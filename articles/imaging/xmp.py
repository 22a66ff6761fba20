"""What an XMP packet says in the fields of the IPTC Photo Metadata Standard 2025.1."""

from __future__ import annotations

from . import dates, packet, regions
from .rdf import Node, default, fields, items
from .regions import Size
from .text import clean, clean_all
from .values import Licensor, Values


def read(data: bytes, size: Size) -> tuple[Values, bool]:
    """The packet's values, and whether all of it could be read. `size` gives width and height."""
    found, whole = packet.read(data)
    return _values(found, size), whole


def _values(found: dict[str, Node], size: Size) -> Values:
    def text(name: str) -> str:
        return clean(default(found.get(name)))

    def texts(name: str) -> tuple[str, ...]:
        node = found.get(name)
        return clean_all(default(item) for item in items(node)) if node else ()

    return Values(
        creators=texts("dc:creator"),
        credit_line=text("photoshop:Credit"),
        copyright_notice=text("dc:rights"),
        source=text("photoshop:Source"),
        caption=text("dc:description"),
        headline=text("photoshop:Headline"),
        title=text("dc:title"),
        alt_text=text("Iptc4xmpCore:AltTextAccessibility"),
        long_description=text("Iptc4xmpCore:ExtDescrAccessibility"),
        instructions=text("photoshop:Instructions"),
        date_created=dates.parse(text("photoshop:DateCreated")),
        usage_terms=text("xmpRights:UsageTerms"),
        web_statement=text("xmpRights:WebStatement"),
        licensors=_licensors(found.get("plus:Licensor")),
        digital_source_type=text("Iptc4xmpExt:DigitalSourceType"),
        data_mining=text("plus:DataMining"),
        city=text("photoshop:City"),
        country=text("photoshop:Country"),
        country_code=text("Iptc4xmpCore:CountryCode"),
        keywords=texts("dc:subject"),
        job_id=text("photoshop:TransmissionReference"),
        regions=regions.read(found, size),
        people=texts("Iptc4xmpExt:PersonInImage") or _named(found),
        ai_system=text("Iptc4xmpExt:AISystemUsed"),
    )


def _licensors(node: Node | None) -> tuple[Licensor, ...]:
    licensors = []
    for item in items(node) if node else ():
        parts = fields(item)
        name = clean(default(parts.get("plus:LicensorName")))
        url = clean(default(parts.get("plus:LicensorURL")))
        if name or url:
            licensors.append(Licensor(name, url))
    return tuple(licensors)


def _named(found: dict[str, Node]) -> tuple[str, ...]:
    """People of whom more than the name is said."""
    node = found.get("Iptc4xmpExt:PersonInImageWDetails")
    people = [fields(item).get("Iptc4xmpExt:PersonName") for item in items(node)] if node else []
    return clean_all(map(default, people))
