"""One function per rule: Submission -> its signals. Every rule runs; none decides alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .normalise import fold
from .verdicts import Signal, Submission

LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
SHOUT = 20  # letters below which capitals say nothing


def decoys(reply: Submission) -> Iterator[Signal]:
    """A field that people do not see is filled in."""
    for value in reply.decoys:
        if value:
            yield Signal("decoy", 3.0, value[:80])


def links(reply: Submission) -> Iterator[Signal]:
    """Addresses in the text: most replies have none."""
    if found := LINK.findall(reply.body):
        yield Signal("links", min(1.0 + 0.5 * len(found), 4.0), ", ".join(found)[:200])


def address_as_name(reply: Submission) -> Iterator[Signal]:
    """The name is an address on the web."""
    if LINK.search(reply.name) or re.search(
        r"\w\.(com|net|org|info|ru|cn|biz)\b", reply.name, re.I
    ):
        yield Signal("address_as_name", 2.0, reply.name)


def staff_name(reply: Submission) -> Iterator[Signal]:
    """A guest signs with a name that belongs to the newsroom; lookalike letters count."""
    if not reply.is_staff and fold(reply.name) in {fold(name) for name in reply.staff_names}:
        yield Signal("impersonation", 4.0, reply.name)


def unknown_origin(reply: Submission) -> Iterator[Signal]:
    """The browser did not say from which page it posts, as text browsers and robots do."""
    if not reply.origin_known:
        yield Signal("unknown_origin", 0.5)


def shouting(reply: Submission) -> Iterator[Signal]:
    """Mostly capital letters."""
    letters = [letter for letter in reply.body if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    if len(letters) >= SHOUT and capitals > 0.7 * len(letters):
        yield Signal("shouting", 0.5)


RULES = (decoys, links, address_as_name, staff_name, unknown_origin, shouting)
