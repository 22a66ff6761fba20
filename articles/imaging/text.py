"""Bytes and characters of strangers made into plain text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from itertools import islice

# What no field can hold: control characters but tab and newline, half surrogate pairs, and the
# two code points that are no characters.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
NEWLINES = re.compile("\r\n?|\x85")
# The five bytes that Windows-1252 leaves open are control characters, as in Latin-1.
WINDOWS = "".join(
    bytes([byte]).decode("latin-1" if byte in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else "cp1252")
    for byte in range(256)
)
STRAY = {0xDC00 + byte: WINDOWS[byte] for byte in range(0x80, 0x100)}
MOST = 1_000  # texts in a list
UTF8_MARK = "\ufeff"


def clean(text: str) -> str:
    """Text without control characters, with plain newlines, without blanks at its ends."""
    return UNPRINTABLE.sub("", NEWLINES.sub("\n", text)).strip().strip(UTF8_MARK).strip()


def clean_all(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts in the order of the file, without the empty ones."""
    return tuple(filter(None, map(clean, islice(texts, MOST))))


def decode(data: bytes, *, is_cut: bool = False) -> str:
    """UTF-8 where the bytes are that, else Windows-1252, the habit of older programs.

    Half a character at the end is dropped where UTF-8 is certain: programs cut at byte limits.
    """
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        begun = data[: error.start]
        if error.reason == "unexpected end of data" and (is_cut or not begun.isascii()):
            return begun.decode()
    return codecs.charmap_decode(data, "strict", WINDOWS)[0]


def decode_mixed(data: bytes) -> str:
    """UTF-8; stray bytes between its characters are read as Windows-1252."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape").translate(STRAY)
