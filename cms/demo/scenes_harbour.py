"""The picture of the harbour at dawn."""

import random

from PIL import Image, ImageChops

from cms.demo.canvas import (
    Colour,
    Stencil,
    clouds,
    curve,
    fade,
    finish,
    glow,
    gradient,
    lay,
    reflect,
    ridge,
    ripples,
    shine,
)
from cms.demo.gulls import gulls


def harbour_dawn() -> Image.Image:
    """Cranes and a container ship in the outer basin at first light."""
    size = _width, _height = 2400, 1600
    horizon = 1000
    stops = [(0.0, (38, 58, 92)), (0.25, (92, 108, 140)), (0.45, (206, 150, 132))]
    stops += [(0.58, (250, 196, 128)), (0.64, (255, 222, 160)), (1.0, (255, 222, 160))]
    picture = gradient(size, stops)
    _morning_sky(picture)
    _hills(picture, horizon)
    _cranes(picture, horizon - 4)
    _freighter(picture, 210, horizon + 4, 1120)
    reflect(picture, horizon, "dawn-water", 15)
    return _harbour_water(picture, horizon)


def _morning_sky(picture: Image.Image) -> None:
    """Light the clouds from below and let the sun rise."""
    size = picture.size
    streaks = curve(clouds(size, "dawn", 3, 14), 120, 235, 190)
    lay(
        picture,
        (98, 84, 112),
        ImageChops.multiply(streaks, fade(size, [(0, 255), (0.6, 60), (1, 0)])),
    )
    lit = curve(clouds(size, "dawn-lit", 3, 18), 150, 250, 200)
    lay(
        picture,
        (255, 190, 150),
        ImageChops.multiply(lit, fade(size, [(0, 0), (0.3, 190), (1, 60)])),
    )
    glow(picture, (1560, 960), 1150, (255, 190, 110), 2.4)
    glow(picture, (1560, 846), 320, (255, 240, 200), 1.6)
    sun = Stencil(size)
    sun.disc(1560, 846, 46)
    lay(picture, (255, 248, 226), sun.cut(1.5))


def _hills(picture: Image.Image, horizon: int) -> None:
    """Raise two ranges of hills beyond the water."""
    width = picture.width
    for n, shade in enumerate([(196, 152, 142), (150, 122, 130)]):
        hills = Stencil(picture.size)
        crest = ridge(width, horizon - 6, 150 - 60 * n, f"dawn-hill{n}", 3 + n)
        hills.polygon([*crest, (width, horizon), (0, horizon)])
        lay(picture, shade, hills.cut(2))


def _cranes(picture: Image.Image, base: int) -> None:
    """Line up the cranes, darker the nearer their quay is."""
    for shade, cranes in (
        ((148, 118, 126), [(1290, 210, 1), (1420, 210, 1), (1890, 240, -1), (1760, 190, 1)]),
        ((84, 74, 96), [(1985, 470, -1), (2180, 430, -1)]),
        ((40, 40, 58), [(130, 780, 1), (560, 740, 1), (960, 600, 1)]),
    ):
        stand = Stencil(picture.size)
        for x, tall, facing in cranes:
            _crane(stand, x, base, tall, facing)
        lay(picture, shade, stand.cut(0.6))


def _crane(stencil: Stencil, x: float, base: float, size: float, facing: int = 1) -> None:
    """Draw a quay crane: four legs, a boom over the water and the stays that hold it."""
    leg, beam = size * 0.026, base - size * 0.52
    for foot in (0.0, 0.3):
        left = x + foot * size * facing
        stencil.line([(left, base), (left, beam)], leg)
        stencil.line([(left + leg, base), (left + size * 0.04 * facing, beam)], leg * 0.7)
    stencil.line([(x, base - size * 0.2), (x + size * 0.3 * facing, base - size * 0.2)], leg)
    stencil.line([(x, base - size * 0.2), (x + size * 0.3 * facing, beam)], leg * 0.6)
    tip, tail = x + size * 0.95 * facing, x - size * 0.22 * facing
    stencil.line([(tail, beam), (tip, beam)], leg * 1.5)
    peak = (x + size * 0.27 * facing, base - size * 0.86)
    stencil.line([(x + size * 0.3 * facing, beam), peak, (x, beam)], leg)
    for end in (tail, tip, x + size * 0.62 * facing):
        stencil.line([peak, (end, beam)], leg * 0.35)
    cab = x + size * 0.5 * facing
    stencil.rect(cab - size * 0.03, beam, cab + size * 0.03, beam + size * 0.06)
    stencil.rect(min(x, tail), beam - size * 0.06, max(x, tail) - size * 0.05, beam)
    rope = x + size * 0.72 * facing
    stencil.line([(rope, beam), (rope, beam + size * 0.2)], leg * 0.2)
    stencil.rect(rope - size * 0.06, beam + size * 0.2, rope + size * 0.06, beam + size * 0.24)


