"""Pictures of the sea: the harbour, the light, the turbines, the ferry and the storm."""

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
    lay,
    reflect,
    ridge,
    ripples,
    shine,
)


def _gulls(stencil: Stencil, seed: str, box: tuple[float, float, float, float], count: int) -> None:
    """Scatter gulls through a box."""
    dice = random.Random(seed)
    for _ in range(count):
        x, y = dice.uniform(box[0], box[2]), dice.uniform(box[1], box[3])
        span, lift = dice.uniform(9, 24), dice.uniform(0.25, 0.6)
        wing = [(x - span, y - span * lift * 0.4), (x - span / 2, y - span * lift), (x, y)]
        wing += [(x + span / 2, y - span * lift), (x + span, y - span * lift * 0.3)]
        stencil.line(wing, span / 8)


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


def harbour_dawn() -> Image.Image:
    """Cranes and a container ship in the outer basin at first light."""
    size = width, _height = 2400, 1600
    horizon = 1000
    stops = [(0.0, (38, 58, 92)), (0.25, (92, 108, 140)), (0.45, (206, 150, 132))]
    stops += [(0.58, (250, 196, 128)), (0.64, (255, 222, 160)), (1.0, (255, 222, 160))]
    picture = gradient(size, stops)
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
    for n, shade in enumerate([(196, 152, 142), (150, 122, 130)]):
        hills = Stencil(size)
        crest = ridge(width, horizon - 6, 150 - 60 * n, f"dawn-hill{n}", 3 + n)
        hills.polygon([*crest, (width, horizon), (0, horizon)])
        lay(picture, shade, hills.cut(2))
    for shade, cranes in (
        ((148, 118, 126), [(1290, 210, 1), (1420, 210, 1), (1890, 240, -1), (1760, 190, 1)]),
        ((84, 74, 96), [(1985, 470, -1), (2180, 430, -1)]),
        ((40, 40, 58), [(130, 780, 1), (560, 740, 1), (960, 600, 1)]),
    ):
        stand = Stencil(size)
        for x, tall, facing in cranes:
            _crane(stand, x, horizon - 4, tall, facing)
        lay(picture, shade, stand.cut(0.6))
    _freighter(picture, 210, horizon + 4, 1120)
    reflect(picture, horizon, "dawn-water", 15)
    return _harbour_water(picture, horizon)


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
    _gulls(birds, "dawn-gulls", (1150, 330, 2150, 700), 11)
    quay = [(0, 1600), (0, 1480), (820, 1530), (830, 1600)]
    birds.polygon(quay)
    for x in (150, 430, 700):
        y = 1484 + x * 0.06
        birds.rect(x - 18, y - 44, x + 18, y + 20)
        birds.rect(x - 30, y - 54, x + 30, y - 36)
    lay(picture, (26, 26, 42), birds.cut(0.6))
    return finish(picture, "dawn")


def lighthouse_fog() -> Image.Image:
    """The white tower at Gannet Point with its light on in fog."""
    size = width, height = 1600, 2000
    stops = [(0.0, (92, 112, 124)), (0.4, (150, 166, 170)), (0.75, (196, 202, 196))]
    picture = gradient(size, [*stops, (1.0, (120, 138, 144))])
    lay(picture, (214, 218, 212), curve(clouds(size, "fog", 3, 5), 110, 240, 170))
    lamp = (860.0, 520.0)
    for far, spread in ((-1500, 250), (1500, 190)):
        beam = Stencil(size)
        beam.polygon([(860, 512), (860, 528), (860 + far, 520 + spread), (860 + far, 480 - spread)])
        reach = ImageChops.multiply(beam.cut(14), _sideways_fade(size, lamp[0], 900))
        picture = shine(picture, (186, 172, 124), reach)
    for n in range(3):
        rocks = Stencil(size)
        line = ridge(width, 1560 + n * 110, 330 - n * 70, f"fog-rock{n}", 3 + n, 0.55)
        rocks.polygon([*line, (width, height), (0, height)])
        shade = ((150, 162, 164), (104, 118, 122), (40, 50, 56))[n]
        if n == 1:
            _tower(picture, 860, 1480)
        lay(picture, shade, rocks.cut(2.4 - n))
        texture = curve(clouds(size, f"fog-face{n}", 14, 20), 130, 240, 70)
        lay(picture, (30, 40, 46), ImageChops.multiply(texture, rocks.cut()))
        mist = fade(
            size, [(0, 0), (0.62 + n * 0.05, 30), (0.8 + n * 0.06, 190 - 60 * n), (1, 110 - 50 * n)]
        )
        lay(picture, (200, 207, 204), ImageChops.multiply(mist, clouds(size, f"mist{n}", 3, 6)))
    glow(picture, lamp, 620, (255, 236, 180), 2.2)
    glow(picture, lamp, 130, (255, 250, 226), 1.3)
    birds = Stencil(size)
    _gulls(birds, "fog-gulls", (180, 620, 640, 980), 5)
    lay(picture, (70, 84, 92), birds.cut(1))
    return finish(picture, "fog", 0.14)


def _sideways_fade(size: tuple[int, int], centre: float, reach: float) -> Image.Image:
    """Return a mask bright at a column and dark away from it on both sides."""
    row = bytes(round(255 * max(0.0, 1 - abs(x - centre) / reach) ** 1.3) for x in range(size[0]))
    return Image.frombytes("L", (size[0], 1), row).resize(size)


