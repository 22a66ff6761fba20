"""Pictures of the city: the night skyline, the tram in rain, the stadium and the market."""

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
    reflect,
    ripples,
    shine,
    soften,
)


def person(stencil: Stencil, x: float, feet: float, tall: float, seed: str = "") -> None:
    """Stand a figure in a long coat on its feet."""
    dice = random.Random(f"{seed}{x}")
    wide = tall * dice.uniform(0.115, 0.15)
    stencil.disc(x, feet - tall * 0.92, tall * 0.065, tall * 0.08)
    stencil.polygon(
        [
            (x - wide * 0.55, feet - tall * 0.83),
            (x + wide * 0.55, feet - tall * 0.83),
            (x + wide, feet - tall * 0.74),
            (x + wide * 1.05, feet - tall * 0.3),
            (x - wide * 1.05, feet - tall * 0.3),
            (x - wide, feet - tall * 0.74),
        ]
    )
    stride = tall * dice.uniform(0.02, 0.09)
    for side in (-1, 1):
        hip = (x + side * wide * 0.4, feet - tall * 0.34)
        stencil.line([hip, (x + side * (wide * 0.35 + stride), feet)], tall * 0.065)


def night_skyline() -> Image.Image:
    """The towers along Cable Quay at night, seen across the basin."""
    size = width, height = 2400, 1350
    horizon = 930
    stops = [(0.0, (8, 14, 36)), (0.4, (26, 38, 76)), (0.6, (84, 76, 112)), (0.7, (172, 116, 112))]
    picture = gradient(size, [*stops, (1.0, (172, 116, 112))])
    lay(picture, (96, 80, 116), curve(clouds(size, "night", 3, 8), 130, 240, 110))
    glow(picture, (1300, 960), 1300, (180, 110, 80), 2)
    dice = random.Random("towers")
    layers: list[tuple[Colour, float, int, int]] = [
        ((88, 80, 112), 0.4, 70, 420),
        ((50, 52, 86), 0.62, 96, 560),
        ((22, 26, 50), 0.72, 130, 640),
    ]
    for shade, bright, step, tallest in layers:
        walls, lights, cool = Stencil(size), Stencil(size), Stencil(size)
        x = -30.0
        while x < width:
            broad = step * dice.uniform(0.7, 1.4)
            hump = 1 - abs(x - 1300) / 1700
            tall = tallest * hump * dice.uniform(0.3, 1.0)
            _house(walls, lights, cool, dice, (x, horizon - tall, x + broad, horizon + 4))
            x += broad + step * dice.uniform(-0.1, 0.5)
        lay(picture, shade, walls.cut(0.5))
        warm = lights.cut(0.5)
        lay(picture, (255, 206, 130), warm, bright + 0.25)
        lay(picture, (190, 214, 240), cool.cut(0.5), bright)
        picture = shine(picture, (150, 90, 40), soften(warm, 14))
    reflect(picture, horizon, "night-water", 13)
    sea = (width, height - horizon)
    water = picture.crop((0, horizon, width, height))
    lay(water, (8, 14, 36), fade(sea, [(0, 40), (0.4, 80), (1, 190)]))
    swell = ripples(sea, "night-swell")
    lay(water, (6, 10, 28), curve(swell, 130, 190, 190))
    picture.paste(water, (0, horizon))
    edge = Stencil(size)
    edge.rect(0, horizon - 6, width, horizon + 3)
    lay(picture, (14, 16, 34), edge.cut(1))
    return finish(picture, "night")


def _house(
    walls: Stencil,
    lights: Stencil,
    cool: Stencil,
    dice: random.Random,
    box: tuple[float, float, float, float],
) -> None:
    """Build one tower with its roof and its lit windows."""
    left, top, right, bottom = box
    walls.rect(left, top, right, bottom)
    roof = dice.random()
    middle = (left + right) / 2
    if roof < 0.25:
        walls.polygon([(left, top), (middle, top - (right - left) * 0.5), (right, top)])
    elif roof < 0.5:
        walls.rect(left + 14, top - 26, right - 14, top)
        walls.line([(middle, top - 26), (middle, top - 86)], 3)
    pitch = dice.choice((13, 15, 18))
    share = dice.uniform(0.12, 0.5)
    for y in range(int(top) + 14, int(bottom) - 14, pitch + 3):
        for x in range(int(left) + 9, int(right) - 12, pitch):
            if dice.random() < share:
                pane = cool if dice.random() < 0.16 else lights
                pane.rect(x, y, x + pitch * 0.5, y + pitch * 0.55, dice.randint(110, 255))


