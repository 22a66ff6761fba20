"""The values that travel through the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum


class Action(Enum):
    """What happens to a reply before any person has seen it."""

    WAIT = "wait"
    PUBLISH = "publish"
    SPAM = "spam"  # filed where moderators can look; its writer sees it waiting


class Premoderation(Enum):
    """Whose replies wait for a moderator even when no rule objects."""

    EVERYTHING = "everything"
    NEWCOMERS = "newcomers"  # those who have not proven that a reply of theirs was approved
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Submission:
    """A reply as it was sent, with the facts about it that the rules may know.

    `email` is carried to be sealed; no rule may read it. `client_prefix` and `reader` are keyed
    digests; `client_address` is the live address, compared with ranges and never stored. `decoys`
    are the values of the fields that people do not see. `took` is the time between the first
    touch of the form and its sending, in seconds, where the page could measure it.
    """

    name: str
    email: str
    website: str
    body: str
    client_prefix: str = ""
    older_prefixes: tuple[str, ...] = ()  # the same network under keys that are still kept
    client_address: str = ""
    reader: str = ""
    is_known: bool = True  # whether the browser brought its token along, or has a new one
    user_agent: str = ""
    attempt: str = ""
    is_staff: bool = False
    origin_known: bool = True
    decoys: tuple[str, ...] = ()
    took: float | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """What became of the replies that this sender has proven to be its own."""

    approved: int = 0
    rejected: int = 0  # in the last thirty days, spam included


@dataclass(frozen=True, slots=True)
class History:
    """How often moderators approved and rejected replies that name a host."""

    approved: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Blocked:
    """A block in force. `kind` is person, network, host or phrase; `value` as its kind needs it.

    A person is a `reader` digest, a network a `client_prefix` digest.
    """

    kind: str
    value: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Spamminess:
    """What the classifier says of a text: a probability and the features that weighed most."""

    probability: float
    because: tuple[str, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What the newsroom knows and wants: the settings in force here and the sender's history.

    `hosts` holds the history of the hosts that the reply names and that are known. `repeats`
    counts the same text elsewhere within seven days. `classify` is None while the classifier has
    too little to go by. `draw` is a random number in [0, 1) that picks samples. `failed` names
    sources that could not be read: the reply then waits. What the rules in `muted` find is
    written down and changes nothing.
    """

    premoderation: Premoderation = Premoderation.EVERYTHING
    is_moderated: bool = False  # every reply under this article waits
    is_edit: bool = False  # of a text that readers see already
    held_words: str = ""  # one pattern per line, as typed by an editor
    blocked_words: str = ""
    link_limit: int = 2  # links from which a reply is held; 0 for no limit
    staff_names: tuple[str, ...] = ()
    hosts: Mapping[str, History] = field(default_factory=dict)
    blocks: tuple[Blocked, ...] = ()
    repeats: int = 0
    person: Person | None = None  # None: nothing is proven
    classify: Callable[[str], Spamminess] | None = None
    draw: float = 1.0
    failed: tuple[str, ...] = ()
    muted: frozenset[str] = frozenset()  # codes that editors have switched off


@dataclass(frozen=True, slots=True)
class Signal:
    """One reason for caution: the rule's name, its weight, what it saw.

    The weight is the number of doubts it adds to the sum; a negative one speaks for the reply.
    A muted one weighs nothing and decides nothing.
    """

    code: str
    weight: float
    detail: str = ""
    is_muted: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sum of all signals and what follows from it."""

    action: Action
    signals: tuple[Signal, ...] = ()
    reason: str = ""  # of an action by the machine: the code that decided

    @property
    def score(self) -> float:
        """The sum of the weights: how much speaks against the reply."""
        return sum(signal.weight for signal in self.signals)
