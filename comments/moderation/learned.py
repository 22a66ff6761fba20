"""What the classifier makes of the text: one signal among others."""

from __future__ import annotations

from collections.abc import Iterator
from math import log

from .verdicts import Facts, Signal, Submission

MOST = 6.0  # log-odds beyond which a number says nothing more


def log_odds(probability: float) -> float:
    """The weight of a probability: 0 at one half, 3.9 at 98 %."""
    probability = min(max(probability, 1e-9), 1 - 1e-9)
    return min(max(log(probability / (1 - probability)), -MOST), MOST)


def learned(reply: Submission, facts: Facts) -> Iterator[Signal]:
    """How probable spam is by this newsroom's own decisions, and which words say so."""
    if facts.classify:
        found = facts.classify(reply.body)
        words = f": {', '.join(found.because)}" if found.because else ""
        detail = f"{100 * found.probability:.0f} % spam (version {found.version}){words}"
        yield Signal("classifier", log_odds(found.probability), detail)


RULES = (learned,)
