"""Signs that a program has written: how a reply was sent, not what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .normalise import LINK, visible
from .verdicts import Facts, Signal, Submission

AT_ONCE, SOON = 3, 8  # seconds: nobody reads and writes in 3; few in 8
DAY = 86_400  # seconds; a clock that says more is wrong
DOMAIN_AS_NAME = re.compile(r"\w\.(com|net|org|info|biz|xyz|top|shop|online|ru|cn)\b", re.I)


def decoys(reply: Submission, facts: Facts) -> Iterator[Signal]:
    """A field that people do not see is filled in."""
    for value in reply.decoys:
        if value:
            yield Signal("decoy", 3.0, value[:80])


def haste(reply: Submission, facts: Facts) -> Iterator[Signal]:
    """The form was filled in faster than people type. A page without script measures nothing."""
    if reply.took is None or not 0 <= reply.took <= DAY:
        return
    if reply.took < AT_ONCE:
        yield Signal("too_fast", 2.0, f"{reply.took:.1f} s")
    elif reply.took < SOON:
        yield Signal("fast", 0.5, f"{reply.took:.1f} s")


def address_as_name(reply: Submission, facts: Facts) -> Iterator[Signal]:
    """The name is an address on the web."""
    name = visible(reply.name)
    if LINK.search(name) or DOMAIN_AS_NAME.search(name):
        yield Signal("address_as_name", 2.0, reply.name)


def unknown_origin(reply: Submission, facts: Facts) -> Iterator[Signal]:
    """The browser did not say from which page it posts, as text browsers and robots do."""
    if not reply.origin_known:
        yield Signal("unknown_origin", 0.5)


RULES = (decoys, haste, address_as_name, unknown_origin)
