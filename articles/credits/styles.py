"""The forms of a credit line: the house's own, and those that agencies ask for.

A template names its parts in braces; what stands in square brackets is left out where a part
inside is not known. Each style has two: for a picture of the agency's own and for one that it
delivers for another.
"""

from __future__ import annotations

import re

from .line import Credit

HOUSE = ("© [{first}][ / {creators}][; {last}]",) * 2
STYLES: dict[str, tuple[str, str]] = {
    "house": HOUSE,
    "getty": HOUSE,
    "staff": HOUSE,
    "ap": ("[{provider} Photo][/{creators}]", "[{creators}/]{provider} via {distributor}"),
    "reuters": ("{provider}[/{creators}]", "[{creators}/]{provider} via {distributor}"),
    "afp": ("[{creators} / ]{provider}", "[{creators} / ]{provider} / {distributor}"),
    "anadolu": ("[{creators}/]{provider}", "[{creators}/]{provider} via {distributor}"),
    "dpa": ("[{creators}/]{provider}", "[{creators}/]{provider}/{distributor}"),
    "handout": ("[{provider}][ / {creators}]", "[{provider}][ / {creators}] via {distributor}"),
    "cc": (
        "© [{creators}][ / {provider}][, {licence}]",
        "© [{creators}][ / {provider}][, {licence}] via {distributor}",
    ),
    "public-domain": (
        "[{creators}][ / {provider}], public domain",
        "[{creators}][ / {provider}], public domain, via {distributor}",
    ),
}
FREE = ("public domain", "CC0")  # licences under which nobody claims a copyright
PARTS = ("creators", "provider", "distributor", "first", "last", "licence")
OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
PART = re.compile(r"\{(\w*)\}")
LICENCE = re.compile(
    r"^https?://(?:www\.)?creativecommons\.org/"
    r"(?:licenses/(?P<terms>by[a-z-]*)/(?P<version>[\d.]+)"
    r"|publicdomain/(?P<free>zero|mark)(?:/(?P<free_version>[\d.]+))?)",
    re.IGNORECASE,
)


def compose(credit: Credit, *, style: str = "house", template: str = "", licence: str = "") -> str:
    """The line as readers see it, or "" where no part is known.

    `template` goes before `style`. The © is printed only where somebody claims a copyright.
    """
    if not credit:
        return ""
    own, delivered = STYLES.get(style, HOUSE)
    chosen = template or (delivered if credit.distributor and credit.provider else own)
    line = _fill(chosen, _words(credit, licence))
    is_free = style == "public-domain" or licence.startswith(FREE)
    return re.sub(r"^©\s*", "", line) if is_free else line


def licence_name(address: str) -> str:
    """ "CC BY 4.0", "CC0 1.0" or "public domain" for a page of Creative Commons; else ""."""
    found = LICENCE.match(address.strip())
    if not found:
        return ""
    if found["terms"]:
        return f"CC {found['terms'].strip('-').upper()} {found['version'].strip('.')}"
    return "public domain" if found["free"].lower() == "mark" else "CC0 1.0"


def template_problem(template: str) -> str:
    """What is wrong with a template: a part that does not exist, or "" when it can be filled."""
    unknown = [name for name in PART.findall(template) if name not in PARTS]
    if unknown:
        return unknown[0] or "{}"
    left = PART.sub("", OPTIONAL.sub(r"\1", template))
    stray = re.search(r"[\[\]{}]", left)
    if stray:
        return stray[0]
    return "" if PART.search(template) or not template else template


def _words(credit: Credit, licence: str) -> dict[str, str]:
    """Whatever of the two is missing, the other takes its place: a line never comes out empty."""
    return {
        "creators": ", ".join(credit.creators),
        "provider": credit.provider or credit.distributor,
        "distributor": credit.distributor,
        "first": credit.distributor or credit.provider,
        "last": credit.provider if credit.distributor else "",
        "licence": licence,
    }


def _fill(template: str, words: dict[str, str]) -> str:
    def put(found: re.Match[str]) -> str:
        return words.get(found[1], "")

    def optional(found: re.Match[str]) -> str:
        missing = any(not words.get(name) for name in PART.findall(found[1]))
        return "" if missing else PART.sub(put, found[1])

    # Names may hold brackets and braces themselves: each pass looks only at the template.
    pieces = re.split(r"(\[[^\[\]]*\])", template)
    line = "".join(
        OPTIONAL.sub(optional, piece) if piece.startswith("[") else PART.sub(put, piece)
        for piece in pieces
    )
    return _tidy(line)


def _tidy(line: str) -> str:
    """Without the separators that a missing first or last part left behind."""
    line = re.sub(r" {2,}", " ", line).strip()
    line = re.sub(r"^(©)?\s*(?:[/;,]\s*)+", lambda found: f"{found[1]} " if found[1] else "", line)
    return re.sub(r"(?:\s*[/;,])+$", "", line).strip()
