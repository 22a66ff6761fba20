"""Dates as XMP, IIM and EXIF write them: read to the precision given, never completed."""

from __future__ import annotations

import re
from datetime import date

from .values import Taken

DATE = re.compile(r"(\d{4})(?:[-:/. ]?(\d\d)(?:[-:/. ]?(\d\d))?)?", re.ASCII)
TIME = re.compile(r"(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9})\d*)?)?", re.ASCII)
OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)", re.ASCII)


def parse(text: str, offset: str = "", fraction: str = "") -> Taken | None:
    """ISO 8601 in XMP's profile, or EXIF's "2024:05:17 09:30:12" with what stands elsewhere."""
    text = text.strip()
    match = DATE.match(text)
    if not match:
        return None
    rest = text[match.end() :]
    if rest and rest[0] not in "Tt :":
        return None
    return join(match[0], rest[1:].strip(), offset, fraction)


def join(day: str, time: str = "", offset: str = "", fraction: str = "") -> Taken | None:
    """A date and what else is known of it; None where the date is none."""
    match = DATE.fullmatch(day.strip())
    dated = _day(match) if match else None
    if dated is None:
        return None
    precision = {4: "year", 7: "month", 10: "day"}[len(dated)]
    if precision != "day":
        return Taken(dated, precision)
    clock = TIME.match(time)
    if not clock or not _is_time(clock):
        return Taken(dated, precision)
    zone = _offset(offset or time[clock.end() :])
    hour, minute, second, decimals = clock.groups()
    if second is None:
        return Taken(f"{dated}T{hour}:{minute}{zone}", "minute", zone)
    decimals = decimals or (fraction if fraction.isdigit() and fraction.isascii() else "")
    exact = f"{second}.{decimals[:9]}" if decimals else second
    return Taken(f"{dated}T{hour}:{minute}:{exact}{zone}", "second", zone)


def _day(match: re.Match[str]) -> str | None:
    """Year, month and day as far as they are not 00; None where there is no such date."""
    year, month, day = match.groups()
    known = [year]
    if month not in {None, "00"}:
        known = [year, month] if day in {None, "00"} else [year, month, day]
    try:
        date(*map(int, [*known, "1", "1"][:3]))
    except ValueError:
        return None
    return "-".join(known)


def _is_time(clock: re.Match[str]) -> bool:
    hour, minute, second, _ = clock.groups()
    return int(hour) < 24 and int(minute) < 60 and int(second or 0) < 60


def _offset(text: str) -> str:
    text = text.strip()
    if text in {"Z", "z"}:
        return "Z"
    match = OFFSET.fullmatch(text)
    if not match or int(match[2]) > 14 or int(match[3]) > 59:
        return ""
    return f"{match[1]}{match[2]}:{match[3]}"
