"""What the classifier sees of a text: words, pairs of words, pieces of words and its shape.

Only the text: never the name, the address or the network of its sender.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from .normalise import fold

SIZE = 2**18  # places that features are hashed to
LONGEST = 5000  # characters looked at
PIECE = 3  # letters
LONG_WORD = 30  # letters; the rest is noise

TOKEN = re.compile(r"[^\W_]+|[^\w\s]")
CAPITAL = re.compile("[A-ZÀ-ÖØ-ÞΑ-ΫЀ-Я]")
DIGIT = re.compile(r"\d")


def features(text: str) -> tuple[array[int], dict[str, int]]:
    """The places of all features, each once; and those that people can read, with their names."""
    text = text[:LONGEST]
    tokens = TOKEN.findall(fold(text))
    readable = {name: _place(name) for name in (*_shape(text), *map(" ".join, pairwise(tokens)))}
    places = set(readable.values())
    for token in set(tokens):
        word, *pieces = _word(token)
        readable[token] = word
        places.add(word)
        places.update(pieces)
    return array("I", places), readable


def _place(name: str) -> int:
    return crc32(name.encode()) % SIZE


@lru_cache(maxsize=2**14)  # most words of a text are those of other texts
def _word(word: str) -> tuple[int, ...]:
    """The places of a word and of its pieces: some survive when it is misspelt."""
    padded = f"~{word[:LONG_WORD]}~"
    pieces = (padded[at : at + PIECE] for at in range(len(padded) - PIECE + 1))
    return (_place(word), *(_place("~" + piece) for piece in pieces))


def _shape(text: str) -> Iterator[str]:
    """Properties of the whole text; the brackets keep them apart from words."""
    if links := text.count("://") or text.lower().count("www."):
        yield "[a link]"
        if links > 1:
            yield "[several links]"
    if len(text) >= 10 and len(CAPITAL.findall(text)) > 0.3 * len(text):
        yield "[capital letters]"
    if "!!" in text or "??" in text or "..." in text:
        yield "[!!!]"
    if DIGIT.search(text):
        yield "[digits]"
    yield f"[length {min(len(text).bit_length(), 11)}]"
