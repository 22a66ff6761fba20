"""Who made a picture and who delivered it, from the strings that stand in its file.

Agencies write "NAME/AGENCY", "NAME/AGENCY via DISTRIBUTOR", "AGENCY/NAME", "AGENCY" with the name
in the creator's field, or anything else. The vocabulary tells agencies from people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .line import Credit
from .pieces import clean, is_handout, pieces
from .vocabulary import Vocabulary, fold, looks_like_organisation, looks_like_person

LONGEST = 100  # characters of a name
VIA = re.compile(r"\bvia\b", re.IGNORECASE)
AND = re.compile(r"\s*(?:[,&+]|\band\b|\bund\b|\bet\b)\s*", re.IGNORECASE)
WIRE = re.compile(r"^[^/;]+/[^/;]+;[^/;]+$")  # as in articles.credits.line


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the parts; the whole line where the parts cannot hold it; a handout."""

    credit: Credit
    line: str = ""
    is_handout: bool = False


def read(
    *,
    line: str = "",
    creators: Iterable[str] = (),
    source: str = "",
    copyright_notice: str = "",
    known: Vocabulary,
) -> Reading:
    """Put the parts together from the credit line; else from the source, else the copyright."""
    found = _Names(known, creators)
    found.add(line)
    found.add_source(source)
    found.add_copyright(copyright_notice)
    return Reading(found.credit(), found.whole(line), any(map(is_handout, (line, source))))


class _Names:
    """The names found so far: people, and agencies in the order they stand."""

    def __init__(self, known: Vocabulary, creators: Iterable[str]) -> None:
        self.known = known
        self.agencies: list[str] = []
        self.distributor = ""
        self.is_wire_form = False
        names = {fold(name): name for creator in creators for name in pieces(creator)}
        self.people = [name for name in names.values() if not known.agency(name)]
        self.has_makers = bool(self.people)
        self.from_creators = [known.agency(name) for name in names.values() if known.agency(name)]

    def add(self, text: str) -> None:
        """Sort the names of one string, the known ones first."""
        text = clean(text)
        self.is_wire_form |= bool(WIRE.match(text) and self.known.agency(text.partition("/")[0]))
        found = [name for piece in pieces(text) for name in self._apart(piece)]
        unknown = [name for name in found if not self._add_known(name)]
        for name in unknown:
            self._add_unknown(name, is_last=name is unknown[-1])
        _before, via, last = text.rpartition(VIA.findall(text)[-1] if VIA.search(text) else "\0")
        if via:
            self.distributor = self.known.agency(clean(last)) or clean(last)

    def add_source(self, source: str) -> None:
        """A source is often a code: it counts where it is known, or reads like an agency."""
        name = clean(source)
        agency = self.known.agency(name)
        if agency and agency not in self.agencies:
            self.agencies.insert(0, agency)  # for whom it was made, before who delivers it
        elif not self.agencies and not is_handout(source) and looks_like_organisation(name):
            self.add(source)

    def add_copyright(self, notice: str) -> None:
        """Only where no agency is named anywhere else; and no further person."""
        if self.agencies:
            return
        self.agencies += self.from_creators
        if not self.people and not self.agencies:
            self.add(notice)
        elif not self.agencies:
            for name in pieces(notice):
                self._add_known(name)

    def credit(self) -> Credit:
        """The last agency delivers for the first, unless the vocabulary or the form say else."""
        agencies = [name for name in self.agencies if len(name) <= LONGEST]
        makers = tuple(name for name in self.people if len(name) <= LONGEST)
        if len(agencies) < 2:
            return Credit(makers, provider=agencies[0] if agencies else "")
        first, last = agencies[0], agencies[-1]
        if self._delivers(first, last):
            first, last = last, first
        return Credit(makers, provider=first, distributor=last)

    def whole(self, line: str) -> str:
        """The line itself, where it names more than the parts can hold."""
        too_long = any(len(name) > LONGEST for name in (*self.agencies, *self.people))
        return clean(line) if too_long or len(self.agencies) > 2 else ""

    def _delivers(self, first: str, last: str) -> bool:
        if self.distributor in (first, last):
            return self.distributor == first
        delivering = self.known.delivering
        return self.is_wire_form or (first in delivering and last not in delivering)

    def _apart(self, piece: str) -> list[str]:
        """ "Ada Moreno, AP": two names, as one of them is an agency."""
        parts = [part.strip() for part in piece.split(",") if part.strip()]
        return parts if any(map(self.known.agency, parts)) else [piece]

    def _add_known(self, name: str) -> bool:
        agency = self.known.agency(name)
        if agency and agency not in self.agencies:
            self.agencies.append(agency)
        makers = {fold(maker) for maker in self.people}
        return bool(agency) or fold(name) in makers or self._are_makers(name, makers)

    def _are_makers(self, name: str, makers: set[str]) -> bool:
        parts = [fold(part) for part in AND.split(name)]
        return all(part in makers for part in parts if part)

    def _add_unknown(self, name: str, *, is_last: bool) -> None:
        """A person beside an agency, alone, or before another name; else an agency.

        Where the file lists its creators, another spelling of one adds nobody.
        """
        is_person = looks_like_person(name)
        if is_person and self.has_makers and (self.agencies or self._is_spelled_other(name)):
            return
        if self.has_makers or looks_like_organisation(name):
            self._append(self.agencies, name)
        elif self.agencies or (is_person and (self.people == [] or not is_last)):
            self._append(self.people, name)
        else:
            self._append(self.agencies, name)

    def _is_spelled_other(self, name: str) -> bool:
        last = {fold(maker.split()[-1]) for maker in self.people if maker.split()}
        return fold(name.split()[-1]) in last

    def _append(self, names: list[str], name: str) -> None:
        if name not in names:
            names.append(name)
