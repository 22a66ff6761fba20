"""IPTC-IIM: the older datasets, in Photoshop's block. Source: IPTC, IIM specification 4.2."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from . import dates
from .containers.blocks import Damaged
from .text import clean_all, decode
from .values import Values

CHARACTERS = (1, 90)
# What ISO 2022 calls the sets that a file can name instead of UTF-8, by the last letter.
SETS = {
    b"B": "iso8859-2", b"C": "iso8859-3", b"D": "iso8859-4", b"F": "iso8859-7",
    b"G": "iso8859-6", b"H": "iso8859-8", b"L": "iso8859-5", b"M": "iso8859-9",
}  # fmt: skip
MOST_DATASETS = 10_000
LIMITS = {32, 64, 128, 256, 2000}  # bytes of one dataset or another
Dataset = tuple[int, int]


def read(data: bytes) -> tuple[Values, bool]:
    """What the datasets say, and whether they are whole."""
    found: dict[Dataset, list[bytes]] = defaultdict(list)
    whole = True
    try:
        for dataset, value in islice(_datasets(data), MOST_DATASETS):
            found[dataset].append(value)
    except Damaged:
        whole = False
    return _values(found), whole


def _datasets(data: bytes) -> Iterator[tuple[Dataset, bytes]]:
    """Raises Damaged behind the last good one."""
    place = 0
    while place + 5 <= len(data) and any(data[place : place + 5]):
        if data[place] != 0x1C:
            raise Damaged
        dataset = data[place + 1], data[place + 2]
        size = int.from_bytes(data[place + 3 : place + 5], "big")
        place += 5
        if size & 0x8000:  # an extended dataset: so many bytes hold its length
            digits = size & 0x7FFF
            if digits > 8:
                raise Damaged
            size = int.from_bytes(data[place : place + digits], "big")
            place += digits
        if place + size > len(data):
            raise Damaged
        yield dataset, data[place : place + size]
        place += size
    if any(data[place : place + 5]):
        raise Damaged


def _values(found: dict[Dataset, list[bytes]]) -> Values:
    charset = _charset(found.get(CHARACTERS, [b""])[-1])

    def texts(number: int) -> tuple[str, ...]:
        return clean_all(_decode(value, charset) for value in found.get((2, number), ()))

    def text(number: int) -> str:
        """A dataset that must not repeat and does: the last one counts."""
        return next(reversed(texts(number)), "")

    return Values(
        creators=texts(80),
        credit_line=text(110),
        copyright_notice=text(116),
        source=text(115),
        caption=text(120),
        headline=text(105),
        title=text(5),
        instructions=text(40),
        date_created=dates.join(text(55), text(60)),
        city=text(90),
        country=text(101),
        country_code=text(100),
        keywords=texts(25),
        job_id=text(103),
    )


def _charset(escape: bytes) -> str:
    """The single-byte set that 1:90 names, "utf-8", or "" where it names none we know."""
    if escape.strip(b"\0 ").endswith(b"\x1b%G"):
        return "utf-8"
    return SETS.get(escape[-1:], "") if escape[:2] in {b"\x1b-", b"\x1b.", b"\x1b/"} else ""


def _decode(value: bytes, charset: str) -> str:
    if charset in {"", "utf-8"}:
        return decode(value.rstrip(b"\0"), is_cut=charset != "" and len(value) in LIMITS)
    try:
        return value.decode()  # many programs name a set and write UTF-8
    except UnicodeDecodeError:
        return value.decode(charset, "replace")
