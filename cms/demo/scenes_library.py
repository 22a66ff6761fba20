"""The picture of the library reading room."""

import math
import random
from collections.abc import Iterator

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
    shine,
    soften,
)


def reading_room() -> Image.Image:
    """The Customs House reading room in afternoon light."""
    size = _width, _height = 1800, 1200
    picture = gradient(
        size, [(0, (70, 56, 48)), (0.4, (122, 96, 74)), (0.7, (96, 68, 48)), (1, (40, 26, 20))]
    )
    _vault(picture)
    panes = _windows(picture)
    for side in (-1, 1):
        _shelves(picture, side)
    _floor(picture)
    lamps: list[tuple[float, float, float]] = []
    for near in (0.3, 0.42, 0.6, 0.9):
        for side in (-1, 1):
            _table(picture, lamps, side, near)
    shafts = Stencil(size)
    for x in (700, 900, 1100):
        shafts.polygon(
            [
                (x - 60, 300),
                (x + 60, 300),
                (x + 20 + (x - 500) * 0.9, 1130),
                (x - 330 + (x - 500) * 0.9, 1130),
            ]
        )
    beam = ImageChops.multiply(shafts.cut(26), fade(size, [(0, 0), (0.25, 170), (0.9, 20), (1, 0)]))
    picture = shine(picture, (190, 160, 112), beam)
    picture = shine(picture, (210, 186, 146), curve(soften(panes, 40), 0, 255, 190))
    for lamp_x, lamp_y, reach in lamps:
        glow(picture, (lamp_x, lamp_y), reach * 2.6, (230, 180, 90), 2)
    return finish(picture, "library", 0.1, 0.45)


def _floor(picture: Image.Image) -> None:
    """Lay the floorboards."""
    size = picture.size
    boards = Stencil(size)
    boards.polygon([(560, 720), (1240, 720), (1800, 1200), (0, 1200)])
    lay(
        picture,
        gradient(size, [(0, (150, 106, 70)), (0.6, (150, 106, 70)), (1, (72, 44, 30))]),
        boards.cut(1),
    )


def _vault(picture: Image.Image) -> None:
    """Span the room with arches and close it with the end wall."""
    size = picture.size
    vault = Stencil(size)
    for n in range(7):
        near = 0.42 * 1.34**n
        arch = [
            (
                900 + math.cos(a / 24 * math.pi) * 640 * near,
                560 - 240 * near - math.sin(a / 24 * math.pi) * 330 * near,
            )
            for a in range(25)
        ]
        vault.line(arch, 12 * near)
    lay(picture, (176, 146, 114), vault.cut(1), 0.6)
    wall = Stencil(size)
    wall.polygon([(560, 250), (1240, 250), (1240, 720), (560, 720)])
    wall.disc(900, 260, 340, 210)
    lay(picture, (150, 124, 98), wall.cut(1.5))


def _windows(picture: Image.Image) -> Image.Image:
    """Open three tall windows in the end wall and return their light."""
    panes, bars = Stencil(picture.size), Stencil(picture.size)
    for x, top in ((700, 300), (900, 240), (1100, 300)):
        panes.rect(x - 66, top, x + 66, 600)
        panes.disc(x, top, 66)
        for shift in (-22, 22):
            bars.line([(x + shift, top - 62), (x + shift, 600)], 4)
        for y in range(top, 600, 52):
            bars.line([(x - 66, y), (x + 66, y)], 4)
    light = panes.cut(0.8)
    lay(picture, (250, 240, 212), light)
    lay(
        picture,
        (196, 206, 206),
        ImageChops.multiply(light, curve(clouds(picture.size, "panes", 9, 9), 120, 230, 150)),
    )
    lay(picture, (92, 72, 56), bars.cut(0.6))
    return light


def _shelves(picture: Image.Image, side: int) -> None:
    """Line one wall with books, row above row, shrinking towards the windows."""
    dice = random.Random(f"shelves{side}")
    wall = Stencil(picture.size)
    wall.polygon(
        [
            (900 + side * 340, 330),
            (900 + side * 900, -60),
            (900 + side * 900, 1200),
            (900 + side * 340, 720),
        ]
    )
    lay(picture, (58, 38, 28), wall.cut(1))
    paints: list[Colour] = [
        (112, 52, 42),
        (70, 76, 62),
        (136, 108, 70),
        (58, 62, 80),
        (154, 130, 96),
        (88, 46, 40),
    ]
    spines = {paint: Stencil(picture.size) for paint in paints}
    for row in range(8):
        for left, right in _places(dice):
            paint = dice.choice(paints)
            top = row + dice.uniform(0.06, 0.3)
            spines[paint].polygon(_spine(side, left, right, top, row + 0.92))
    for paint, stencil in spines.items():
        lay(picture, paint, stencil.cut(0.6))
    rails = Stencil(picture.size)
    rails.line([(900 + side * 340, 522), (900 + side * 900, 560)], 9)
    lay(picture, (176, 136, 88), rails.cut(1))


