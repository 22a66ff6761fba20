"""The values that travel through the rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Action(Enum):
    """What happens to a reply before any person has seen it."""

    WAIT = "wait"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class Submission:
    """A reply as it was sent, with the facts about it that the rules may know.

    `email` is carried to be sealed; no rule may read it. `client_prefix` and `reader` are keyed
    digests. `decoys` are the values of the fields that people do not see.
    """

    name: str
    email: str
    website: str
    body: str
    client_prefix: str = ""
    reader: str = ""
    user_agent: str = ""
    is_staff: bool = False
    origin_known: bool = True
    decoys: tuple[str, ...] = ()
    staff_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signal:
    """One reason for caution: the rule's name, its weight, what it saw."""

    code: str
    weight: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sum of all signals and what follows from it."""

    action: Action
    signals: tuple[Signal, ...] = ()
