"""The parts of a credit line, and the form in which wire copy writes it.

That form is "© DISTRIBUTOR / CREATOR; PROVIDER": who delivered the picture, who made it, for whom
it was made. Without a provider behind the semicolon the name before the slash is the provider.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

COPYRIGHT = re.compile(r"^\s*(?:©|\(c\)|copyright)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Credit:
    """The parts of a credit line; an empty text or tuple where a part is not known."""

    creators: tuple[str, ...] = ()
    provider: str = ""
    distributor: str = ""

    def __bool__(self) -> bool:
        return bool(self.creators or self.provider or self.distributor)


def parse(line: str) -> Credit:
    """Read a credit line in the form above, with or without its ©."""
    line = " ".join(COPYRIGHT.sub("", line).split())
    named, _, last = (part.strip() for part in line.partition(";"))
    first, _, makers = (part.strip() for part in named.partition("/"))
    creators = tuple(name.strip() for name in makers.split(",") if name.strip())
    if last:
        return Credit(creators, provider=last, distributor=first)
    return Credit(creators, provider=first)