def _places(dice: random.Random) -> Iterator[tuple[float, float]]:
    """Yield both edges of each book in a row, with a gap here and there.

    The caller's dice are thrown in turn with its own, a book at a time.
    """
    place = 0.01
    while place < 0.99:
        step = 0.007 + 0.013 * place * dice.uniform(0.6, 1.3)
        if dice.random() < 0.94 and int(place * 11) != int((place + step) * 11) - 1:
            yield place, place + step * 0.86
        place += step


def _spine(side: int, left: float, right: float, top: float, low: float) -> list[Point]:
    """Return the corners of a book's back on the wall; a row is 1 high, the wall 1 long."""
    corners = []
    for place, level in ((left, top), (right, top), (right, low), (left, low)):
        ceiling, floor = 340 - 390 * place, 705 + 470 * place
        corners.append((900 + side * (340 + 560 * place), ceiling + (floor - ceiling) * level / 8))
    return corners


def _table(
    picture: Image.Image, lamps: list[tuple[float, float, float]], side: int, near: float
) -> None:
    """Set a long table with two green lamps, open books and a reader."""
    inner, outer = 900 + side * 130 * (near + 0.5), 900 + side * (200 + 560 * near)
    y = 690 + 330 * near
    _boards(picture, inner, outer, side, near)
    pages, shades, stems = (Stencil(picture.size) for _ in range(3))
    for share in (0.28, 0.74):
        x = inner + (outer - inner) * share
        _open_book(pages, x, y, near)
        _lamp(shades, stems, x, y, near)
        lamps.append((x, y - 40 * near, 90 * near + 10))
    lay(picture, (34, 28, 30), stems.cut(0.8))
    _reader(picture, inner + (outer - inner) * 0.52, y, near)
    lay(picture, (236, 226, 198), pages.cut(0.6))
    lay(picture, (46, 110, 82), shades.cut(0.6))


def _boards(picture: Image.Image, inner: float, outer: float, side: int, near: float) -> None:
    """Stand the top of a table on its legs."""
    y = 690 + 330 * near
    top, legs = Stencil(picture.size), Stencil(picture.size)
    top.polygon(
        [
            (inner, y),
            (outer, y),
            (outer + side * 60 * near, y + 54 * near),
            (inner + side * 30 * near, y + 54 * near),
        ]
    )
    legs.rect(
        min(inner, outer) + 30 * near, y + 40 * near, max(inner, outer) - 10 * near, y + 74 * near
    )
    for x in (inner + side * 40 * near, outer):
        legs.line([(x, y + 50 * near), (x, y + 200 * near)], 22 * near)
    lay(picture, (50, 30, 22), legs.cut(0.8))
    lay(picture, mix((150, 104, 66), (126, 78, 46), near), top.cut(0.8))


def _open_book(pages: Stencil, x: float, y: float, near: float) -> None:
    """Lay a book open to the right of a lamp."""
    pages.polygon(
        [
            (x + 40 * near, y + 10 * near),
            (x + 130 * near, y + 10 * near),
            (x + 140 * near, y + 38 * near),
            (x + 42 * near, y + 38 * near),
        ]
    )


def _lamp(shades: Stencil, stems: Stencil, x: float, y: float, near: float) -> None:
    """Stand a lamp on a table, its shade and its stem on a stencil each."""
    shades.polygon(
        [
            (x - 46 * near, y - 62 * near),
            (x + 46 * near, y - 62 * near),
            (x + 34 * near, y - 96 * near),
            (x - 34 * near, y - 96 * near),
        ]
    )
    stems.line([(x, y - 60 * near), (x, y + 16 * near)], 8 * near)


def _reader(picture: Image.Image, body: float, y: float, near: float) -> None:
    """Seat a reader behind a table."""
    reader = Stencil(picture.size)
    reader.disc(body, y - 112 * near, 27 * near, 33 * near)
    reader.disc(body, y - 10 * near, 66 * near, 78 * near)
    # The table hides the reader from the waist down.
    reader.rect(0, y + 12 * near, picture.width, picture.height, ink=0)
    lay(picture, (34, 28, 30), reader.cut(0.8))
