"""Blocks that moderators have set: a sender, a network, a host or a phrase."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property  # noqa: TID251  no Django here, and it takes no time

from .links import host, hosts, parents
from .verdicts import Blocked, Facts, Signal, Submission
from .words import Text, parse


class Seen:
    """A reply as blocks look at it: taken apart once, however many blocks there are."""

    def __init__(self, reply: Submission) -> None:
        self.reader = reply.reader
        self.networks = (reply.client_prefix, *reply.older_prefixes)
        self._reply = reply

    @cached_property
    def domains(self) -> frozenset[str]:
        """The hosts that it names and the domains above them."""
        named = hosts(self._reply.body, self._reply.website)
        return frozenset(domain for name in named for domain in parents(name))

    @cached_property
    def text(self) -> Text:
        return Text(self._reply)


def blocks(reply: Submission, facts: Facts) -> Iterator[Signal]:
    """A block in force meets this reply. The signal names its reason, never a digest."""
    seen = Seen(reply)
    for block in facts.blocks:
        if KINDS[block.kind](block.value, seen):
            yield Signal("blocked", 5.0, _words(block))


def _words(block: Blocked) -> str:
    return f"{block.kind}: {block.reason}" if block.reason else block.kind


def _person(digest: str, seen: Seen) -> bool:
    return digest != "" and digest == seen.reader


def _network(digest: str, seen: Seen) -> bool:
    return digest != "" and digest in seen.networks


def _host(name: str, seen: Seen) -> bool:
    return host(name) in seen.domains


def _phrase(phrase: str, seen: Seen) -> bool:
    return bool(parse(phrase).found_in(seen.text))


KINDS = {"person": _person, "network": _network, "host": _host, "phrase": _phrase}

RULES = (blocks,)
