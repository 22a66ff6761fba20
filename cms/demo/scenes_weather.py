"""Pictures of the open water: the night ferry and the storm on the breakwater."""

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
    shine,
    soften,
)


def night_ferry() -> Image.Image:
    """The night ferry leaving harbour under a low moon."""
    size = width, _height = 1500, 1500
    horizon = 940
    stops = [(0.0, (12, 22, 50)), (0.35, (34, 58, 98)), (0.56, (116, 124, 146))]
    picture = gradient(size, [*stops, (0.63, (206, 164, 142)), (1.0, (206, 164, 142))])
    stars = Stencil(size)
    dice = random.Random("stars")
    for _ in range(170):
        stars.disc(dice.uniform(0, width), dice.uniform(0, 560), dice.uniform(0.6, 1.5))
    lay(
        picture,
        (226, 230, 240),
        ImageChops.multiply(stars.cut(), fade(size, [(0, 230), (0.4, 20), (1, 0)])),
    )
    bank = curve(clouds(size, "ferry-sky", 3, 12), 120, 235, 190)
    lay(
        picture,
        (44, 52, 84),
        ImageChops.multiply(bank, fade(size, [(0, 60), (0.5, 255), (1, 120)])),
    )
    moon = Stencil(size)
    moon.disc(1120, 360, 62)
    glow(picture, (1120, 360), 480, (150, 160, 180), 2.2)
    lay(picture, (246, 240, 222), moon.cut(1))
    lay(
        picture,
        (206, 202, 192),
        ImageChops.multiply(moon.cut(1), curve(clouds(size, "seas", 60, 60, 3), 110, 200)),
        0.6,
    )
    coast = Stencil(size)
    coast.polygon([*ridge(width, horizon, 130, "coast", 4), (width, horizon), (0, horizon)])
    lay(picture, (76, 80, 108), coast.cut(2))
    _ferry(picture, 250, horizon + 6)
    reflect(picture, horizon + 2, "ferry-water", 16)
    return _moonlit_sea(picture, horizon)


def _moonlit_sea(picture: Image.Image, horizon: int) -> Image.Image:
    """Darken the water, and light the moon's path and the wake."""
    width, height = picture.size
    sea = (width, height - horizon)
    water = picture.crop((0, horizon, width, height))
    lay(water, (14, 24, 50), fade(sea, [(0, 30), (0.4, 110), (1, 215)]))
    swell = ripples(sea, "ferry-swell")
    lay(water, (8, 16, 40), curve(swell, 140, 200, 130))
    track = Stencil(sea)
    track.polygon([(1090, 0), (1150, 0), (1260, sea[1]), (980, sea[1])])
    water = shine(water, (206, 206, 200), ImageChops.multiply(curve(swell, 122, 70), track.cut(40)))
    foam = Stencil(sea)
    foam.polygon([(0, 2), (330, 6), (1060, 14), (1200, 10), (1080, 26), (300, 34), (0, 60)])
    water = shine(water, (150, 164, 182), ImageChops.multiply(curve(swell, 150, 80), foam.cut(5)))
    picture.paste(water, (0, horizon))
    return finish(picture, "ferry")


def _ferry(picture: Image.Image, left: float, water: float) -> None:
    """Float the ferry: hull, three rows of lit windows, bridge, funnel and mast."""
    size = picture.size
    hull = Stencil(size)
    edge = [(left - 20, water - 92), (left + 840, water - 92), (left + 960, water - 130)]
    hull.polygon([*edge, (left + 876, water), (left + 24, water)])
    lay(picture, (30, 44, 80), hull.cut(0.6))
    stripe = Stencil(size)
    stripe.polygon(
        [(left + 10, water - 20), (left + 886, water - 20), (left + 876, water), (left + 24, water)]
    )
    lay(picture, (116, 44, 48), stripe.cut(0.6))
    upper = Stencil(size)
    for step, (start, end) in enumerate(((0, 830), (40, 790), (100, 740))):
        y = water - 92 - step * 62
        upper.polygon(
            [(left + start, y), (left + start, y - 58), (left + end - 14, y - 58), (left + end, y)]
        )
    upper.polygon(
        [
            (left + 600, water - 278),
            (left + 600, water - 330),
            (left + 706, water - 330),
            (left + 724, water - 278),
        ]
    )
    lay(picture, (176, 178, 190), upper.cut(0.6))
    _ferry_funnel(picture, left, water)
    _ferry_lights(picture, left, water)


def _ferry_funnel(picture: Image.Image, left: float, water: float) -> None:
    """Add the funnel, the mast and the shadows under the decks."""
    size = picture.size
    dark = Stencil(size)
    dark.polygon(
        [
            (left + 210, water - 270),
            (left + 232, water - 392),
            (left + 330, water - 392),
            (left + 344, water - 270),
        ]
    )
    dark.line([(left + 650, water - 330), (left + 650, water - 436)], 6)
    dark.line([(left + 610, water - 396), (left + 690, water - 396)], 4)
    for step in (150, 212, 274):
        dark.rect(left + step / 4, water - step - 4, left + 810 - step / 4, water - step)
    lay(picture, (60, 62, 84), dark.cut(0.6))
    band = Stencil(size)
    band.rect(left + 226, water - 362, left + 334, water - 330)
    lay(picture, (188, 62, 52), band.cut(0.6))


