"""Pictures of the country: fields, hills and the burnt forest."""

import itertools
import math
import random

from PIL import Image, ImageChops

from cms.demo.canvas import (
    Colour,
    Point,
    Stencil,
    clouds,
    curve,
    fade,
    finish,
    glow,
    gradient,
    lay,
    mix,
    ridge,
    soften,
)


def fields_aerial() -> Image.Image:
    """The Aver valley from the air: fields, hedges, lanes and the river."""
    size = _width, _height = 1500, 1500
    picture = Image.new("RGB", size, (104, 120, 66))
    furrows, hedges, trees = Stencil(size), Stencil(size), Stencil(size)
    _plots(picture, furrows, hedges, trees)
    lay(picture, (60, 62, 36), furrows.cut(0.5), 0.3)
    patches = clouds(size, "soil", 8, 8)
    lay(picture, (52, 66, 34), curve(patches, 140, 250, 120))
    lay(picture, (240, 226, 160), curve(patches, 110, 20, 90))
    lay(picture, (52, 72, 40), hedges.cut(0.7))
    _river(picture)
    _woods(picture, trees)
    lay(picture, (36, 46, 60), curve(soften(clouds(size, "shade", 3, 3), 6), 150, 215, 110))
    lay(picture, (255, 236, 190), curve(clouds(size, "sun", 2, 2, 2), 150, 250, 50))
    return finish(picture, "fields", 0.1, 0.25)


def _plots(picture: Image.Image, furrows: Stencil, hedges: Stencil, trees: Stencil) -> None:
    """Paint every plot with its crop, and note its furrows, its hedge and the trees in that."""
    dice = random.Random("fields")
    whole = [(-60.0, -60.0), (1560.0, -60.0), (1560.0, 1560.0), (-60.0, 1560.0)]
    paints: list[Colour] = [
        (150, 160, 78),
        (112, 138, 68),
        (196, 178, 104),
        (84, 116, 62),
        (214, 200, 140),
    ]
    paints += [(134, 108, 74), (162, 142, 92), (96, 130, 84), (182, 186, 96), (72, 100, 60)]
    crops: dict[Colour, Stencil] = {paint: Stencil(picture.size) for paint in paints}
    for plot in _divide(whole, dice, 7):
        crops[dice.choice(paints)].polygon(plot)
        if dice.random() < 0.6:
            _plough(furrows, plot, dice)
        hedges.line([*plot, plot[0]], dice.choice((2.0, 4.5, 6.0)))
        _plant(trees, plot, dice)
    for paint, stencil in crops.items():
        lay(picture, paint, stencil.cut(0.6))


def _plant(trees: Stencil, plot: list[Point], dice: random.Random) -> None:
    """Plant trees along the sides of a plot."""
    for a, b in itertools.pairwise(plot):
        for _ in range(dice.choice((0, 3, 14))):
            t = dice.random()
            x, y = a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t
            trees.disc(x, y, dice.uniform(4, 11))


def _woods(picture: Image.Image, trees: Stencil) -> None:
    """Cover the wild patches with woods, and give these and the single trees their shadows."""
    wood = ImageChops.multiply(
        curve(clouds(picture.size, "wood", 4, 4), 194, 204),
        curve(clouds(picture.size, "crowns", 70, 70, 3), 40, 110),
    )
    crowns = trees.cut(0.6)
    for shift, shade in (((9, 11), (30, 42, 30)), ((0, 0), (58, 84, 46))):
        lay(picture, shade, ImageChops.offset(wood, *shift), 0.9)
        lay(picture, shade, ImageChops.offset(crowns, *shift), 0.95)


def _divide(plot: list[Point], dice: random.Random, times: int) -> list[list[Point]]:
    """Divide a four-sided plot again and again along slightly crooked lines."""
    if times == 0 or (times < 4 and dice.random() < 0.12):
        return [plot]
    a, b, c, d = plot
    if math.dist(a, b) + math.dist(c, d) < math.dist(b, c) + math.dist(d, a):
        a, b, c, d = b, c, d, a
    s, t = dice.uniform(0.34, 0.66), dice.uniform(0.34, 0.66)
    top = (a[0] + (b[0] - a[0]) * s, a[1] + (b[1] - a[1]) * s)
    low = (d[0] + (c[0] - d[0]) * t, d[1] + (c[1] - d[1]) * t)
    return _divide([a, top, low, d], dice, times - 1) + _divide([top, b, c, low], dice, times - 1)


