"""Packets of XMP as a tree: properties by their full names, both ways of writing RDF made one.

A prefix says nothing: anybody may call a namespace "photoshop". Only addresses count, and each
known one has one name here. Sources: ISO 16684-1; RDF 1.1 XML Syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

NAMESPACES = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns": "rdf",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://ns.adobe.com/photoshop/1.0": "photoshop",
    "http://ns.adobe.com/xap/1.0": "xmp",
    "http://ns.adobe.com/xap/1.0/rights": "xmpRights",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29": "Iptc4xmpExt",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-19": "Iptc4xmpExt",  # a slip in old programs
    "http://ns.useplus.org/ldf/xmp/1.0": "plus",
    "http://www.metadataworkinggroup.com/schemas/regions": "mwg-rs",
    "http://ns.adobe.com/xmp/sType/Area": "stArea",
    "http://ns.adobe.com/xap/1.0/sType/Dimensions": "stDim",
}
USUAL = {name: address for address, name in reversed(NAMESPACES.items())}
# Versions that were never issued are seen in the wild; the address is still its owner's.
VERSION = re.compile(r"/\d+\.\d+(?=/|$)")
VERSIONS = {VERSION.sub("/1.0", address): name for address, name in NAMESPACES.items()}
# Agencies mistake them: Getty Images writes dc:Rights.
FIRST_LETTERS = {"dc": str.lower, "photoshop": str.upper}
MOST_ITEMS = 1_000
LISTS = {"rdf:Bag", "rdf:Seq", "rdf:Alt"}


@dataclass(slots=True)
class Node:
    """An XML element; names are "prefix:name" with the prefixes above."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


@lru_cache(maxsize=1024)
def name_of(tag: str) -> str:
    """Expat's "{address}name" as "prefix:name"; "" in a namespace that is not ours."""
    address, _, local = tag.removeprefix("{").rpartition("}")
    address = address.rstrip("/#")
    prefix = NAMESPACES.get(address) or VERSIONS.get(VERSION.sub("/1.0", address))
    spell = FIRST_LETTERS.get(prefix or "", str)
    return f"{prefix}:{spell(local[:1])}{local[1:]}" if prefix else ""


def properties(node: Node) -> Iterator[tuple[str, Node]]:
    """The properties of a description or structure, whether attributes or elements."""
    for name, value in node.attributes.items():
        if name == "rdf:value" or not name.startswith(("rdf:", "xml:")):
            yield name, Node(name, pieces=[value])
    for child in node.children:
        if child.name == "rdf:Description":
            yield from properties(child)
        else:
            yield child.name, child


def items(node: Node) -> list[Node]:
    """The members of a list; a value that stands alone is a list of one."""
    for child in node.children:
        if child.name in LISTS:
            return [item for item in child.children if _is_item(item)][:MOST_ITEMS]
    direct = [item for item in node.children if _is_item(item)][:MOST_ITEMS]
    return direct or [node]


def fields(node: Node) -> dict[str, Node]:
    """The fields of a structure; of several with one name the first."""
    found: dict[str, Node] = {}
    for name, value in properties(node):
        found.setdefault(name, value)
    return found


def text(node: Node | None) -> str:
    """A simple value: its text, its address, or what stands beside its qualifiers."""
    if node is None:
        return ""
    if any(child.name in LISTS for child in node.children):
        return default(node)
    if node.children:
        return text(fields(node).get("rdf:value"))
    plain = node.text
    if plain.strip():
        return plain
    return node.attributes.get("rdf:resource") or node.attributes.get("rdf:value") or plain


def default(node: Node | None) -> str:
    """Of a text in several languages the one its writer called the default, else the first."""
    if node is None:
        return ""
    texts = [(item.attributes.get("xml:lang", ""), text(item)) for item in items(node)]
    filled = [(language.lower(), value) for language, value in texts if value.strip()]
    chosen = [value for language, value in filled if language in {"x-default", ""}]
    return next(iter(chosen or [value for _, value in filled]), "")


def _is_item(node: Node) -> bool:
    return node.name == "rdf:li" or re.fullmatch(r"rdf:_\d+", node.name) is not None
