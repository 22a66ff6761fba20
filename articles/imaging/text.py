"""Bytes and characters of strangers made into plain text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

# What no field can hold: control characters but tab and newline, half surrogate pairs, and the
# two code points that are no characters.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
NEWLINES = re.compile("\r\n?|\x85")
UTF8_MARK = "\ufeff"


def clean(text: str) -> str:
    """Text without control characters, with plain newlines, without blanks at its ends."""
    return UNPRINTABLE.sub("", NEWLINES.sub("\n", text)).strip().strip(UTF8_MARK).strip()


def clean_all(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, in the order of the file, without the empty ones."""
    return tuple(dict.fromkeys(filter(None, map(clean, texts))))


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
    return data.decode("cp1252", "byline-latin")


def decode_mixed(data: bytes) -> str:
    """UTF-8; stray bytes between its characters are read as Windows-1252."""
    return data.decode("utf-8", "byline-stray")


def _latin(error: UnicodeError) -> tuple[str, int]:
    """The five bytes that Windows-1252 leaves open are control characters in Latin-1."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


def _stray(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    stray = error.object[error.start : error.start + 1]
    return stray.decode("cp1252", "byline-latin"), error.start + 1


codecs.register_error("byline-latin", _latin)
codecs.register_error("byline-stray", _stray)
