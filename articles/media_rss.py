"""Pictures in feeds, each with its credit (Media RSS 1.5.1)."""

from __future__ import annotations

from xml.sax.xmlreader import AttributesImpl

from django.utils.xmlutils import SimplerXMLGenerator

from .addresses import absolute
from .models import Image, Picture
from .xml_text import printable

EBU = "urn:ebu"  # whose words the roles are


def add_picture(handler: SimplerXMLGenerator, picture: Picture) -> None:
    """A media:content: the line as it is printed, then who stands behind it, by their roles."""
    file, image = picture.largest, picture.image
    attributes = {
        "url": absolute(file.get_absolute_url()),
        "type": file.mime,
        "medium": "image",
        "fileSize": str(file.bytes),
        "width": str(file.width),
        "height": str(file.height),
    }
    handler.startElement("media:content", AttributesImpl(attributes))
    words = " ".join(part for part in (image.flag, picture.machine_made, image.caption) if part)
    handler.addQuickElement("media:description", printable(words or image.alt_text))
    handler.addQuickElement("media:credit", printable(image.credit), {"scheme": EBU})
    for role, name in roles(image):
        handler.addQuickElement("media:credit", printable(name), {"scheme": EBU, "role": role})
    if image.copyright_notice:
        handler.addQuickElement("media:copyright", printable(image.copyright_notice))
    handler.endElement("media:content")


def roles(image: Image) -> list[tuple[str, str]]:
    """Who made and who delivered the picture, in the roles of the European Broadcasting Union."""
    makers = [("photographer", name) for name in image.creators]
    firms = dict.fromkeys(firm.name for firm in (image.distributor, image.provider) if firm)
    return makers + [("distribution company", name) for name in firms]
