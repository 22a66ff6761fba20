"""What a picture file says of itself, and in which of its blocks: XMP before IIM before EXIF.

The order is that of the IPTC Photo Metadata Standard. A block that cannot be read takes nothing
from the others: what is wrong with it stands in `troubles`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import IO, Any

from PIL import Image

from . import exif, iim, xmp
from .containers import photoshop
from .containers.blocks import Blocks, Damaged
from .containers.find import find
from .inspect import FORMATS
from .regions import Size
from .values import Found, Licensor, Origin, Region, Taken, Values

MOST_BLOCKS = 16  # of one kind


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields of the IPTC standard that the house uses, each with its origin."""

    creators: Found[tuple[str, ...]] | None = None
    credit_line: Found[str] | None = None
    copyright_notice: Found[str] | None = None
    source: Found[str] | None = None
    caption: Found[str] | None = None
    headline: Found[str] | None = None
    title: Found[str] | None = None
    alt_text: Found[str] | None = None
    long_description: Found[str] | None = None
    instructions: Found[str] | None = None
    date_created: Found[Taken] | None = None
    usage_terms: Found[str] | None = None
    web_statement: Found[str] | None = None
    licensors: Found[tuple[Licensor, ...]] | None = None
    digital_source_type: Found[str] | None = None
    data_mining: Found[str] | None = None
    city: Found[str] | None = None
    country: Found[str] | None = None
    country_code: Found[str] | None = None
    keywords: Found[tuple[str, ...]] | None = None
    job_id: Found[str] | None = None
    regions: Found[tuple[Region, ...]] | None = None
    people: Found[tuple[str, ...]] | None = None
    ai_system: Found[str] | None = None
    orientation: int = 1
    has_c2pa: bool = False
    troubles: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What was found, fit for JSON: {"title": {"value": "...", "origin": "xmp"}, ...}."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: _plain(value) for name, value in found.items() if value is not None}


def read(file: IO[bytes]) -> Metadata:
    """All that the file's blocks say. Never raises: a file that is no picture says nothing."""
    blocks = find(file)
    tiffs = _tiffs(blocks)
    found: dict[str, Any] = {}
    for origin, values in _all(blocks, tiffs, _Size(file)):
        for field in fields(values):
            value = getattr(values, field.name)
            if value and field.name not in found:
                found[field.name] = Found(value, origin)
    turned = next((tiff.number(exif.ORIENTATION) for tiff in tiffs), None)
    return Metadata(
        **found,
        orientation=turned if turned and turned <= 8 else 1,
        has_c2pa=blocks.has_c2pa,
        troubles=tuple(blocks.troubles),
    )


def _tiffs(blocks: Blocks) -> list[exif.Tiff]:
    """The EXIF blocks; the XMP and IIM that some programs put there join the others."""
    tiffs = []
    for data in blocks.exif[:MOST_BLOCKS]:
        try:
            tiff = exif.Tiff(data)
        except Damaged:
            blocks.trouble("The EXIF block is damaged.")
            continue
        if not tiff.is_whole:
            blocks.trouble("The EXIF block is damaged.")
        blocks.xmp += filter(None, [tiff.raw(exif.XMP)])
        blocks.iim += filter(None, [tiff.raw(exif.IIM)])
        photoshop.read(tiff.raw(exif.RESOURCES), blocks)
        tiffs.append(tiff)
    return tiffs


def _all(blocks: Blocks, tiffs: list[exif.Tiff], size: Size) -> Iterator[tuple[Origin, Values]]:
    """What each block says, the most trusted first."""
    for data in blocks.xmp[:MOST_BLOCKS]:
        values, whole = xmp.read(data, size)
        yield "xmp", values
        if not whole:
            blocks.trouble("The XMP packet is damaged.")
    for data in blocks.iim[:MOST_BLOCKS]:
        values, whole = iim.read(data)
        yield "iim", values
        if not whole:
            blocks.trouble("The IPTC-IIM block is damaged.")
    for tiff in tiffs:
        yield "exif", exif.values(tiff)


class _Size:
    """The stored width and height, looked up only when somebody asks."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __call__(self) -> tuple[int, int]:
        """Raises ValueError for a file that Pillow cannot open."""
        try:
            self._file.seek(0)
            return Image.open(self._file, formats=list(FORMATS)).size
        except Exception as error:  # Pillow raises many kinds for broken files
            raise ValueError("no size") from error


def _plain(value: Any) -> Any:
    """Dataclasses as dicts, tuples as lists, all the way down."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
