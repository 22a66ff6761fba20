"""Content codings: which one a browser wants, and how a page is packed in it (RFC 9110, 8.4)."""

from __future__ import annotations

import gzip
from functools import lru_cache

import brotli

PLAIN = ""
SMALLEST = 200  # bytes below which packing gains nothing
LONGEST = 300  # characters of a header that is remembered
QUALITY = 5  # of brotli: about as quick as gzip, and smaller


def best(header: str) -> str:
    """The coding to answer in: "br", "gzip" or PLAIN."""
    return _best(header) if len(header) <= LONGEST else _weigh(header)


def _weigh(header: str) -> str:
    """The heaviest wins, between equals the smallest answer."""
    weights = dict(map(_weight, header.lower().split(",")))
    others = weights.get("*", 0.0)
    packed = {
        "br": weights.get("br", others),
        "gzip": max(weights.get("gzip", others), weights.get("x-gzip", 0.0)),
    }
    coding = max(packed, key=lambda name: packed[name])
    least = weights.get("identity", 0.0)
    return coding if packed[coding] > 0 and packed[coding] >= least else PLAIN


_best = lru_cache(maxsize=256)(_weigh)


def _weight(part: str) -> tuple[str, float]:
    """A coding with its q value; one that cannot be read counts as refused."""
    name, _, parameter = part.partition(";")
    key, _, value = parameter.partition("=")
    if not parameter.strip():
        return name.strip(), 1.0
    try:
        weight = float(value) if key.strip() == "q" else 0.0
    except ValueError:
        weight = 0.0
    return name.strip(), weight if 0 <= weight <= 1 else 0.0


def pack(body: bytes, coding: str) -> bytes | None:
    """The bytes in this coding; None where that gains nothing."""
    if len(body) < SMALLEST:
        return None
    if coding == "br":
        packed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=QUALITY)
    else:
        packed = gzip.compress(body, compresslevel=6, mtime=0)
    return packed if len(packed) < len(body) else None
