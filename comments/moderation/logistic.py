"""Logistic regression over hashed features, learnt one example at a time, and its calibration."""

from __future__ import annotations

import random
from array import array
from collections.abc import Sequence
from math import exp, log, sqrt
from typing import TypeAlias

from .features import SIZE

ROUNDS = 3  # through all examples
RATE = 0.5  # of learning (AdaGrad: Duchi, Hazan and Singer 2011)
START = 1e-4  # sum of squares before the first step: keeps that step finite
SEED = 1729  # the same examples make the same model
STEPS = 50  # of Newton's method, at most

Example: TypeAlias = "tuple[array[int], bool]"  # places of the features; whether it is spam


def sigmoid(odds: float) -> float:
    """The probability that belongs to log-odds."""
    return 1 / (1 + exp(-odds)) if odds >= 0 else exp(odds) / (1 + exp(odds))


def fit(examples: Sequence[Example]) -> tuple[array[float], float]:
    """Weights and bias. Each kind has the same say, however rare it is.

    Raises ValueError without examples of both kinds.
    """
    weight = _say(examples)
    weights, squares = array("f", bytes(4 * SIZE)), array("f", [START]) * SIZE
    bias, bias_squares = 0.0, START
    order = list(examples)
    shuffled = random.Random(SEED)  # noqa: S311 - for order, not for secrets
    for _ in range(ROUNDS):
        shuffled.shuffle(order)
        for places, spam in order:
            scale = 1 / sqrt(len(places) or 1)
            score = bias + scale * sum(map(weights.__getitem__, places))
            slope = weight[spam] * (sigmoid(score) - spam)
            bias_squares += slope * slope
            bias -= RATE * slope / sqrt(bias_squares)
            slope *= scale
            square = slope * slope
            for place in places:
                squares[place] += square
                weights[place] -= RATE * slope / sqrt(squares[place])
    return weights, bias


def _say(examples: Sequence[Example]) -> tuple[float, float]:
    """What one example weighs: of those approved, and of spam."""
    spam = sum(spam for _, spam in examples)
    if not 0 < spam < len(examples):
        raise ValueError("There is nothing to tell apart: examples of both kinds are needed.")
    return len(examples) / (2 * (len(examples) - spam)), len(examples) / (2 * spam)


def calibrate(scores: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and offset that turn scores into log-odds (Platt 1999, with his smoothed targets)."""
    spam = sum(label for _, label in scores)
    targets = (1 / (len(scores) - spam + 2), (spam + 1) / (spam + 2))
    slope, offset = 0.0, log((spam + 1) / (len(scores) - spam + 1))
    for _ in range(STEPS):
        step = _newton(scores, targets, slope, offset)
        slope, offset = slope - step[0], offset - step[1]
        if max(map(abs, step)) < 1e-9:
            break
    return max(slope, 0.0), offset


def _newton(
    scores: Sequence[tuple[float, bool]], targets: tuple[float, float], slope: float, offset: float
) -> tuple[float, float]:
    """One step of Newton's method on the logistic loss."""
    gs = go = 0.0
    hss, hso, hoo = 1e-6, 0.0, 1e-6
    for score, spam in scores:
        probability = sigmoid(slope * score + offset)
        error, curve = probability - targets[spam], probability * (1 - probability)
        gs, go = gs + error * score, go + error
        hss, hso, hoo = hss + curve * score * score, hso + curve * score, hoo + curve
    size = hss * hoo - hso * hso
    return (hoo * gs - hso * go) / size, (hss * go - hso * gs) / size