def _tower(picture: Image.Image, x: float, base: float) -> None:
    """Build the lighthouse: a tapered tower, its gallery and its lantern."""
    size = picture.size
    body = Stencil(size)
    body.polygon([(x - 62, 600), (x + 62, 600), (x + 118, base + 80), (x - 118, base + 80)])
    tower = body.cut(0.8)
    lay(picture, (228, 228, 220), tower)
    bands = Stencil(size)
    for top, bottom in ((770, 950), (1130, 1310)):
        bands.polygon([(x - 200, top), (x + 200, top), (x + 200, bottom), (x - 200, bottom)])
    lay(picture, (150, 66, 58), ImageChops.multiply(tower, bands.cut(1)))
    shadow = Stencil(size)
    shadow.rect(x + 16, 500, x + 300, base + 90)
    lay(picture, (66, 80, 90), ImageChops.multiply(tower, shadow.cut(34)), 0.62)
    metal = Stencil(size)
    metal.rect(x - 92, 584, x + 92, 604)
    metal.polygon([(x - 62, 604), (x + 62, 604), (x + 54, 640), (x - 54, 640)])
    for post in range(-90, 91, 20):
        metal.line([(x + post, 540), (x + post, 590)], 3)
    metal.line([(x - 92, 542), (x + 92, 542)], 4)
    metal.polygon([(x - 60, 456), (x + 60, 456), (x + 30, 414), (x, 400), (x - 30, 414)])
    metal.line([(x, 400), (x, 352)], 5)
    for post in (-50, -17, 17, 50):
        metal.line([(x + post, 456), (x + post, 590)], 5)
    for top in (690, 1030, 1390):
        metal.rect(x - 12, top, x + 12, top + 44)
    glass = Stencil(size)
    glass.rect(x - 50, 456, x + 50, 588)
    lay(picture, (246, 232, 186), glass.cut())
    lay(picture, (58, 66, 72), metal.cut(0.6))


def wind_farm() -> Image.Image:
    """Rows of turbines on the Stell Bank under a clearing sky."""
    size = width, height = 2000, 1125
    horizon = 720
    stops = [(0.0, (96, 142, 176)), (0.4, (160, 190, 204)), (0.64, (232, 226, 210))]
    picture = gradient(size, [*stops, (1.0, (232, 226, 210))])
    lay(picture, (248, 244, 236), curve(clouds(size, "farm", 4, 7), 120, 225, 235))
    lay(picture, (120, 140, 160), curve(clouds(size, "farm-low", 4, 10), 165, 250, 120))
    glow(picture, (420, 640), 900, (255, 226, 170), 2.2)
    water = gradient(
        (width, height - horizon), [(0, (178, 192, 192)), (0.3, (96, 132, 144)), (1, (28, 66, 84))]
    )
    swell = ripples(water.size, "farm-sea")
    lay(water, (16, 46, 64), curve(swell, 140, 215, 190))
    lay(water, (196, 210, 204), curve(swell, 100, 40, 110))
    picture.paste(water, (0, horizon))
    lay(picture, (238, 230, 212), fade(size, [(0, 0), (0.52, 0), (0.64, 170), (0.70, 0), (1, 0)]))
    dice = random.Random("farm")
    rows = [(0.11, 22, 0.72), (0.2, 12, 0.5), (0.38, 7, 0.28), (0.8, 3, 0.0)]
    for scale, count, haze in rows:
        stand, side, feet = Stencil(size), Stencil(size), Stencil(size)
        for n in range(count):
            x = width * (n + 0.5 + dice.uniform(-0.12, 0.12)) / count + scale * 90
            base = horizon + scale * scale * 150
            _turbine(stand, side, x, base, 620 * scale, dice.uniform(0, 2.1))
            feet.rect(x - scale * 18, base - scale * 40, x + scale * 18, base)
        lay(picture, _hazy((244, 244, 240), haze), stand.cut(0.4))
        lay(picture, _hazy((136, 152, 164), haze), side.cut(0.4))
        lay(picture, _hazy((206, 160, 52), haze), feet.cut(0.4))
    boat = Stencil(size)
    boat.polygon([(760, 772), (862, 772), (850, 794), (774, 794)])
    boat.rect(812, 748, 840, 772)
    boat.line([(822, 748), (822, 722)], 2)
    lay(picture, (150, 62, 48), boat.cut(0.5))
    return finish(picture, "farm", 0.1, 0.28)


def _hazy(colour: Colour, haze: float) -> Colour:
    """Move a colour towards the haze over the horizon."""
    red, green, blue = (
        round(c + (h - c) * haze) for c, h in zip(colour, (222, 220, 210), strict=True)
    )
    return red, green, blue


def _turbine(
    stand: Stencil, side: Stencil, x: float, base: float, tall: float, turn: float
) -> None:
    """Raise one turbine, its shaded side on a stencil of its own."""
    hub = base - tall
    thick = tall * 0.018
    stand.polygon(
        [(x - thick, base), (x + thick, base), (x + thick * 0.6, hub), (x - thick * 0.6, hub)]
    )
    side.polygon(
        [(x + thick * 0.2, base), (x + thick, base), (x + thick * 0.6, hub), (x + thick * 0.2, hub)]
    )
    for blade in range(3):
        angle = turn + blade * math.tau / 3
        reach = tall * 0.6
        tip = (x + math.sin(angle) * reach, hub - math.cos(angle) * reach)
        wide = (math.cos(angle) * thick * 1.5, math.sin(angle) * thick * 1.5)
        mid = (x + (tip[0] - x) * 0.22, hub + (tip[1] - hub) * 0.22)
        stand.polygon([(x, hub), (mid[0] + wide[0], mid[1] + wide[1]), tip, (x, hub)])
        side.polygon([(x, hub), tip, (mid[0] - wide[0] * 0.4, mid[1] - wide[1] * 0.4)])
    stand.disc(x, hub, thick * 1.5)
