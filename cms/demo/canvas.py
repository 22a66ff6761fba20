"""Brushes shared by the demonstration pictures: gradients, stencils, light, water and grain."""

import math
import random
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Point = tuple[float, float]
Size = tuple[int, int]


class Stencil:
    """A mask drawn at twice its size, so that edges come out smooth."""

    def __init__(self, size: Size) -> None:
        self.image = Image.new("L", (size[0] * 2, size[1] * 2))
        self.pen = ImageDraw.Draw(self.image)

    def polygon(self, points: Sequence[Point], ink: int = 255) -> None:
        """Fill a polygon."""
        self.pen.polygon([(x * 2, y * 2) for x, y in points], fill=ink)

    def line(self, points: Sequence[Point], width: float, ink: int = 255) -> None:
        """Draw a line through the points."""
        doubled = [(x * 2, y * 2) for x, y in points]
        self.pen.line(doubled, fill=ink, width=max(1, round(width * 2)), joint="curve")

    def rect(self, left: float, top: float, right: float, bottom: float, ink: int = 255) -> None:
        """Fill an upright rectangle."""
        if right > left and bottom > top:
            self.pen.rectangle((left * 2, top * 2, right * 2, bottom * 2), fill=ink)

    def disc(self, x: float, y: float, rx: float, ry: float = 0, ink: int = 255) -> None:
        """Fill an ellipse around a centre."""
        ry = ry or rx
        self.pen.ellipse(((x - rx) * 2, (y - ry) * 2, (x + rx) * 2, (y + ry) * 2), fill=ink)

    def cut(self, blur: float = 0) -> Image.Image:
        """Return the finished mask, softened when asked."""
        mask = self.image.reduce(2)
        return soften(mask, blur) if blur else mask


def soften(image: Image.Image, radius: float) -> Image.Image:
    """Blur an image; a wide blur is done small, where it costs little and looks the same."""
    if radius < 8:
        return image.filter(ImageFilter.GaussianBlur(radius))
    small = image.reduce(4).filter(ImageFilter.GaussianBlur(radius / 4))
    return small.resize(image.size, Image.Resampling.BICUBIC)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Blend two colours; share 0 is the first and 1 the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def gradient(size: Size, stops: Sequence[tuple[float, Colour]]) -> Image.Image:
    """Paint a vertical gradient through colour stops placed between 0 and 1."""
    strip = bytearray()
    for step in range(512):
        place = step / 511
        before = max((s for s in stops if s[0] <= place), key=lambda s: s[0])
        after = min((s for s in stops if s[0] >= place), key=lambda s: s[0])
        span = after[0] - before[0]
        strip += bytes(mix(before[1], after[1], (place - before[0]) / span if span else 0))
    column = Image.frombytes("RGB", (1, 512), bytes(strip))
    return column.resize(size, Image.Resampling.BICUBIC)


def fade(size: Size, stops: Sequence[tuple[float, int]]) -> Image.Image:
    """Paint a vertical mask through values placed between 0 and 1."""
    return gradient(size, [(place, (ink, ink, ink)) for place, ink in stops]).getchannel(0)


def noise(size: Size, seed: str) -> Image.Image:
    """Return even grey noise, the same for the same seed."""
    width, height = max(2, size[0]), max(2, size[1])
    return Image.frombytes("L", (width, height), random.Random(seed).randbytes(width * height))


