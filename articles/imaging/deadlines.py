"""Dates and spans of time in agencies' instructions, where they can be read in one way only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone, tzinfo

NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "one ein einem einen eine einer un une",
            "two zwei deux",
            "three drei trois",
            "four vier quatre",
            "five fünf cinq",
            "six sechs",
            "seven sieben sept",
            "eight acht huit",
            "nine neun neuf",
            "ten zehn dix",
        ),
        start=1,
    )
    for word in words.split()
} | {"twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60}
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner janvier",
            "february feb februar février fevrier",
            "march mar märz maerz mars",
            "april apr avril",
            "may mai",
            "june jun juni juin",
            "july jul juli juillet",
            "august aug août aout",
            "september sep sept septembre",
            "october oct oktober okt octobre",
            "november nov novembre",
            "december dec dezember dez décembre decembre",
        ),
        start=1,
    )
    for name in names.split()
}
HOURS = {"hour": 1, "day": 24, "week": 168, "month": 720, "year": 8760}
UNITS = {
    **{"hour": "hour", "hours": "hour", "hrs": "hour", "stunden": "hour", "heures": "hour"},
    **{"day": "day", "days": "day", "tag": "day", "tage": "day", "tagen": "day"},
    **{"jour": "day", "jours": "day", "week": "week", "weeks": "week", "woche": "week"},
    **{"wochen": "week", "semaine": "week", "semaines": "week"},
    **{"month": "month", "months": "month", "monat": "month", "monate": "month"},
    **{"monaten": "month", "mois": "month", "year": "year", "years": "year"},
    **{"jahr": "year", "jahre": "year", "jahren": "year", "an": "year", "ans": "year"},
}
AMOUNT = r"(?P<amount>\d{1,4}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
UNIT = r"(?P<unit>" + "|".join(sorted(UNITS, key=len, reverse=True)) + ")"
SPAN = re.compile(rf"\b{AMOUNT}(?:\s*\(\d+\))?[\s-]*(?:calendar\s+)?{UNIT}\b", re.IGNORECASE)
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag),?"
)
DAYS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)(?!\d)"),
    re.compile(r"(?P<day>\d\d?)\.\s?(?P<month>\d\d?)\.\s?(?P<year>\d{4})(?!\d)"),
    re.compile(r"(?P<slash>(?P<day>\d\d?)/(?P<month>\d\d?)/(?P<year>\d{4}))(?!\d)"),
    re.compile(
        rf"(?P<day>\d\d?)(?:st|nd|rd|th|\.)?(?:\s+of)?[\s-]+(?P<month>{MONTH})\b\.?,?"
        rf"[\s-]+(?P<year>\d{{4}})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<month>{MONTH})\b\.?\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)",
        re.IGNORECASE,
    ),
)
CLOCK = re.compile(
    r"^[\s,]*(?:at|um|à)?\s*(?:T)?(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)\s*"
    r"(?:hrs|hours|uhr|h)?\s*(?P<zone>gmt|utc|z|cest|cet|mesz|mez|bst|edt|est|[+-]\d\d:?\d\d)?\b",
    re.IGNORECASE,
)
CLOCK_BEFORE = re.compile(
    r"(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)\s*(?:hrs|hours|uhr|h)?\s*"
    r"(?P<zone>gmt|utc|z|cest|cet|mesz|mez|bst|edt|est|[+-]\d\d:?\d\d)?"
    rf"[\s,]*(?:on|am|le|of)?\s*(?:{WEEKDAY})?\s*$",
    re.IGNORECASE,
)
ZONES = {"gmt": 0, "utc": 0, "z": 0, "bst": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2} | {
    "est": -5,
    "edt": -4,
}


def span(text: str) -> timedelta | None:
    """The shortest span of time that the text names; a month has 30 days, a year 365."""
    found = [
        timedelta(hours=_number(one["amount"]) * HOURS[UNITS[one["unit"].lower()]])
        for one in SPAN.finditer(text)
    ]
    return min((length for length in found if length), default=None)


def moments(text: str) -> Iterator[tuple[int, int, date | datetime]]:
    """Each date in the text with where it begins and ends: a datetime where a time stands by.

    The time is aware only where its zone is said. 03/04/2026 may be two days: it is passed over.
    """
    for form in DAYS:
        for found in form.finditer(text):
            if day := _day(found):
                start, end, clock = _clock(text, found.start(), found.end())
                yield start, end, datetime.combine(day, clock) if clock else day


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word.lower()]


def _day(found: re.Match[str]) -> date | None:
    month = found["month"]
    number = int(month) if month.isdigit() else MONTHS[month.lower()]
    day = int(found["day"])
    if found.groupdict().get("slash"):
        if day <= 12 and number <= 12 and day != number:
            return None
        if number > 12:
            day, number = number, day
    try:
        return date(int(found["year"]), number, day)
    except ValueError:
        return None


def _clock(text: str, start: int, end: int) -> tuple[int, int, time | None]:
    if after := CLOCK.match(text[end:]):
        return start, end + after.end(), _time(after)
    if before := CLOCK_BEFORE.search(text[max(0, start - 60) : start]):
        return start - len(before[0]), end, _time(before)
    return start, end, None


def _time(found: re.Match[str]) -> time:
    return time(int(found["hour"]), int(found["minute"]), tzinfo=_zone(found["zone"]))


def _zone(name: str | None) -> tzinfo | None:
    if not name:
        return None
    if name[0] in "+-":
        digits = name[1:].replace(":", "")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return timezone(offset if name[0] == "+" else -offset) if offset < DAY else None
    return timezone(timedelta(hours=ZONES[name.lower()]))


DAY = timedelta(hours=24)
