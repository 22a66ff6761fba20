"""Parts of the picture that its makers marked: people, products, what must stay in a crop.

Sources: IPTC Photo Metadata Standard, "Image Region"; Metadata Working Group, guidelines 2.0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import isfinite

from .rdf import Node, default, fields, items
from .text import clean
from .values import Region

Size = Callable[[], tuple[int, int]]  # the stored width and height, in pixels
Box = tuple[float, float, float, float]  # left, top, width, height
EXT = "Iptc4xmpExt:"
LEAST = 1e-4  # share of width or height below which a region is a slip of the mouse
MOST = 100
MOST_CORNERS = 1_000


def read(found: dict[str, Node], size: Size) -> tuple[Region, ...]:
    """IPTC's regions, else the Metadata Working Group's; those of impossible shape left out."""
    regions = _read_list(found.get(EXT + "ImageRegion"), _iptc, size)
    if not regions and "mwg-rs:Regions" in found:
        inner = fields(found["mwg-rs:Regions"])
        regions = _read_list(inner.get("mwg-rs:RegionList"), _mwg, size)
    return tuple(regions)


def _read_list(
    node: Node | None, reader: Callable[[dict[str, Node], Size], Region], size: Size
) -> list[Region]:
    regions = []
    for item in items(node)[:MOST] if node else ():
        try:
            regions.append(reader(fields(item), size))
        except (ValueError, ArithmeticError):  # no numbers, no box, no size
            continue
    return regions


def _iptc(parts: dict[str, Node], size: Size) -> Region:
    boundary = fields(parts[EXT + "RegionBoundary"]) if EXT + "RegionBoundary" in parts else {}
    corners = boundary.get(EXT + "rbVertices")
    shape = _text(boundary, EXT + "rbShape")
    wide, high = _unit(_text(boundary, EXT + "rbUnit"), size)
    if shape == "circle":
        box = _circle(boundary, wide, high, size)
    elif shape == "polygon" and corners:
        points = [_point(fields(item)) for item in items(corners)[:MOST_CORNERS]]
        box = _around([(x / wide, y / high) for x, y in points])
    elif shape == "rectangle":
        x, y = _point(boundary)
        w, h = _number(boundary, EXT + "rbW"), _number(boundary, EXT + "rbH")
        box = x / wide, y / high, w / wide, h / high
    else:
        raise ValueError(shape)
    return _region(box, _role(parts), clean(default(parts.get(EXT + "Name"))))


def _circle(boundary: dict[str, Node], wide: float, high: float, size: Size) -> Box:
    """A radius is a share of the width, or in pixels."""
    x, y = _point(boundary)
    across = _number(boundary, EXT + "rbRx") / wide
    width, height = size()
    up = across * width / height
    return x / wide - across, y / high - up, 2 * across, 2 * up


def _mwg(parts: dict[str, Node], size: Size) -> Region:
    area = fields(parts["mwg-rs:Area"]) if "mwg-rs:Area" in parts else {}
    wide, high = _unit(_text(area, "stArea:unit") or "normalized", size)
    x, y = _number(area, "stArea:x") / wide, _number(area, "stArea:y") / high
    if "stArea:d" in area:
        width, height = size()
        w = _number(area, "stArea:d") / wide
        h = w * width / height
    else:
        w, h = _number(area, "stArea:w") / wide, _number(area, "stArea:h") / high
    name = clean(default(parts.get("mwg-rs:Name")))
    return _region((x - w / 2, y - h / 2, w, h), _text(parts, "mwg-rs:Type"), name)


def _unit(unit: str, size: Size) -> tuple[float, float]:
    """What the numbers are to be divided by. Raises ValueError for an unknown unit."""
    if unit in {"relative", "normalized"}:
        return 1, 1
    if unit == "pixel":
        return size()
    raise ValueError(unit)


def _role(parts: dict[str, Node]) -> str:
    """The role's name, else its address in IPTC's vocabulary."""
    roles = items(parts[EXT + "rRole"]) if EXT + "rRole" in parts else []
    return next(filter(None, _words(roles)), "")


def _words(roles: list[Node]) -> Iterator[str]:
    for role in roles:
        parts = fields(role)
        yield clean(default(parts.get(EXT + "Name")))
        yield clean(default(parts.get("xmp:Identifier")))


def _around(points: list[tuple[float, float]]) -> Box:
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across) - min(across), max(down) - min(down)


def _region(box: Box, role: str, name: str) -> Region:
    """Cut to the picture. Raises ValueError where nothing is left."""
    if not all(map(isfinite, box)):
        raise ValueError(box)
    x, y = (min(max(0.0, start), 1.0) for start in box[:2])
    w, h = (min(1.0, box[i] + box[i + 2]) - start for i, start in enumerate((x, y)))
    if w < LEAST or h < LEAST:
        raise ValueError(box)
    return Region(round(x, 6), round(y, 6), round(w, 6), round(h, 6), role, name)


def _point(parts: dict[str, Node]) -> tuple[float, float]:
    return _number(parts, EXT + "rbX"), _number(parts, EXT + "rbY")


def _number(parts: dict[str, Node], name: str) -> float:
    return float(_text(parts, name))


def _text(parts: dict[str, Node], name: str) -> str:
    return clean(default(parts.get(name)))
