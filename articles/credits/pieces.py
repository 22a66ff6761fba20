"""Taking a credit string of a file apart: "(Photo by Ada Moreno/Anadolu via Getty Images)"."""

from __future__ import annotations

import re

MOST = 1000  # characters: nobody's credit is longer, and the time to read it is bounded
PREFIX = re.compile(
    r"^\W*(?:©|\(c\)|copyright\b|copr\.|"
    r"(?:photo(?:graph(?:s|ed|y)?)?s?|pictures?|images?|file photo|handout photo)\s+(?:by|from)\b|"
    r"(?:photos?|photographs?|pictures?|images?|fotos?|bild(?:er)?|credits?|crédit(?:s)?"
    r"(?:\s+photos?)?|foto\s?credits?|bild\s?quelle|quelle|source|by|by-?line|mandatory credit)"
    r"\s*[:=]|(?:foto|bild|photo)\s+(?:von|par|di|de)\b)\s*",
    re.IGNORECASE,
)
YEARS = re.compile(r"^(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?\b[\s,.:]*")
TAIL = re.compile(
    r"[\s,.;]*(?:(?:19|20)\d\d\b|all rights reserved|alle rechte vorbehalten|"
    r"tous droits réservés)[\s.!]*$",
    re.IGNORECASE,
)
SEPARATOR = re.compile(r"\s*[/;|]\s*|\s*\bvia\b\s*", re.IGNORECASE)
# What stands between the names and is none: roles, and that it is a file photo or a handout.
TITLE = re.compile(
    r"^(?:staff|staff photographer|stringer|freelance(?:r)?|contributor|photographer|handout|"
    r"hand-?out photo|ho|pool|file|file photo|archiv|archivbild|photo|photos|foto|picture|image|"
    r"editorial|courtesy|xinhua photo by)$",
    re.IGNORECASE,
)
HANDOUT = re.compile(r"(?:^|[\s/;|(,])(?:HO|hand-?out)(?=$|[\s/;|),.])")


def clean(text: str) -> str:
    """The names alone: without brackets around, ©, "Photo by", years and "All rights reserved"."""
    text = " ".join(text[:MOST].split())
    before = None
    while before != text:
        before = text
        text = _unwrapped(text)
        text = YEARS.sub("", PREFIX.sub("", text))
        text = TAIL.sub("", text).strip(' \t,.:-–—*"“”')
    return text


def pieces(text: str) -> list[str]:
    """The names in a credit string, each once, in the order they stand."""
    found: dict[str, str] = {}
    for piece in SEPARATOR.split(clean(text)):
        name = clean(piece)
        if name and not TITLE.match(name):
            found.setdefault(name.casefold(), name)
    return list(found.values())


def is_handout(text: str) -> bool:
    """Whether a credit or source says so: "HO", "Handout via Reuters"."""
    return bool(HANDOUT.search(text[:MOST]) or re.search(r"\bhandout\b", text[:MOST], re.I))


def has_prefix(text: str) -> bool:
    """Whether it begins the way credits do."""
    return bool(PREFIX.match(text))


def _unwrapped(text: str) -> str:
    for left, right in (("(", ")"), ("[", "]"), ("“", "”")):
        inner = text[1:-1]
        if text.startswith(left) and text.endswith(right) and left not in inner:
            return inner.strip()
    return text.strip()
