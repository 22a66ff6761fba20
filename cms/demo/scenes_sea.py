"""Pictures of the sea: the light in fog and the turbines."""

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
    ridge,
    ripples,
    shine,
)
from cms.demo.gulls import gulls


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
    gulls(birds, "fog-gulls", (180, 620, 640, 980), 5)
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
