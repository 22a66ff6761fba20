"""Picture files with metadata, put together byte by byte."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from typing import Any

from PIL import Image

from articles.imaging.values import Found
from tests.pictures import picture_bytes

XMP_HEADING = b"http://ns.adobe.com/xap/1.0/\0"
EXTENSION_HEADING = b"http://ns.adobe.com/xmp/extension/\0"
PHOTOSHOP_HEADING = b"Photoshop 3.0\0"
PNG_KEYWORD = b"XML:com.adobe.xmp"
UTF8 = b"\x1c\x01\x5a\x00\x03\x1b%G"  # IIM 1:90
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "xmpNote": "http://ns.adobe.com/xmp/note/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
    "stArea": "http://ns.adobe.com/xmp/sType/Area#",
}


def packet(inside: str = "", attributes: str = "", declare: dict[str, str] | None = None) -> str:
    """An XMP packet with this inside its one description."""
    names = {**NAMESPACES, **(declare or {})}
    spaces = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in names.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {spaces} {attributes}>{inside}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def listed(*texts: str, kind: str = "Seq") -> str:
    return f"<rdf:{kind}>{''.join(f'<rdf:li>{text}</rdf:li>' for text in texts)}</rdf:{kind}>"


def spoken(**texts: str) -> str:
    """A text in several languages; `x_default` stands for x-default."""
    members = "".join(
        f'<rdf:li xml:lang="{language.replace("_", "-")}">{text}</rdf:li>'
        for language, text in texts.items()
    )
    return f"<rdf:Alt>{members}</rdf:Alt>"


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def jpeg(*segments: bytes) -> bytes:
    """A JPEG file with these segments in front of its picture."""
    plain = picture_bytes(width=60, height=40)
    return plain[:2] + b"".join(segments) + plain[2:]


def xmp(text: str | bytes) -> bytes:
    return segment(0xE1, XMP_HEADING + (text if isinstance(text, bytes) else text.encode()))


def extended(rest: str, main: str = "", *, guid: str = "", part: int = 60_000) -> list[bytes]:
    """A main packet and the segments of its extension."""
    data = rest.encode()
    name = guid or hashlib.md5(data, usedforsecurity=False).hexdigest().upper()
    note = f"<xmpNote:HasExtendedXMP>{name}</xmpNote:HasExtendedXMP>"
    own = hashlib.md5(data, usedforsecurity=False).hexdigest().upper().encode()
    parts = [
        segment(
            0xE1,
            EXTENSION_HEADING + own + struct.pack(">II", len(data), at) + data[at : at + part],
        )
        for at in range(0, len(data), part)
    ]
    return [xmp(packet(note + main)), *parts]


def dataset(number: int, value: bytes | str, record: int = 2) -> bytes:
    data = value if isinstance(value, bytes) else value.encode()
    return struct.pack(">BBBH", 0x1C, record, number, len(data)) + data


def resource(content: bytes, number: int = 0x0404, name: bytes = b"") -> bytes:
    pascal = bytes([len(name)]) + name
    pascal += b"\0" * (len(pascal) % 2)
    heading = b"8BIM" + struct.pack(">H", number) + pascal + struct.pack(">I", len(content))
    return heading + content + b"\0" * (len(content) % 2)


def iim(*datasets: bytes) -> bytes:
    """The whole segment."""
    return segment(0xED, PHOTOSHOP_HEADING + resource(b"".join(datasets)))


def tiff(tags: dict[int, Any], details: dict[int, Any] | None = None, order: str = "<") -> bytes:
    """EXIF's own bytes, in this byte order; texts may be bytes."""
    block = Image.Exif()
    block.endian = order
    block.update(tags)
    block.get_ifd(0x8769).update(details or {})
    return block.tobytes().removeprefix(b"Exif\0\0")


def exif(
    tags: dict[int, Any] | None = None, details: dict[int, Any] | None = None, order: str = "<"
) -> bytes:
    return segment(0xE1, b"Exif\0\0" + tiff(tags or {}, details, order))


def chunk(name: bytes, data: bytes) -> bytes:
    checked = name + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))


def png(*chunks: bytes, at_end: bool = False) -> bytes:
    plain = picture_bytes("png", width=60, height=40)
    place = len(plain) - 12 if at_end else plain.index(b"IDAT") - 4
    return plain[:place] + b"".join(chunks) + plain[place:]


def raw_profile(name: str, data: bytes) -> bytes:
    """As ImageMagick writes it."""
    text = f"\n{name}\n{len(data):8}\n{data.hex()}\n".encode()
    return chunk(b"zTXt", f"Raw profile type {name}".encode() + b"\0\0" + zlib.compress(text))


def gif(text: str) -> bytes:
    plain = picture_bytes("gif", width=60, height=40)
    end = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    return plain[:-1] + b"\x21\xff\x0bXMP DataXMP" + text.encode() + end + b";"


def saved(kind: str, **options: Any) -> bytes:
    """A file as Pillow writes it with this metadata."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, kind, **options)
    return out.getvalue()


def value(found: Found[Any] | None) -> Any:
    return found and found.value
