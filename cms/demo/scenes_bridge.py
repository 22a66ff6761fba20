"""The picture of the Halyard Bridge at dusk."""

import random

from PIL import Image, ImageChops

from cms.demo.canvas import (
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
)


def bridge_cables() -> Image.Image:
    """The Halyard Bridge at dusk with its cables lit."""
    size = width, _height = 1800, 1200
    horizon = 850
    stops = [(0.0, (36, 48, 92)), (0.3, (104, 92, 136)), (0.52, (214, 130, 122))]
    picture = gradient(size, [*stops, (0.7, (252, 196, 130)), (1.0, (252, 196, 130))])
    lay(picture, (66, 54, 98), curve(clouds(size, "dusk", 3, 11), 130, 240, 190))
    rose = ImageChops.multiply(
        curve(clouds(size, "dusk-rose", 3, 13), 140, 240, 200),
        fade(size, [(0, 60), (0.5, 230), (1, 60)]),
    )
    lay(picture, (250, 160, 132), rose)
    glow(picture, (320, 820), 900, (255, 190, 110), 2.2)
    _banks(picture, horizon)
    frame, stays = Stencil(size), Stencil(size)
    for x, scale in ((520, 1.0), (1430, 0.74)):
        _pylon(frame, stays, x, horizon, scale)
    frame.polygon(
        [
            (0, 640),
            (520, 672),
            (1430, 716),
            (width, 730),
            (width, 748),
            (1430, 736),
            (520, 704),
            (0, 680),
        ]
    )
    lay(picture, (70, 56, 86), stays.cut(0.4), 0.85)
    lay(picture, (42, 36, 66), frame.cut(0.6))
    _traffic(picture)
    reflect(picture, horizon, "bridge-water", 12)
    return _dusk_water(picture, horizon)


def _banks(picture: Image.Image, horizon: int) -> None:
    """Raise the hills and the roofs on the far bank."""
    size = width, _height = picture.size
    for n, shade in enumerate([(176, 118, 124), (112, 82, 108)]):
        bank = Stencil(size)
        bank.polygon(
            [
                *ridge(width, horizon - 4, 170 - n * 90, f"bank{n}", 3 + n * 3),
                (width, horizon),
                (0, horizon),
            ]
        )
        dice = random.Random(f"roofs{n}")
        for x in range(0, width, 46) if n else ():
            bank.rect(x, horizon - dice.uniform(20, 72), x + dice.uniform(24, 50), horizon)
        lay(picture, shade, bank.cut(1.2))


def _dusk_water(picture: Image.Image, horizon: int) -> Image.Image:
    """Colour the river under the bridge."""
    width, height = picture.size
    sea = (width, height - horizon)
    water = picture.crop((0, horizon, width, height))
    lay(water, (40, 36, 76), fade(sea, [(0, 30), (0.5, 100), (1, 190)]))
    swell = ripples(sea, "bridge-swell")
    lay(water, (34, 30, 66), curve(swell, 135, 200, 140))
    lay(
        water,
        (255, 190, 140),
        ImageChops.multiply(curve(swell, 118, 60, 170), fade(sea, [(0, 200), (1, 50)])),
        0.5,
    )
    picture.paste(water, (0, horizon))
    return finish(picture, "bridge")


def _pylon(frame: Stencil, stays: Stencil, x: float, water: float, scale: float) -> None:
    """Raise an A-shaped pylon and hang its fan of cables."""
    peak = 672 + (x - 520) * 0.048 - 530 * scale
    for side in (-1, 1):
        foot = x + side * 62 * scale
        frame.line([(foot, water + 8), (x + side * 40 * scale, water - 160 * scale)], 24 * scale)
        frame.line(
            [(x + side * 40 * scale, water - 160 * scale), (x + side * 5, peak + 90)], 20 * scale
        )
    frame.rect(x - 13 * scale, peak, x + 13 * scale, peak + 200 * scale)
    frame.rect(x - 92 * scale, water - 16, x + 92 * scale, water + 8)
    for n in range(1, 15):
        for side in (-1, 1):
            end = x + side * (40 + n * 32) * scale
            deck = 674 + (end - 520) * 0.048
            stays.line([(x, peak + (16 + (14 - n) * 11) * scale), (end, deck)], 2.4 * scale)


def _traffic(picture: Image.Image) -> None:
    """Light the lamps along the deck and the cars beneath them."""
    lamps, cars = Stencil(picture.size), Stencil(picture.size)
    dice = random.Random("traffic")
    spots = []
    for x in range(20, 1800, 58):
        deck = 664 + (x - 520) * 0.046
        lamps.line([(x, deck), (x, deck - 26)], 2)
        spots.append((x, deck - 28))
        if dice.random() < 0.7:
            cars.disc(x + dice.uniform(0, 40), deck + 2, 3.4, 2.6)
    lay(picture, (48, 40, 68), lamps.cut())
    lay(picture, (255, 120, 90), cars.cut(1))
    for x, y in spots:
        glow(picture, (x, y), 26, (255, 226, 170), 1.7)
