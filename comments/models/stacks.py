"""Replies that wait and belong together: nearly the same words, or many from one network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from django.db.models import DateTimeField, QuerySet
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.functional import cached_property

from articles.prepared import Prepared, Slot
from comments.moderation import likeness
from comments.moderation.links import hosts

from .comment import Comment

LOOKED_AT = 200  # replies, those that are due first
SHOWN = 5  # stacks
ALIKE, BURST = 2, 3  # replies that make a stack
BURST_IN = timedelta(minutes=10)
BEGINNING = 300  # characters: in them a text of few letters has its addresses


@dataclass(frozen=True, slots=True)
class Card:
    """As much of a reply as says where it belongs."""

    number: int
    revision: int
    fingerprint: str
    network: str
    sent_at: datetime
    name: str
    website: str
    beginning: str


@dataclass
class Stack:
    """Replies on which one decision may do; `sample` is the first of them."""

    kind: str  # "alike" or "burst"
    cards: list[Card]
    sample: Comment | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.cards)

    def picks(self) -> str:
        """Number and revision of each, as the form of a bulk decision carries them."""
        return ",".join(f"{card.number}:{card.revision}" for card in self.cards)

    @cached_property
    def names(self) -> list[str]:
        """Who signed them, each name once."""
        return list(dict.fromkeys(card.name for card in self.cards))


def offered() -> list[Stack]:
    """The largest stacks among the replies that are due first. One query."""
    cards = _cards()
    alike = list(_alike(cards))
    taken = {card.number for stack in alike for card in stack.cards}
    bursts = _bursts(card for card in cards if card.number not in taken)
    stacks = sorted([*alike, *bursts], key=len, reverse=True)[:SHOWN]
    for stack in stacks:
        first = stack.cards[0]
        stack.sample = Comment(pk=first.number, name=first.name, body=first.beginning)
    return stacks


def _cards() -> list[Card]:
    return [Card(*row) for row in _first(LOOKED_AT, now=timezone.now())]


@Prepared
def _first(number: int) -> QuerySet[Comment, tuple[Any, ...]]:
    now = Slot("now", DateTimeField())
    waiting = Comment.objects.undecided().filter(status="waiting", due_at__lte=now)
    facts = ("pk", "revision", "fingerprint", "client_prefix", "submitted_at", "name", "website")
    rows = waiting.order_by("due_at", "pk").values_list(*facts, Left("body", BEGINNING))
    return rows[:number]


def _alike(cards: Iterable[Card]) -> Iterator[Stack]:
    """Those with the same words, with few words and the same hosts, or with nearly the same."""
    found: dict[str, list[Card]] = {}
    for card in cards:
        same = card.fingerprint or " ".join(sorted(hosts(card.beginning, card.website)))
        found.setdefault(same or f"{card.number}", []).append(card)
    firsts = {group[0].number: group for group in found.values()}
    texts = {number: group[0].beginning for number, group in firsts.items()}
    for numbers in likeness.groups(texts):
        first, *others = numbers
        for number in others:
            firsts[first] += firsts.pop(number)
    return (Stack("alike", group) for group in firsts.values() if len(group) >= ALIKE)


def _bursts(cards: Iterable[Card]) -> Iterator[Stack]:
    """Those from one network, each within ten minutes of the first."""
    found: dict[str, list[Card]] = {}
    for card in cards:
        if card.network:
            found.setdefault(card.network, []).append(card)
    for group in found.values():
        for burst in _in_time(sorted(group, key=attrgetter("sent_at"))):
            if len(burst) >= BURST:
                yield Stack("burst", burst)


def _in_time(cards: Sequence[Card]) -> Iterator[list[Card]]:
    burst: list[Card] = []
    for card in cards:
        if burst and card.sent_at - burst[0].sent_at > BURST_IN:
            yield burst
            burst = []
        burst.append(card)
    if burst:
        yield burst
