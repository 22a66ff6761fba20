"""The picture of the concert hall."""

import random

from PIL import Image

from cms.demo.canvas import (
    Stencil,
    fade,
    finish,
    glow,
    gradient,
    lay,
    mix,
    shine,
)
from cms.demo.scenes_city import person


def concert_hall() -> Image.Image:
    """Cordwainers' Hall from the back of the stalls, the organ over the platform."""
    size = _width, _height = 1800, 1200
    picture = gradient(
        size, [(0, (46, 24, 18)), (0.35, (112, 66, 36)), (0.6, (150, 92, 50)), (1, (24, 12, 12))]
    )
    ribs, dark = Stencil(size), Stencil(size)
    for n in range(11):
        ribs.line([(900 + (n - 5) * 78, 330), (900 + (n - 5) * 380, 0)], 9)
    for y, half in ((300, 400), (230, 560), (140, 760), (30, 1000)):
        ribs.line([(900 - half, y + 30), (900, y - 26), (900 + half, y + 30)], 6)
    lay(picture, (214, 154, 92), ribs.cut(1.2), 0.42)
    back = Stencil(size)
    back.rect(500, 320, 1300, 720)
    lay(picture, (166, 104, 56), back.cut(1))
    _organ(picture)
    for tier in range(3):
        _balcony(picture, tier)
    stage = Stencil(size)
    stage.polygon([(470, 700), (1330, 700), (1450, 820), (350, 820)])
    lay(picture, (226, 166, 96), stage.cut(1))
    dark.polygon([(350, 820), (1450, 820), (1450, 850), (350, 850)])
    lay(picture, (74, 40, 24), dark.cut(1))
    glow(picture, (900, 690), 660, (255, 200, 120), 1.9)
    players = Stencil(size)
    for row, (y, half, count) in enumerate(((716, 360, 18), (744, 390, 16), (776, 410, 14))):
        for n in range(count):
            x = 900 + (n / (count - 1) * 2 - 1) * half
            if abs(x - 900) > 26:
                person(players, x, y + 30 + row * 4, 58 + row * 8, f"player{row}")
    players.rect(868, 818, 932, 832)
    person(players, 900, 820, 112, "conductor")
    players.line([(905, 740), (952, 702)], 6)
    lay(picture, (38, 20, 18), players.cut(0.8))
    return _listeners(picture)


def _organ(picture: Image.Image) -> None:
    """Stand the organ pipes in five towers behind the platform."""
    pipes, shade = Stencil(picture.size), Stencil(picture.size)
    for n in range(45):
        x = 560 + n * 15.4
        tower = abs((n % 9) - 4)
        top = 372 + tower * 17 + abs(n - 22) * 1.6
        pipes.rect(x, top, x + 12.5, 640)
        pipes.disc(x + 6.2, top, 6.2, 5)
        shade.rect(x + 7, top, x + 12.5, 640)
        shade.polygon([(x + 2, 612), (x + 10, 612), (x + 6, 594)])
    lay(picture, (232, 196, 132), pipes.cut(0.5))
    lay(picture, (120, 74, 40), shade.cut(1), 0.75)
    case = Stencil(picture.size)
    case.rect(540, 640, 1262, 700)
    for x in range(548, 1262, 139):
        case.rect(x - 6, 350, x + 4, 700)
    lay(picture, (92, 50, 28), case.cut(0.8))


def _balcony(picture: Image.Image, tier: int) -> None:
    """Run one balcony down both sides, with its lamps and its listeners."""
    size = picture.size
    y = 610 - tier * 120
    for side in (-1, 1):
        front, heads = Stencil(size), Stencil(size)
        far, near = 900 + side * 400, 900 + side * 930
        tall = 40, 96
        low = y - (y - 470) * 0.2, y + (y - 430) * 1.0
        front.polygon(
            [(far, low[0]), (near, low[1]), (near, low[1] + tall[1]), (far, low[0] + tall[0])]
        )
        lay(picture, (150, 92, 48), front.cut(0.8))
        under = Stencil(size)
        under.polygon(
            [
                (far, low[0] + tall[0]),
                (near, low[1] + tall[1]),
                (near, low[1] + tall[1] * 1.5),
                (far, low[0] + tall[0] * 1.6),
            ]
        )
        lay(picture, (40, 20, 16), under.cut(3), 0.8)
        for n in range(13):
            t = (n / 12) ** 1.4
            x, top = far + (near - far) * t, low[0] + (low[1] - low[0]) * t
            heads.disc(x, top - 6 - 12 * t, 8 + 15 * t, 9 + 18 * t)
            if n % 2:
                glow(
                    picture,
                    (x, top + (tall[0] + (tall[1] - tall[0]) * t) / 2),
                    26 + 40 * t,
                    (255, 210, 140),
                    1.6,
                )
        lay(picture, (50, 28, 22), heads.cut(1))


def _listeners(picture: Image.Image) -> Image.Image:
    """Fill the stalls with heads against the light of the platform."""
    dice = random.Random("stalls")
    for row in range(7):
        near = row / 6
        y, size = 866 + row * row * 6.4 + row * 14, 15 + row * 8.5
        seats = Stencil(picture.size)
        x = -20.0 + (row % 2) * size
        while x < 1830:
            if dice.random() < 0.9:
                seats.disc(x, y, size * 0.72, size * 0.9)
                seats.disc(x, y + size * 1.7, size * 1.35, size)
            x += size * 2.7
        seats.rect(0, y + size * 1.5, 1800, 1200)
        lay(picture, mix((104, 60, 36), (14, 8, 10), min(1, near * 1.1 + 0.1)), seats.cut(0.8))
    lit = fade(picture.size, [(0, 0), (0.68, 0), (0.75, 60), (0.9, 0), (1, 0)])
    return finish(shine(picture, (120, 70, 30), lit), "hall", 0.1, 0.5)