def clouds(size: Size, seed: str, across: int = 6, down: int = 4, octaves: int = 5) -> Image.Image:
    """Return cloudy noise: every octave is finer and fainter than the one before."""
    small = (max(2, size[0] // 2), max(2, size[1] // 2))
    total = Image.new("L", small, 128)
    weight = 0.0
    for octave in range(octaves):
        cells = (across * 2**octave, down * 2**octave)
        layer = noise(cells, f"{seed}{octave}").resize(small, Image.Resampling.BICUBIC)
        weight += 0.55**octave
        total = Image.blend(total, layer, 0.55**octave / weight)
    histogram = total.histogram()
    inks = [ink for ink in range(256) if histogram[ink]]
    low, span = inks[0], max(1, inks[-1] - inks[0])
    table = [max(0, min(255, round((ink - low) * 255 / span))) for ink in range(256)]
    return total.point(table).resize(size, Image.Resampling.BICUBIC)


def curve(mask: Image.Image, low: int, high: int, top: int = 255) -> Image.Image:
    """Stretch a mask so that low becomes nothing and high becomes top."""
    table = [max(0, min(top, round((ink - low) * top / (high - low)))) for ink in range(256)]
    return mask.point(table)


def lay(
    picture: Image.Image, paint: Colour | Image.Image, mask: Image.Image, strength: float = 1
) -> None:
    """Lay a colour or another picture over the picture through a mask."""
    if strength < 1:
        mask = mask.point([round(ink * strength) for ink in range(256)])
    if isinstance(paint, Image.Image):
        picture.paste(paint, (0, 0), mask)
    else:
        picture.paste(paint, (0, 0, *picture.size), mask)


def glow(
    picture: Image.Image, centre: Point, radius: float, colour: Colour, power: float = 2
) -> None:
    """Add a round light that fades with distance."""
    side = max(4, round(radius * 2))
    table = [round(255 * max(0.0, 1 - ink / 178) ** power) for ink in range(256)]
    # Pillow's gradient is full only in the corners; at the middle of a side it has reached 179.
    falloff = Image.radial_gradient("L").point(table).resize((side, side), 3)
    left, top = round(centre[0] - radius), round(centre[1] - radius)
    region = picture.crop((left, top, left + side, top + side))
    light = Image.new("RGB", (side, side))
    light.paste(colour, (0, 0, side, side), falloff)
    picture.paste(ImageChops.screen(region, light), (left, top))


def shine(picture: Image.Image, colour: Colour, mask: Image.Image) -> Image.Image:
    """Return the picture with coloured light added where the mask is bright."""
    light = Image.new("RGB", picture.size)
    light.paste(colour, (0, 0, *picture.size), mask)
    return ImageChops.screen(picture, light)


def ground(texture: Image.Image, size: Size, depth: float = 18) -> Image.Image:
    """Lay a texture flat, so that it runs from the viewer to the top edge as far away."""
    width, height = size
    eye = height / depth
    wide, tall = texture.size
    centre, slope = width / 2, 1 / eye
    coefficients = (
        wide / width,
        wide / 2 * slope,
        wide / 2 - centre * wide / width,
        0,
        0,
        tall - 1,
    )
    return texture.transform(
        size,
        Image.Transform.PERSPECTIVE,
        (*coefficients, 0, slope),
        Image.Resampling.BICUBIC,
    )


def reflect(picture: Image.Image, horizon: int, seed: str, sway: float = 18) -> None:
    """Mirror all above the horizon into the water below it, broken up by ripples."""
    width, height = picture.size
    deep = height - horizon
    above = picture.crop((0, max(0, horizon - deep), width, horizon))
    mirror = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((width, deep))
    smear = mirror.resize((width, max(2, deep // 10)), Image.Resampling.BOX)
    mirror = Image.blend(mirror, smear.resize((width, deep), Image.Resampling.BICUBIC), 0.65)
    dice = random.Random(seed)
    drift = 0.0
    for row in range(0, deep, 2):
        near = row / deep
        drift = drift * 0.7 + dice.uniform(-1, 1) * sway * (0.15 + near)
        wave = math.sin(row**0.72 * 0.9) * sway * near * 0.6
        strip = mirror.crop((0, row, width, row + 2))
        shifted = ImageChops.offset(strip, round(drift + wave), 0)
        picture.paste(shifted, (0, horizon + row))


def ripples(size: Size, seed: str, depth: float = 10) -> Image.Image:
    """Return a mask of waves on open water, small far away and long nearby."""
    width, height = size
    layers = []
    for cell, name in ((1.0, "fine"), (2.6, "wide")):
        texture = noise((round(width / 2 / cell), round(height / cell)), seed + name)
        texture = texture.resize((width * 2, height), Image.Resampling.BICUBIC)
        layers.append(ground(texture, size, depth))
    return soften(Image.blend(layers[0], layers[1], 0.5), 0.9)


def ridge(
    width: int, base: float, rise: float, seed: str, cells: int = 4, rough: float = 0.5
) -> list[Point]:
    """Return the line of a hill range from the left edge to the right."""
    dice = random.Random(seed)
    octaves = [[dice.random() for _ in range(cells * 2**n + 2)] for n in range(6)]
    line: list[Point] = []
    for x in range(0, width + 8, 8):
        height = 0.0
        for n, heights in enumerate(octaves):
            place = x / (width + 8) * cells * 2**n
            left = int(place)
            ease = (1 - math.cos((place - left) * math.pi)) / 2
            height += (heights[left] * (1 - ease) + heights[left + 1] * ease) * rough**n
        line.append((x, base - rise * height / 2))
    return line


def finish(picture: Image.Image, seed: str, grain: float = 0.1, shade: float = 0.35) -> Image.Image:
    """Darken the corners and add film grain, which also hides banding in the gradients."""
    size = picture.size
    table = [round(255 * (1 - shade * (ink / 255) ** 2.4)) for ink in range(256)]
    corners = Image.radial_gradient("L").point(table).crop((28, 28, 228, 228)).resize(size, 3)
    picture = ImageChops.multiply(picture, Image.merge("RGB", (corners,) * 3))
    speck = noise(size, seed + "grain").filter(ImageFilter.GaussianBlur(0.7))
    speck = speck.point([max(0, min(255, round(128 + (v - 128) * grain * 2))) for v in range(256)])
    return ImageChops.soft_light(picture, Image.merge("RGB", (speck,) * 3))