def tram_rain() -> Image.Image:
    """A number four tram coming down Tallow Street on a wet evening."""
    size = width, _height = 1800, 1200
    horizon, vanish = 700, 1010.0
    picture = gradient(
        size,
        [(0, (34, 48, 70)), (0.35, (88, 100, 118)), (0.58, (190, 168, 148)), (1, (60, 66, 80))],
    )
    lay(picture, (40, 48, 66), curve(clouds(size, "tram-sky", 4, 5), 100, 230, 170))
    glow(picture, (vanish, horizon - 40), 520, (230, 190, 140), 1.6)
    panes = Stencil(size)
    for side in (-1, 1):
        _terrace(picture, panes, side, vanish, horizon)
    lit = panes.cut(0.8)
    lay(picture, (255, 206, 136), lit, 0.92)
    picture = shine(picture, (170, 110, 54), soften(lit, 22))
    crowd = Stencil(size)
    for x, feet, tall in (
        (330, 800, 190),
        (420, 790, 180),
        (1420, 770, 150),
        (1610, 830, 220),
        (1330, 748, 108),
    ):
        person(crowd, x, feet, tall, "rain")
        crowd.polygon(
            [(x - tall * 0.36, feet - tall), (x, feet - tall * 1.2), (x + tall * 0.36, feet - tall)]
        )
        crowd.line([(x, feet - tall * 1.1), (x + 4, feet - tall * 0.6)], 3)
    lay(picture, (28, 32, 44), crowd.cut(0.8))
    wires = Stencil(size)
    for x in (300, 800, 1150, 1700):
        wires.line([(vanish, horizon - 40), (x, 0)], 2.2)
    for y in (90, 330, 480):
        wires.line([(0, y - 30), (vanish, y + 30), (width, y - 40)], 1.8)
    lay(picture, (26, 32, 46), wires.cut(0.6), 0.8)
    _tram(picture, 860, 812, 430)
    return _wet_street(picture, 760)


def _terrace(
    picture: Image.Image, panes: Stencil, side: int, vanish: float, horizon: float
) -> None:
    """Build one side of the street as house fronts that shrink towards the vanishing point."""
    dice = random.Random(f"terrace{side}")
    near = 1.0
    for n in range(7):
        far = near * 0.68
        front, back = (vanish + side * (1080 * depth + 60) for depth in (near, far))
        tall = dice.uniform(760, 980)
        walls = Stencil(picture.size)
        top, end = horizon - tall * near, horizon - tall * far
        walls.polygon(
            [(front, top), (back, end), (back, horizon + 150 * far), (front, horizon + 150 * near)]
        )
        shade = mix((30, 34, 50), (128, 122, 126), n / 7)
        lay(picture, mix(shade, (74, 52, 50), dice.uniform(0, 0.35)), walls.cut(0.6))
        for column in range(4):
            for floor in range(5):
                a, b = ((column + k) / 4 for k in (0.28, 0.72))
                xa, xb = front + (back - front) * a, front + (back - front) * b
                da, db = near + (far - near) * a, near + (far - near) * b
                if floor == 0 or dice.random() < 0.34:
                    low, high = floor * 170 - 90, floor * 170 + (30 if floor else 50)
                    quad = [(xa, horizon - low * da), (xb, horizon - low * db)]
                    quad += [(xb, horizon - high * db), (xa, horizon - high * da)]
                    panes.polygon(
                        quad, dice.randint(150, 255) if floor == 0 else dice.randint(70, 210)
                    )
        near = far


