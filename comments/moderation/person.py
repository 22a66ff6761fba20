"""Who sends a reply: what is proven, and who is only claimed to be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from .normalise import bare
from .verdicts import Facts, Signal, Submission


def staff_name(reply: Submission, facts: Facts) -> Iterator[Signal]:
    """A guest signs with a name that belongs to the newsroom.

    Lookalike letters, accents, spaces and punctuation make no difference.
    """
    if not reply.is_staff and bare(reply.name) in _bare(facts.staff_names):
        yield Signal("impersonation", 4.0, reply.name)


@lru_cache(maxsize=8)
def _bare(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(bare, names)) - {""}


def known_reader(reply: Submission, facts: Facts) -> Iterator[Signal]:
    """The sender has proven that replies of theirs were approved."""
    if facts.person and facts.person.approved > 0:
        weight = -min(0.5 * facts.person.approved, 2.0)
        yield Signal("known_reader", weight, f"approved {facts.person.approved}x")


def rejected_before(reply: Submission, facts: Facts) -> Iterator[Signal]:
    """Replies of the same sender were rejected in the last thirty days."""
    if facts.person and facts.person.rejected > 0:
        weight = min(1.0 * facts.person.rejected, 3.0)
        yield Signal("rejected_before", weight, f"rejected {facts.person.rejected}x")


RULES = (staff_name, known_reader, rejected_before)
