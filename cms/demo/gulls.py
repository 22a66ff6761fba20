"""The gulls over the pictures of the sea."""

import random

from cms.demo.canvas import Stencil


def gulls(stencil: Stencil, seed: str, box: tuple[float, float, float, float], count: int) -> None:
    """Scatter gulls through a box."""
    dice = random.Random(seed)
    for _ in range(count):
        x, y = dice.uniform(box[0], box[2]), dice.uniform(box[1], box[3])
        span, lift = dice.uniform(9, 24), dice.uniform(0.25, 0.6)
        wing = [(x - span, y - span * lift * 0.4), (x - span / 2, y - span * lift), (x, y)]
        wing += [(x + span / 2, y - span * lift), (x + span, y - span * lift * 0.3)]
        stencil.line(wing, span / 8)
