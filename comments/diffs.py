"""What has changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

PIECE = re.compile(r"\s+|\w+|[^\w\s]")
MOST = 3_000_000  # pairs of pieces that are compared; beyond, what differs is shown as a whole


class Change(NamedTuple):
    """A stretch of text: `kind` is "same", "gone" or "new"."""

    kind: str
    text: str


def changes(before: str, after: str) -> list[Change]:
    """The stretches that lead from one text to the other, in their order.

    Without the new ones they are the text before, without those that are gone the text after.
    """
    return list(_changes(before, after))


@lru_cache(maxsize=256)
def _changes(before: str, after: str) -> tuple[Change, ...]:
    """Kept: the same card is shown again and again, and somebody can write texts that cost much."""
    old, new = PIECE.findall(before), PIECE.findall(after)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    end = len(old) - tail
    middle = _compared(old[head:end], new[head : len(new) - tail])
    found = [Change("same", "".join(old[:head])), *middle, Change("same", "".join(old[end:]))]
    return tuple(change for change in found if change.text)


def _common(one: list[str], other: list[str]) -> int:
    """How many pieces both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _compared(old: list[str], new: list[str]) -> Iterator[Change]:
    if len(old) * len(new) > MOST:
        yield from (Change("gone", "".join(old)), Change("new", "".join(new)))
        return
    gone = new_words = ""
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        was, now = "".join(old[start:end]), "".join(new[new_start:new_end])
        if kind == "equal" and (was.strip() or not gone + new_words):
            yield from (Change("gone", gone), Change("new", new_words), Change("same", was))
            gone = new_words = ""
        else:  # a space that both have does not part what differs around it
            gone, new_words = gone + was, new_words + now
    yield from (Change("gone", gone), Change("new", new_words))
