"""The names of agencies: what tells them from the names of people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# Words that stand in the names of organisations and hardly in anybody's own.
ORGANISATION = re.compile(
    r"\b(?:agency|agence|agencia|agentur|images?|pictures?|photos?|photography|presse|press|media|"
    r"news|archives?|archiv|library|museum|ministry|ministère|ministerium|office|services?|"
    r"foundation|university|universität|institute|group|ltd|inc|llc|gmbh|plc|corp|company|"
    r"association|federation|department|police|government|council|studios?|syndication|commons|"
    r"collection|times|herald|tribune|gazette|zeitung|verlag|tv|television|radio|bureau)\b"
    r"|\.(?:com|org|net|de|fr|eu|co\.uk)\b",
    re.IGNORECASE,
)
SHORT = re.compile(r"^[A-ZÄÖÜ]{2,6}$")  # "NASA", "EPA"
PERSON = re.compile(r"^[^\W\d_][\w.'’\-]*(?:\s+[^\W\d_][\w.'’\-]*){1,4}$")


def fold(name: str) -> str:
    """For comparing: case, spaces and punctuation do not matter, letters and digits do."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Known agencies: folded name or alias -> name; and those that deliver for others."""

    names: Mapping[str, str] = field(default_factory=dict)
    delivering: frozenset[str] = frozenset()

    @classmethod
    def of(cls, agencies: Iterable[tuple[str, Iterable[str], bool]]) -> Vocabulary:
        """From rows of name, aliases and whether it is a distributor; a name beats an alias."""
        rows = list(agencies)
        names = {fold(alias): name for name, aliases, _ in rows for alias in aliases}
        names |= {fold(name): name for name, _aliases, _ in rows}
        names.pop("", None)
        return cls(names, frozenset(name for name, _aliases, delivers in rows if delivers))

    def agency(self, name: str) -> str:
        """The agency's own name, or "" for a name that is not known."""
        return self.names.get(fold(name), "")


def looks_like_person(name: str) -> bool:
    """Two to five words, the first and last not in small letters, none of an organisation."""
    words = name.split()
    is_named = bool(PERSON.match(name)) and not any(w[0].islower() for w in (words[0], words[-1]))
    return is_named and not looks_like_organisation(name)


def looks_like_organisation(name: str) -> bool:
    return bool(ORGANISATION.search(name) or SHORT.match(name))