def _freighter(picture: Image.Image, left: float, water: float, length: float) -> None:
    """Moor a loaded container ship along the quay."""
    dice = random.Random("freighter")
    deck = water - length * 0.085
    paints: list[Colour] = [(96, 58, 62), (64, 72, 92), (118, 86, 66), (52, 82, 88), (84, 66, 84)]
    stacks = {paint: Stencil(picture.size) for paint in paints}
    cell, tall = length * 0.034, length * 0.021
    for column in range(21):
        for level in range(dice.choice((3, 4, 4, 5))):
            x, y = left + length * 0.06 + column * cell, deck - level * tall
            stacks[dice.choice(paints)].rect(x, y - tall + 1.5, x + cell - 2, y)
    for paint, stencil in stacks.items():
        lay(picture, paint, stencil.cut())
    hull = Stencil(picture.size)
    bow, stern = left + length, left
    hull.polygon([(stern, deck), (bow + length * 0.03, deck - length * 0.02)])
    outline = [
        (stern, deck),
        (bow - length * 0.06, deck),
        (bow + length * 0.03, deck - length * 0.03),
    ]
    hull.polygon([*outline, (bow - length * 0.02, water), (stern + length * 0.015, water)])
    hull.rect(left + length * 0.8, deck - length * 0.2, left + length * 0.87, deck)
    hull.rect(
        left + length * 0.785, deck - length * 0.185, left + length * 0.885, deck - length * 0.165
    )
    hull.line([(left + length * 0.83, deck - length * 0.27), (left + length * 0.83, deck)], 5)
    lay(picture, (34, 34, 50), hull.cut())
    lamps = Stencil(picture.size)
    for n in range(9):
        lamps.disc(left + length * (0.795 + 0.01 * n), deck - length * 0.175, 2.5)
    lay(picture, (255, 222, 160), lamps.cut(0.8))


def _harbour_water(picture: Image.Image, horizon: int) -> Image.Image:
    """Darken the near water, light the swell and add the quay wall and the gulls."""
    width, height = picture.size
    sea = (width, height - horizon)
    water = picture.crop((0, horizon, width, height))
    lay(water, (30, 44, 74), fade(sea, [(0, 40), (0.5, 110), (1, 200)]))
    swell = ripples(sea, "dawn-swell")
    lay(water, (24, 34, 60), curve(swell, 150, 225, 120))
    path = Stencil(sea)
    path.polygon([(1500, 0), (1620, 0), (1840, sea[1]), (1240, sea[1])])
    track = ImageChops.multiply(curve(swell, 105, 45, 255), path.cut(60))
    water = shine(water, (255, 190, 110), track)
    picture.paste(water, (0, horizon))
    birds = Stencil(picture.size)
    gulls(birds, "dawn-gulls", (1150, 330, 2150, 700), 11)
    quay = [(0, 1600), (0, 1480), (820, 1530), (830, 1600)]
    birds.polygon(quay)
    for x in (150, 430, 700):
        y = 1484 + x * 0.06
        birds.rect(x - 18, y - 44, x + 18, y + 20)
        birds.rect(x - 30, y - 54, x + 30, y - 36)
    lay(picture, (26, 26, 42), birds.cut(0.6))
    return finish(picture, "dawn")
