"""Texts that are nearly the same: robots change a word here and there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from .normalise import LINK, fold
from .words import UNSPACED, WORD

ALIKE = 0.5  # of the pairs of words that two texts have between them are in both
LEAST = 5  # pairs of words, without which a text says too little
SKETCH = 12  # pairs of a text by which others like it are found
SHARED = 3  # of those, without which two texts are not compared


@lru_cache(maxsize=4096)
def pairs(text: str) -> frozenset[int]:
    """A number for each two words beside each other; links and digits play no part."""
    folded = UNSPACED.sub(r" \g<0> ", fold(LINK.sub(" ", text)))
    words = [word for word in WORD.findall(folded) if not word.isdigit()]
    return frozenset(crc32(f"{a} {b}".encode()) for a, b in pairwise(words))


def groups(texts: Mapping[int, str]) -> Iterator[list[int]]:
    """The keys of texts that are like the first of their group, each in one group at most."""
    sets = {key: found for key, text in texts.items() if len(found := pairs(text)) >= LEAST}
    by_pair: dict[int, list[int]] = defaultdict(list)
    for key, found in sets.items():
        for pair in sorted(found)[:SKETCH]:
            by_pair[pair].append(key)
    taken: set[int] = set()
    for key, found in sets.items():
        if key not in taken:
            near = Counter(other for pair in sorted(found)[:SKETCH] for other in by_pair[pair])
            close = (other for other, shared in near.items() if shared >= SHARED)
            group = [other for other in close if other not in taken and _like(found, sets[other])]
            if len(group) > 1:
                taken.update(group)
                yield sorted(group, key=list(texts).index)


def _like(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= ALIKE * len(one | other)
