"""A learning filter in the standard library: hashed features and logistic regression.

It learns from this newsroom's decisions alone, and says which words decided.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import isfinite, sqrt

from .features import SIZE, features
from .logistic import Example, calibrate, fit, sigmoid
from .verdicts import Spamminess

DECISIONS, OF_EACH = 200, 30  # before which it is silent
FOLDS = 5  # parts left out in turn to see how sure it may be

MAGIC = b"BYL1"
PACKED = f"<{SIZE}e"  # half precision is plenty
HEADER = struct.Struct("<4sddd")  # magic, bias, slope, offset


@dataclass(frozen=True, slots=True)
class Model:
    """Weights, and the line that turns their sum into the odds of spam (Platt scaling)."""

    weights: array[float]
    bias: float
    slope: float = 1.0
    offset: float = 0.0

    def raw(self, places: array[int]) -> float:
        """The sum before it is calibrated."""
        return self.bias + sum(map(self.weights.__getitem__, places)) / sqrt(len(places) or 1)

    def spamminess(self, text: str) -> Spamminess:
        """How probable it is that this is spam, and up to three features that say so or not."""
        places, readable = features(text)
        odds = self.slope * self.raw(places) + self.offset
        because = self._because(readable, 1 if odds >= 0 else -1)
        return Spamminess(sigmoid(odds), because)

    def _because(self, readable: dict[str, int], sign: int) -> tuple[str, ...]:
        """The features that weighed most in one direction: 1 for spam, -1 against it."""
        weights = self.weights
        most = nlargest(3, readable, key=lambda name: sign * weights[readable[name]])
        return tuple(name.strip("[]") for name in most if sign * weights[readable[name]] > 0)

    def to_bytes(self) -> bytes:
        """The model in some tens of thousands of bytes."""
        header = HEADER.pack(MAGIC, self.bias, self.slope, self.offset)
        return header + zlib.compress(struct.pack(PACKED, *self.weights), 9)

    @classmethod
    def from_bytes(cls, data: bytes) -> Model:
        """Raises ValueError for anything that `to_bytes` has not made."""
        try:
            magic, bias, slope, offset = HEADER.unpack_from(data)
            unpacking = zlib.decompressobj()
            packed = unpacking.decompress(bytes(data[HEADER.size :]), struct.calcsize(PACKED) + 1)
            weights = array("f", struct.unpack(PACKED, packed))
        except (struct.error, zlib.error) as error:
            raise ValueError("This is no classifier.") from error
        whole = unpacking.eof and not unpacking.unused_data
        if magic != MAGIC or not whole or not all(map(isfinite, (bias, slope, offset, *weights))):
            raise ValueError("This is no classifier.")
        return cls(weights, bias, slope, offset)


def ready(approved: int, spam: int) -> bool:
    """Whether there are enough decisions to learn from."""
    return approved + spam >= DECISIONS and min(approved, spam) >= OF_EACH


def train(examples: Iterable[tuple[str, bool]]) -> Model:
    """Learn from texts and whether they are spam. Raises ValueError without some of each kind."""
    learnt = [(features(text)[0], spam) for text, spam in examples]
    weights, bias = fit(learnt)
    rounded = array("f", struct.unpack(PACKED, struct.pack(PACKED, *weights)))  # as it is stored
    slope, offset = calibrate(list(_unseen(learnt)))
    return Model(rounded, bias, slope, offset)


def _unseen(examples: Sequence[Example]) -> Iterator[tuple[float, bool]]:
    """The score of every example by a model that has not seen it, nor another like it."""
    folds: list[list[Example]] = [[] for _ in range(FOLDS)]
    for places, spam in examples:
        folds[zlib.crc32(places.tobytes()) % FOLDS].append((places, spam))
    for fold in filter(None, folds):
        others = [example for other in folds if other is not fold for example in other]
        if len({spam for _, spam in others}) == 2:
            model = Model(*fit(others))
            yield from ((model.raw(places), spam) for places, spam in fold)
