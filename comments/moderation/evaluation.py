"""How well the classifier tells spam from replies, on texts whose group it has not seen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter

from .classifier import train

FALSE_ALARMS = 0.01  # share of good replies that may be taken for spam

Row = tuple[str, bool, str]  # text, whether it is spam, group
Group = tuple[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured, and on how much. Recall is the share of spam that is found."""

    auc: float
    recall_at_1_percent: float
    n: int  # rows
    spam: int  # of them
    groups: int
    microseconds: float  # to score and explain one reply


def evaluate(
    rows: Iterable[Row], watch: Callable[[Sequence[Group]], Iterable[Group]] = iter
) -> Evaluation:
    """Leave every group out once, learn from the others, score it, and pool the scores.

    `watch` is handed the groups and passes them on, to show progress. Raises ValueError where
    there is too little to learn from or to measure.
    """
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[2]].append(row)
    if len(groups) < 2:
        raise ValueError("At least two groups are needed: each is left out once.")
    good: list[float] = []
    spam: list[float] = []
    seconds = 0.0
    for name, left_out in watch(list(groups.items())):
        others = (row for other, found in groups.items() if other != name for row in found)
        model = train((text, label) for text, label, _ in others)
        began = perf_counter()
        scores = [model.spamminess(text).probability for text, _, _ in left_out]
        seconds += perf_counter() - began
        for score, (_, label, _) in zip(scores, left_out, strict=True):
            (spam if label else good).append(score)
    return Evaluation(
        auc=auc(good, spam),
        recall_at_1_percent=recall(good, spam),
        n=len(good) + len(spam),
        spam=len(spam),
        groups=len(groups),
        microseconds=1e6 * seconds / (len(good) + len(spam)),
    )


def auc(good: Sequence[float], spam: Sequence[float]) -> float:
    """How often spam scores higher than a good reply; a tie counts half."""
    ordered = sorted(good)
    wins = (bisect_left(ordered, score) + bisect_right(ordered, score) for score in spam)
    return sum(wins) / (2 * len(good) * len(spam))


def recall(good: Sequence[float], spam: Sequence[float], alarms: float = FALSE_ALARMS) -> float:
    """The share of spam above the score that at most this share of good replies exceeds."""
    allowed = int(alarms * len(good) + 1e-9)
    limit = sorted(good, reverse=True)[allowed]
    return sum(score > limit for score in spam) / len(spam)
