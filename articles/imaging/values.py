"""What a picture file can say of itself, and where it says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

Origin = Literal["xmp", "iim", "exif"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value and the block of the file that gave it."""

    value: T
    origin: Origin


@dataclass(frozen=True, slots=True)
class Taken:
    """When a picture was made, no more precise than its maker said.

    `iso` is ISO 8601 cut to the precision ("2024", "2024-05-17", "2024-05-17T09:30:12.25+02:00");
    `precision` is year, month, day, minute or second; `offset` is "+02:00", "Z" or "" where the
    file names no time zone.
    """

    iso: str
    precision: str
    offset: str = ""


@dataclass(frozen=True, slots=True)
class Licensor:
    """Who sells or grants the right to use the picture."""

    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the picture: its box as shares (0 to 1) of the stored width and height."""

    x: float
    y: float
    w: float
    h: float
    role: str = ""
    name: str = ""

    def upright(self, orientation: int) -> Region:
        """The same part once the picture stands as its EXIF Orientation (1 to 8) says."""
        left, top, right, bottom = self.x, self.y, 1 - self.x - self.w, 1 - self.y - self.h
        x, y, w, h = {
            2: (right, top, self.w, self.h),
            3: (right, bottom, self.w, self.h),
            4: (left, bottom, self.w, self.h),
            5: (top, left, self.h, self.w),
            6: (bottom, left, self.h, self.w),
            7: (bottom, right, self.h, self.w),
            8: (top, right, self.h, self.w),
        }.get(orientation, (left, top, self.w, self.h))
        return Region(max(0.0, x), max(0.0, y), w, h, self.role, self.name)


@dataclass(frozen=True, slots=True)
class Values:
    """What one block of a file says; an empty value where it says nothing."""

    creators: tuple[str, ...] = ()
    credit_line: str = ""
    copyright_notice: str = ""
    source: str = ""
    caption: str = ""
    headline: str = ""
    title: str = ""
    alt_text: str = ""
    long_description: str = ""
    instructions: str = ""
    date_created: Taken | None = None
    usage_terms: str = ""
    web_statement: str = ""
    licensors: tuple[Licensor, ...] = ()
    digital_source_type: str = ""
    data_mining: str = ""
    city: str = ""
    country: str = ""
    country_code: str = ""
    keywords: tuple[str, ...] = ()
    job_id: str = ""
    regions: tuple[Region, ...] = ()
    people: tuple[str, ...] = ()
    ai_system: str = ""
