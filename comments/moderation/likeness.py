"""Texts that are nearly the same: robots change a word here and there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from .normalise import LINK, fold
from .words import UNSPACED, WORD

ALIKE = 0.5  # of the pairs of words that two texts have between them are in both
LEAST = 5  # pairs of words, without which a text says too little
BANDS = tuple((a * 0x9E3779B1 & 0xFFFFFFFF, a * 0x85EBCA77 & 0xFFFFFFFF) for a in range(1, 5))


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[frozenset[int], tuple[tuple[int, int], ...]]:
    """A number for each two words beside each other, and keys that texts like it share.

    Links and digits play no part. The keys are smallest numbers after they were shuffled: two
    texts that have seven of ten pairs in common share a key in nine of ten cases (Broder
    1997, "On the resemblance and containment of documents").
    """
    folded = UNSPACED.sub(r" \g<0> ", fold(LINK.sub(" ", text)))
    words = [word for word in WORD.findall(folded) if not word.isdigit()]
    pairs = frozenset(crc32(f"{a} {b}".encode()) for a, b in pairwise(words))
    if len(pairs) < LEAST:
        return pairs, ()
    keys = ((min(p ^ one for p in pairs), min(p ^ two for p in pairs)) for one, two in BANDS)
    return pairs, tuple(keys)


def groups(texts: Mapping[int, str]) -> Iterator[list[int]]:
    """The keys of texts that are like the first of their group, each in one group at most."""
    known = {key: _read(text) for key, text in texts.items()}
    shelves: dict[tuple[int, tuple[int, int]], list[int]] = defaultdict(list)
    for key, (_pairs, marks) in known.items():
        for shelf in enumerate(marks):
            shelves[shelf].append(key)
    place = {key: at for at, key in enumerate(texts)}
    taken: set[int] = set()
    for key, (pairs, marks) in known.items():
        if key in taken:
            continue
        near = {other for shelf in enumerate(marks) for other in shelves[shelf]} - taken
        group = [other for other in near if _like(pairs, known[other][0])]
        if len(group) > 1:
            taken.update(group)
            yield sorted(group, key=place.__getitem__)


@lru_cache(maxsize=16_384)
def _like(one: frozenset[int], other: frozenset[int]) -> bool:
    sizes = len(one) + len(other)
    if min(len(one), len(other)) < ALIKE * (sizes - min(len(one), len(other))):
        return False  # one is so much longer that the other cannot be like it
    both = len(one & other)
    return both >= ALIKE * (sizes - both)
