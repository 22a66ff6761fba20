"""From the bytes of an XMP packet to its properties, as far as the packet is well formed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from .rdf import USUAL, Node, name_of, properties
from .text import decode_mixed

DEEPEST = 40  # elements within each other
MOST_ELEMENTS = 150_000
MOST_REPAIRED = 1_000_000  # characters
PART = 65536  # characters
MARKS = {
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
SIGNS = {"utf-16-le": "<\0", "utf-16-be": "\0<", "utf-32-le": "<\0\0\0", "utf-32-be": "\0\0\0<"}
BEGIN = re.compile(r"<(?:\?xpacket|x:x[ma]pmeta|[\w.-]+:RDF|[\w.-]+:xmpmeta)\b")
DECLARATION = re.compile(r"<\?xml\b[^<>]{0,200}\?>")
LONE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)")
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ELEMENT = re.compile(r"<[\w:.-]+")
PREFIX = re.compile(r"[<\s]([A-Za-z_][\w.-]*):[A-Za-z_]")
DECLARED = re.compile(r"\sxmlns:([\w.-]+)\s*=")
DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)\b")


class TooDeep(ValueError):
    """More elements, or deeper, than any program writes."""


class Builder:
    """Target of the parser: keeps what lies in rdf:RDF, and only what has been closed."""

    def __init__(self) -> None:
        self.descriptions: list[Node] = []
        self._open: list[Node] = []
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) >= DEEPEST:
            raise TooDeep
        named = {name_of(key): value for key, value in attributes.items()}
        named.pop("", None)
        self._open.append(Node(name_of(tag), named))

    def data(self, text: str) -> None:
        if self._open and self._open[-1].name:
            self._open[-1].pieces.append(text)

    def end(self, tag: str) -> None:
        node = self._open.pop()
        if not self._open:
            return
        parent = self._open[-1]
        if parent.name == "rdf:RDF":
            self.descriptions.append(node)
        elif node.name:
            parent.children.append(node)

    def close(self) -> None:
        """The description that was not closed, with its properties that were."""
        for parent, node in zip(self._open, self._open[1:], strict=False):
            if parent.name == "rdf:RDF":
                self.descriptions.append(node)
        self._open = []


def read(data: bytes) -> tuple[dict[str, Node], bool]:
    """The packet's properties by name, and whether all of it could be read."""
    text = _text(data)
    if DOCTYPE.search(text):
        return {}, False  # XMP has no document type: who sends one means harm
    text = _trimmed(text)
    descriptions, whole = _parse(text)
    if not whole and len(text) <= MOST_REPAIRED:
        again, whole_again = _parse(_repaired(text))
        descriptions = again if whole_again else descriptions
    # Of a property that stands there twice the last one counts.
    return dict(chain.from_iterable(map(_stated, descriptions))), whole


def _stated(node: Node) -> Iterable[tuple[str, Node]]:
    """What an element of rdf:RDF says; some programs forget rdf:Description."""
    return properties(node) if node.name == "rdf:Description" else [(node.name, node)]


def _repaired(text: str) -> str:
    """Without the three mistakes that hasty programs make: &, control characters, no xmlns."""
    text = NOT_XML.sub("", LONE_AMPERSAND.sub("&amp;", text))
    missing = set(PREFIX.findall(text)) - set(DECLARED.findall(text)) - {"xml", "xmlns"}
    declared = "".join(
        f' xmlns:{prefix}="{USUAL.get(prefix, "urn:unknown")}/"' for prefix in sorted(missing)
    ).replace('#/"', '#"')
    return ELEMENT.sub(lambda match: match[0] + declared, text, count=1)


def _text(data: bytes) -> str:
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    start = data[:4].decode("latin-1")
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        if start.startswith(SIGNS[encoding]):
            return data.decode(encoding, "replace")
    return decode_mixed(data)


def _trimmed(text: str) -> str:
    """From the packet's first mark-up to its last."""
    begin = BEGIN.search(text)
    text = DECLARATION.sub("", text[begin.start() if begin else 0 :])
    return text[: text.rfind(">") + 1]


def _parse(text: str) -> tuple[list[Node], bool]:
    builder = Builder()
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    whole = True
    try:
        for begin in range(0, len(text), PART):
            parser.feed(text[begin : begin + PART])
        parser.close()
    except (ParseError, DefusedXmlException, TooDeep, ValueError):
        whole = False
        builder.close()
    return builder.descriptions, whole