def _tram(picture: Image.Image, x: float, base: float, tall: float) -> None:
    """Drive the tram towards the viewer: cream and green, lamps on, wipers down."""
    half = tall * 0.31
    body, lower, glass = (Stencil(picture.size) for _ in range(3))
    body.polygon(
        [
            (x - half, base),
            (x - half * 1.02, base - tall * 0.3),
            (x - half * 0.86, base - tall * 0.94),
            (x - half * 0.6, base - tall),
            (x + half * 0.6, base - tall),
            (x + half * 0.86, base - tall * 0.94),
            (x + half * 1.02, base - tall * 0.3),
            (x + half, base),
        ]
    )
    shape = body.cut(0.8)
    lay(picture, (222, 214, 190), shape)
    lower.rect(x - half * 1.1, base - tall * 0.36, x + half * 1.1, base)
    lay(picture, (28, 92, 78), ImageChops.multiply(shape, lower.cut()))
    glass.polygon(
        [
            (x - half * 0.86, base - tall * 0.4),
            (x - half * 0.76, base - tall * 0.8),
            (x + half * 0.76, base - tall * 0.8),
            (x + half * 0.86, base - tall * 0.4),
        ]
    )
    pane = glass.cut(0.8)
    lay(picture, (66, 70, 72), pane)
    warm = ImageChops.multiply(pane, fade(picture.size, [(0, 255), (0.4, 255), (0.58, 90), (1, 0)]))
    lay(picture, (255, 218, 150), warm, 0.7)
    _tram_front(picture, pane, x, base, tall)


def _tram_front(
    picture: Image.Image, pane: Image.Image, x: float, base: float, tall: float
) -> None:
    """Seat the riders behind the glass and fit the sign, the bumpers and the headlamps."""
    half, trim = tall * 0.31, Stencil(picture.size)
    riders = Stencil(picture.size)
    for shift, size in ((-0.45, 0.09), (-0.15, 0.08), (0.2, 0.085), (0.5, 0.075)):
        riders.disc(x + half * shift, base - tall * 0.52, half * size * 1.2, half * size * 1.5)
        riders.disc(x + half * shift, base - tall * 0.38, half * size * 2.4, half * 0.26)
    lay(picture, (50, 46, 46), ImageChops.multiply(riders.cut(1), pane))
    for post in (-0.3, 0.3):
        trim.line(
            [(x + half * post, base - tall * 0.4), (x + half * post * 0.9, base - tall * 0.8)], 7
        )
    trim.rect(x - half * 0.5, base - tall * 0.93, x + half * 0.5, base - tall * 0.84)
    trim.rect(x - half * 0.94, base - tall * 0.06, x + half * 0.94, base)
    trim.line([(x, base - tall), (x - 24, base - tall * 1.16), (x + 20, base - tall * 1.3)], 4)
    lay(picture, (26, 32, 38), trim.cut(0.6))
    sign = Stencil(picture.size)
    left, top, unit = x - 12, base - tall * 0.915, 9
    sign.line(
        [
            (left + 2.2 * unit, top + 3 * unit),
            (left + 2.2 * unit, top),
            (left, top + 2 * unit),
            (left + 3 * unit, top + 2 * unit),
        ],
        4,
    )
    lay(picture, (255, 190, 70), sign.cut(0.6))
    for side in (-1, 1):
        glow(picture, (x + side * half * 0.72, base - tall * 0.2), 120, (255, 240, 206), 1.7)


def _wet_street(picture: Image.Image, kerb: int) -> Image.Image:
    """Turn the road into a mirror, lay the rails and let the rain fall."""
    width, height = picture.size
    tram = picture.crop((0, 0, width, 820))
    reflect(picture, kerb, "wet", 7)
    road = (width, height - kerb)
    street = picture.crop((0, kerb, width, height))
    lay(street, (34, 40, 54), fade(road, [(0, 120), (0.5, 90), (1, 170)]))
    cobbles = ground(noise((width * 2, road[1] * 2), "cobbles"), road, 9)
    lay(street, (18, 22, 32), curve(soften(cobbles, 1), 140, 200, 110))
    picture.paste(street, (0, kerb))
    near = Stencil(picture.size)
    near.polygon([(720, 560), (1000, 560), (1010, 814), (716, 814)])
    picture.paste(tram, (0, 0), near.cut(2).crop((0, 0, width, 820)))
    rails = Stencil(picture.size)
    for left, right in ((770, 560), (950, 1000), (1090, 1500), (1150, 1800)):
        rails.line([(left, 818 if left < 1000 else 770), (right, height)], 5)
    lay(picture, (206, 196, 184), rails.cut(1), 0.55)
    rain = Stencil(picture.size)
    dice = random.Random("rain")
    for _ in range(650):
        x, y, long = dice.uniform(0, width), dice.uniform(0, height), dice.uniform(18, 66)
        rain.line([(x, y), (x - long * 0.16, y + long)], 1.2, dice.randint(40, 130))
    lay(picture, (222, 226, 232), rain.cut(0.7), 0.6)
    return finish(picture, "tram", 0.11)
