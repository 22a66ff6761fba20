"""Pictures of crowds: the stadium and the market."""

import math
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
    ground,
    lay,
    mix,
    noise,
    soften,
)
from cms.demo.scenes_city import person


def stadium() -> Image.Image:
    """The Ropewalk under floodlights, seen from the high end."""
    size = _width, _height = 2000, 1125
    picture = gradient(
        size, [(0, (8, 14, 34)), (0.35, (34, 50, 84)), (0.5, (70, 84, 110)), (1, (20, 30, 40))]
    )
    lay(picture, (84, 96, 124), curve(clouds(size, "match", 3, 8), 130, 240, 120))
    _crowd(picture)
    roof = Stencil(size)
    roof.polygon(
        [
            (0, 210),
            (500, 350),
            (1500, 350),
            (2000, 210),
            (2000, 326),
            (1480, 410),
            (520, 410),
            (0, 326),
        ]
    )
    lay(picture, (16, 20, 36), roof.cut(1))
    _pitch(picture)
    for x, y in ((210, 130), (1790, 130), (640, 262), (1360, 262)):
        scale = 1.0 if y < 200 else 0.6
        mast, lamps = Stencil(size), Stencil(size)
        mast.line([(x, y), (x, 420)], 12 * scale)
        mast.rect(x - 78 * scale, y - 50 * scale, x + 78 * scale, y + 46 * scale)
        for n in range(20):
            lamps.disc(x + (n % 5 - 2) * 29 * scale, y + (n // 5 - 1.5) * 23 * scale, 9 * scale)
        lay(picture, (14, 18, 32), mast.cut(0.6))
        lay(picture, (255, 252, 240), lamps.cut(1))
        glow(picture, (x, y), 620 * scale, (176, 190, 206), 2.6)
    return finish(picture, "match", 0.12)


def _crowd(picture: Image.Image) -> None:
    """Build the stands and fill them."""
    size = width, _height = picture.size
    stands = Stencil(size)
    stands.polygon([(0, 330), (520, 420), (1480, 420), (2000, 330), (2000, 1125), (0, 1125)])
    lay(picture, (26, 30, 48), stands.cut(1))
    dice = random.Random("crowd")
    paints: list[Colour] = [
        (214, 208, 198),
        (170, 60, 52),
        (52, 80, 140),
        (120, 120, 128),
        (206, 160, 96),
    ]
    for paint in paints:
        heads = Stencil(size)
        for _ in range(2600):
            x = dice.uniform(0, width)
            edge = max(0.0, 520 - x, x - 1480)
            top, low = 436 - edge * 0.16, 560 + edge * 0.62
            depth = dice.random()
            heads.disc(
                x, top + (low - top) * depth, 1.5 + edge / 260 + depth, ink=dice.randint(90, 230)
            )
        lay(picture, paint, heads.cut(0.6), 0.75)


def _spot(u: float, v: float) -> tuple[float, float]:
    """Place a point of the pitch, -1 to 1 across and 0 to 1 towards the viewer."""
    y = 560 + 580 * v / (2.6 - 1.6 * v)
    half = 440 + (y - 560) * 1.07
    return 1000 + u * half, y


def _pitch(picture: Image.Image) -> None:
    """Mow the pitch in stripes, mark it and send the players out."""
    size = picture.size
    pitch = Stencil(size)
    pitch.polygon([(560, 560), (1440, 560), (2060, 1140), (-60, 1140)])
    shape = pitch.cut(1)
    lay(
        picture,
        gradient(size, [(0, (52, 124, 66)), (0.5, (66, 142, 74)), (1, (40, 112, 60))]),
        shape,
    )
    stripes, marks = Stencil(size), Stencil(size)

    for n in range(0, 10, 2):
        stripes.polygon(
            [_spot(-1, n / 10), _spot(1, n / 10), _spot(1, (n + 1) / 10), _spot(-1, (n + 1) / 10)]
        )
    lay(picture, (96, 170, 92), ImageChops.multiply(stripes.cut(1), shape), 0.38)
    for box in ((-0.93, 0.93, 0.03, 0.98), (-0.4, 0.4, 0.03, 0.2), (-0.18, 0.18, 0.03, 0.09)):
        left, right, far, near = box
        marks.line(
            [
                _spot(left, far),
                _spot(right, far),
                _spot(right, near),
                _spot(left, near),
                _spot(left, far),
            ],
            3.4,
        )
    marks.line([_spot(-0.93, 0.5), _spot(0.93, 0.5)], 3.4)
    ring = [
        _spot(0.26 * math.cos(a / 20 * math.tau), 0.5 + 0.12 * math.sin(a / 20 * math.tau))
        for a in range(21)
    ]
    marks.line(ring, 3.4)
    goal = [_spot(-0.09, 0.03), _spot(0.09, 0.03)]
    marks.line([goal[0], (goal[0][0], goal[0][1] - 40), (goal[1][0], goal[1][1] - 40), goal[1]], 4)
    lay(picture, (236, 242, 232), marks.cut(0.8), 0.85)
    _players(picture)


def _players(picture: Image.Image) -> None:
    """Send both teams out, each player with the shadows of the floodlights."""
    size = picture.size
    dice = random.Random("players")
    for colour, count in (((196, 52, 46), 10), ((236, 234, 224), 10)):
        team, shadow = Stencil(size), Stencil(size)
        for _ in range(count):
            x, y = _spot(dice.uniform(-0.8, 0.8), dice.uniform(0.15, 0.8))
            tall = 24 + (y - 560) * 0.11
            person(team, x, y, tall, "player")
            for side in (-1, 1):
                shadow.line([(x, y), (x + side * tall * 0.9, y + tall * 0.1)], tall * 0.1)
        lay(picture, (20, 70, 40), shadow.cut(2), 0.6)
        lay(picture, colour, team.cut(0.6))


def fish_market() -> Image.Image:
    """Eelgate market before sunrise: lamps, awnings, ice and buyers."""
    size = _width, _height = 1800, 1200
    picture = gradient(
        size, [(0, (20, 28, 48)), (0.4, (58, 68, 88)), (0.6, (128, 108, 100)), (1, (46, 48, 58))]
    )
    lay(picture, (90, 96, 112), curve(clouds(size, "steam", 4, 4), 120, 240, 130))
    _roof_beams(picture)
    glow(picture, (900, 540), 700, (230, 190, 140), 1.8)
    _floor(picture)
    lamps: list[tuple[float, float, float]] = []
    for depth in (0.25, 0.4, 0.62, 1.0):
        for side in (-1, 1):
            _stall(picture, lamps, side, depth)
        if depth < 1:
            _buyers(picture, depth)
    _porters(picture)
    for x, y, reach in lamps:
        glow(picture, (x, y), reach * 3.2, (220, 160, 90), 2.2)
        glow(picture, (x, y), reach * 0.6, (255, 244, 214), 1.2)
    return finish(picture, "market", 0.12)


def _roof_beams(picture: Image.Image) -> None:
    """Run the beams of the hall towards its far end."""
    beams = Stencil(picture.size)
    for n in range(10):
        beams.line([(900, 430), (n * 200, 0)], 5 + abs(n - 4.5))
        beams.line([(n * 200 + 20, 0), (860 + n * 9, 560)], 4)
    lay(picture, (24, 28, 42), beams.cut(2), 0.6)


def _buyers(picture: Image.Image, depth: float) -> None:
    """Let buyers walk between two stalls, paler the farther away they are."""
    dice = random.Random(f"buyers{depth}")
    crowd = Stencil(picture.size)
    for _ in range(5):
        x = 900 + dice.uniform(-380, 380) * (depth * 0.6 + 0.15)
        person(crowd, x, 620 + depth * 420, 420 * depth, "buyer")
    lay(picture, mix((110, 96, 92), (22, 24, 34), depth * 1.3), crowd.cut(0.8))


def _porters(picture: Image.Image) -> None:
    """Send two porters down the aisle, each with a box on the shoulder."""
    porters = Stencil(picture.size)
    for x, tall in ((730, 330), (1065, 360)):
        feet = 700 + tall
        person(porters, x, feet, tall, "porter")
        porters.polygon(
            [
                (x - 66, feet - tall),
                (x + 60, feet - tall - 8),
                (x + 62, feet - tall + 44),
                (x - 62, feet - tall + 50),
            ]
        )
    lay(picture, (16, 18, 28), porters.cut(1))


def _floor(picture: Image.Image) -> None:
    """Lay the wet stones of the market floor."""
    width = picture.width
    floor = gradient((width, 560), [(0, (140, 116, 98)), (0.3, (74, 72, 80)), (1, (28, 32, 44))])
    stones = ground(noise((width, 900), "market-floor"), floor.size, 8)
    lay(floor, (26, 30, 40), curve(soften(stones, 1.4), 128, 190, 150))
    lay(
        floor,
        (236, 196, 140),
        ImageChops.multiply(
            curve(soften(stones, 1.4), 122, 70, 150),
            fade(floor.size, [(0, 255), (0.7, 40), (1, 0)]),
        ),
    )
    picture.paste(floor, (0, 640))


def _stall(
    picture: Image.Image, lamps: list[tuple[float, float, float]], side: int, depth: float
) -> None:
    """Put up one stall: striped awning, boards heaped with ice and fish, and a lamp."""
    size = picture.size
    dice = random.Random(f"stall{side}{depth}")
    inner, outer = 900 + side * (140 + 330 * depth), 900 + side * (240 + 1060 * depth)
    feet, board, eave = 620 + 420 * depth, 620 + 190 * depth, 590 - 260 * depth
    frame = Stencil(size)
    frame.polygon([(inner, board), (outer, board), (outer, feet), (inner, feet)])
    for x in (inner, outer):
        frame.line([(x, eave), (x, feet)], 12 * depth)
    lay(picture, mix((96, 86, 84), (30, 32, 42), depth), frame.cut(0.8))
    stripes: list[Colour] = [(206, 196, 176), ((150, 56, 48), (42, 92, 102))[int(depth * 10) % 2]]
    for parity in (0, 1):
        cloth, rise, lean = Stencil(size), 90 * depth, side * -14 * depth
        for n in range(parity, 10, 2):
            a, b = (inner + (outer - inner) * k / 10 for k in (n, n + 1))
            top = eave - rise
            cloth.polygon([(a, top), (b, top), (b + lean, eave), (a + lean, eave)])
            cloth.disc((a + b) / 2 + lean, eave, abs(b - a) / 2, 16 * depth)
        faded = mix(stripes[parity], (120, 104, 96), 0.5)
        lay(picture, mix(faded, stripes[parity], depth * 0.8), cloth.cut(0.8))
    _catch(picture, dice, side, depth)
    lamps.append(((inner + outer) / 2, eave + 46 * depth, 120 * depth + 14))


def _catch(picture: Image.Image, dice: random.Random, side: int, depth: float) -> None:
    """Heap one board with ice and fish."""
    ice, fish = Stencil(picture.size), Stencil(picture.size)
    inner, outer = 900 + side * (140 + 330 * depth), 900 + side * (240 + 1060 * depth)
    board = 620 + 190 * depth
    ice.polygon(
        [
            (inner, board),
            (inner + side * 20, board - 54 * depth),
            (outer, board - 70 * depth),
            (outer, board),
        ]
    )
    lay(picture, (196, 206, 210), ice.cut(2))
    for _ in range(46):
        x = inner + (outer - inner) * dice.uniform(0.05, 0.98)
        y = board - dice.uniform(8, 60) * depth
        long = dice.uniform(20, 34) * depth
        fish.disc(x, y, long, long * 0.26)
        fish.polygon(
            [
                (x + long * 0.8, y),
                (x + long * 1.4, y - long * 0.3),
                (x + long * 1.4, y + long * 0.3),
            ]
        )
    shoal = fish.cut(0.6)
    lay(picture, (76, 92, 108), ImageChops.offset(shoal, 0, 3))
    lay(picture, (158, 170, 178), shoal, 0.85)