def _ferry_lights(picture: Image.Image, left: float, water: float) -> None:
    """Light the windows and the lamps of the ferry."""
    size = picture.size
    windows = Stencil(size)
    for step, (start, end) in enumerate(((24, 780), (64, 740), (124, 700))):
        y = water - 134 - step * 62
        for x in range(start, end, 25):
            windows.rect(left + x, y, left + x + 14, y + 18)
    windows.rect(left + 612, water - 322, left + 704, water - 302)
    lit = windows.cut(0.5)
    lay(picture, (255, 214, 140), lit)
    halo = shine(picture, (190, 120, 50), curve(soften(lit, 18), 0, 160))
    picture.paste(halo)
    for lamp_x, lamp_y, colour in (
        (left + 650, water - 440, (255, 244, 220)),
        (left + 930, water - 140, (90, 230, 150)),
    ):
        glow(picture, (lamp_x, lamp_y), 60, colour, 2)


def breakwater_storm() -> Image.Image:
    """A sea breaking over the old breakwater in a gale."""
    size = width, height = 2000, 1125
    stops = [(0.0, (50, 60, 70)), (0.35, (112, 124, 130)), (0.55, (176, 180, 172))]
    picture = gradient(size, [*stops, (1.0, (60, 82, 86))])
    lay(picture, (36, 44, 54), curve(clouds(size, "gale", 3, 5), 110, 220, 225))
    lay(picture, (206, 204, 190), curve(clouds(size, "gale-rift", 3, 8), 175, 250, 120))
    glow(picture, (1500, 560), 760, (196, 188, 160), 2.2)
    for n in range(5):
        wave = Stencil(size)
        crest = ridge(width, 650 + n * n * 11, 60 + n * 26, f"gale-sea{n}", 5 + (4 - n), 0.42)
        wave.polygon([*crest, (width, height), (0, height)])
        shade = ((112, 130, 132), (88, 110, 114), (64, 90, 96), (46, 72, 80), (32, 56, 66))[n]
        lay(picture, shade, wave.cut(1.5))
        foam = ImageChops.multiply(
            curve(clouds(size, f"foam{n}", 22, 64, 4), 150, 215, 210), wave.cut()
        )
        lay(
            picture,
            (210, 218, 214),
            ImageChops.multiply(
                foam, fade(size, [(0, 255), (0.6 + n * 0.06, 200), (0.85, 60), (1, 30)])
            ),
            0.6,
        )
        if n == 2:
            _breakwater(picture)
            _spray(picture, 720, 740, 560, "spray-a")
            _spray(picture, 1130, 740, 300, "spray-b")
            _spray(picture, 300, 730, 220, "spray-c")
    rain = Stencil(size)
    dice = random.Random("gale-rain")
    for _ in range(420):
        x, y, long = dice.uniform(0, width), dice.uniform(0, height), dice.uniform(20, 60)
        rain.line([(x, y), (x - long * 0.7, y + long)], 1, 120)
    lay(picture, (206, 212, 212), rain.cut(1), 0.3)
    return finish(picture, "gale", 0.12)


def _breakwater(picture: Image.Image) -> None:
    """Build the breakwater and the small light at its end."""
    wall = Stencil(picture.size)
    wall.polygon([(0, 650), (1420, 694), (1450, 720), (1470, 820), (0, 860)])
    lay(picture, (62, 62, 62), wall.cut(0.8))
    top = Stencil(picture.size)
    top.polygon([(0, 634), (1420, 686), (1450, 700), (1420, 706), (0, 668)])
    lay(picture, (122, 120, 114), top.cut(0.8))
    stones = ImageChops.multiply(
        curve(clouds(picture.size, "stones", 40, 30, 3), 120, 230, 150), wall.cut()
    )
    lay(picture, (34, 36, 38), stones)
    light = Stencil(picture.size)
    light.polygon([(1346, 690), (1354, 540), (1396, 540), (1404, 690)])
    light.rect(1340, 530, 1410, 542)
    light.polygon([(1352, 500), (1398, 500), (1375, 476)])
    light.line([(1375, 500), (1375, 530)], 34, 120)
    lay(picture, (158, 58, 48), light.cut(0.6))
    glow(picture, (1375, 515), 150, (255, 226, 160), 1.8)


def _spray(picture: Image.Image, x: float, base: float, tall: float, seed: str) -> None:
    """Throw up a breaking wave: jets that bend with the wind, and the mist they leave."""
    dice = random.Random(seed)
    mist, jets, drops = Stencil(picture.size), Stencil(picture.size), Stencil(picture.size)
    for _ in range(130):
        lean = dice.gauss(0, 0.5)
        reach = tall * dice.random() ** 0.55 * (1.1 - min(0.7, abs(lean) * 0.7))
        root = x + lean * tall * 0.7
        for step in range(42):
            rise = step / 41
            px = root + lean * reach * 0.5 * rise + reach * 0.34 * rise**2
            py = base - reach * (1.55 * rise - 0.55 * rise**2)
            jets.disc(px, py, max(1.2, tall * 0.034 * (1 - rise)), ink=235)
            if step % 13 == 0:
                mist.disc(px + tall * 0.05, py, tall * 0.07 * (1.1 - rise), ink=150)
            if dice.random() < 0.12 * rise:
                spread = tall * 0.09
                drops.disc(
                    px + dice.gauss(0, spread), py + dice.gauss(0, spread), dice.uniform(0.7, 2.6)
                )
    haze = ImageChops.multiply(mist.cut(18), curve(clouds(picture.size, seed, 12, 9), 10, 190))
    lay(picture, (168, 180, 182), haze)
    torn = curve(clouds(picture.size, seed + "torn", 26, 16), 70, 170)
    lay(
        picture,
        (122, 140, 144),
        ImageChops.offset(ImageChops.multiply(jets.cut(4), torn), 8, 12),
        0.7,
    )
    lay(picture, (240, 243, 240), ImageChops.multiply(jets.cut(1.6), torn))
    lay(picture, (236, 240, 240), drops.cut(0.7), 0.7)