def _plough(furrows: Stencil, plot: list[Point], dice: random.Random) -> None:
    """Draw furrows parallel to two sides of a plot."""
    a, b, c, d = plot if dice.random() < 0.5 else [*plot[1:], plot[0]]
    count = max(4, int(math.dist(a, b) / dice.choice((6, 9, 12))))
    for n in range(1, count):
        t = n / count
        start = (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
        end = (d[0] + (c[0] - d[0]) * t, d[1] + (c[1] - d[1]) * t)
        furrows.line([start, end], 1.6)


def _river(picture: Image.Image) -> None:
    """Wind the river through the fields with trees along its banks, and a lane across it."""
    course = [
        (x, 760 + math.sin(x / 210) * 170 + math.sin(x / 83) * 46 - x * 0.14)
        for x in range(-20, 1540, 8)
    ]
    bank, water, light, lane = (Stencil(picture.size) for _ in range(4))
    bank.line(course, 74)
    water.line(course, 44)
    light.line([(x, y - 7) for x, y in course], 12)
    rough = curve(clouds(picture.size, "bank", 50, 50, 3), 40, 120)
    lay(picture, (62, 88, 48), ImageChops.multiply(bank.cut(4), rough))
    lay(picture, (74, 108, 122), water.cut(1))
    lay(picture, (150, 178, 182), light.cut(5), 0.7)
    lane.line([(1180 - y * 0.3 + math.sin(y / 160) * 30, y) for y in range(-20, 1540, 20)], 9)
    lay(picture, (216, 206, 182), lane.cut(0.8))


def mountains_haze() -> Image.Image:
    """The Hallin Hills at evening, one range behind another."""
    size = width, height = 2400, 1600
    stops = [(0.0, (94, 128, 164)), (0.3, (170, 180, 186)), (0.5, (244, 208, 166))]
    picture = gradient(size, [*stops, (1.0, (250, 214, 170))])
    lay(picture, (252, 236, 220), curve(clouds(size, "hill-sky", 3, 10), 130, 240, 190))
    glow(picture, (1680, 620), 1000, (255, 214, 150), 2)
    sun = Stencil(size)
    sun.disc(1680, 560, 62)
    lay(picture, (255, 246, 222), sun.cut(1.5))
    for n in range(8):
        near = n / 7
        base = 830 + n * n * 9 + n * 52
        crest = ridge(width, base, 420 - n * 18, f"hill{n}", 2 + n // 2, 0.5 - near * 0.06)
        hill = Stencil(size)
        hill.polygon([*crest, (width, height), (0, height)])
        mask = hill.cut(1.6 - near)
        top = mix((214, 176, 160), (22, 40, 54), near**0.85)
        haze = mix((250, 212, 170), (54, 78, 88), near)
        start = max(0.0, (base - 330) / height)
        fill = gradient(size, [(0, top), (start, top), (min(0.99, start + 0.22), haze), (1, haze)])
        lay(picture, fill, mask)
        folds = curve(clouds(size, f"fold{n}", 10, 12, 4), 130, 230, 50)
        lay(picture, (20, 34, 50), ImageChops.multiply(folds, mask))
        if n >= 6:
            _pines(picture, crest, n, top)
    return finish(picture, "hills", 0.1)


def _pines(picture: Image.Image, crest: list[Point], rank: int, shade: Colour) -> None:
    """Plant pines along a crest."""
    dice = random.Random(f"pines{rank}")
    grove = Stencil(picture.size)
    for x, y in crest:
        if dice.random() < 0.55:
            tall = dice.uniform(40, 120) * (0.55 if rank == 6 else 1.15)
            for level in range(4):
                top, wide = y - tall + level * tall * 0.2, tall * (0.09 + level * 0.055)
                grove.polygon(
                    [(x, top), (x + wide, top + tall * 0.32), (x - wide, top + tall * 0.32)]
                )
            grove.line([(x, y - tall * 0.3), (x, y + 14)], tall * 0.05)
    lay(picture, mix(shade, (10, 20, 30), 0.4), grove.cut(0.7))


def burnt_forest() -> Image.Image:
    """Tarn Forest after the fire: black trunks, smoke and the first green."""
    size = width, height = 1600, 2000
    stops = [(0.0, (112, 84, 72)), (0.35, (196, 146, 108)), (0.62, (232, 196, 150))]
    picture = gradient(size, [*stops, (0.72, (190, 164, 138)), (1.0, (54, 46, 42))])
    glow(picture, (1080, 620), 760, (255, 196, 120), 2)
    sun = Stencil(size)
    sun.disc(1080, 620, 74)
    lay(picture, (255, 226, 170), sun.cut(3))
    for n in range(5):
        near = n / 4
        floor = 1370 + n * n * 26
        earth = Stencil(size)
        earth.polygon([*ridge(width, floor, 70, f"ash{n}", 5), (width, height), (0, height)])
        shade = mix((206, 170, 136), (26, 22, 22), near**0.7)
        wood = Stencil(size)
        dice = random.Random(f"trunks{n}")
        for _ in range((34, 22, 13, 8, 5)[n]):
            _trunk(wood, dice, dice.uniform(-20, width + 20), floor + 30, 10 + n * n * 5.2)
        lay(picture, shade, earth.cut(2))
        lay(picture, mix(shade, (20, 16, 16), 0.25), wood.cut(1.4 - near))
        smoke = ImageChops.multiply(
            curve(clouds(size, f"smoke{n}", 3, 7), 100, 230, 200),
            fade(size, [(0, 60), (0.55, 150), (0.8, 150), (0.95, 0), (1, 0)]),
        )
        lay(picture, mix((236, 206, 170), (150, 130, 116), near), smoke, 0.75 - near * 0.4)
    ash = ImageChops.multiply(
        curve(clouds(size, "cinders", 40, 70, 4), 150, 235, 120),
        fade(size, [(0, 0), (0.76, 0), (0.86, 255), (1, 200)]),
    )
    lay(picture, (170, 158, 146), ash)
    _shoots(picture)
    return finish(picture, "burnt", 0.12, 0.4)


def _trunk(wood: Stencil, dice: random.Random, x: float, base: float, thick: float) -> None:
    """Stand one burnt trunk with the stubs of its branches."""
    lean, tall = dice.uniform(-60, 60), dice.uniform(900, 1700)
    top = base - tall
    wood.polygon(
        [
            (x - thick * 0.85, base + 20),
            (x + thick * 0.85, base + 20),
            (x + lean + thick * 0.25, top),
            (x + lean, top - thick),
            (x + lean - thick * 0.3, top + 20),
        ]
    )
    for _ in range(dice.randint(4, 10)):
        t = dice.uniform(0.35, 0.97)
        px, py = x + lean * t, base - tall * t
        side = dice.choice((-1, 1))
        long = dice.uniform(2.5, 8) * thick * (1.15 - t * 0.7)
        bend = (px + side * long * 0.6, py - long * 0.2)
        tip = (px + side * long, py - long * dice.uniform(-0.1, 0.7))
        wood.line([(px, py), bend], thick * 0.22)
        wood.line([bend, tip], thick * 0.11)


def _shoots(picture: Image.Image) -> None:
    """Push the first ferns and willowherb up through the ash."""
    dice = random.Random("shoots")
    for shade, count in (((70, 98, 52), 70), ((122, 152, 70), 60), ((196, 108, 148), 40)):
        plants = Stencil(picture.size)
        for _ in range(count):
            near = dice.random() ** 0.6
            x, y, tall = dice.uniform(0, 1600), 1640 + near * 350, 24 + near * 80
            if shade[0] > 180:
                for n in range(7):
                    plants.disc(
                        x + dice.uniform(-3, 3),
                        y - tall * (0.9 + n * 0.07),
                        3.2 + near * 5 - n * 0.4,
                    )
                continue
            for blade in range(7):
                angle = (blade - 3) * 0.32 + dice.uniform(-0.1, 0.1)
                tip = (x + math.sin(angle) * tall, y - math.cos(angle) * tall)
                bow = ((x + tip[0]) / 2 + math.sin(angle) * 4, (y + tip[1]) / 2 - tall * 0.12)
                plants.line([(x, y), bow, tip], 1.6 + near * 3)
        lay(picture, shade, plants.cut(0.7), 0.92)
