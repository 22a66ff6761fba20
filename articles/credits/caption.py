"""Captions that end in the credit: agencies repeat it there, and a page would print it twice."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .pieces import clean, has_prefix, pieces
from .vocabulary import Vocabulary, fold, looks_like_person

MOST = 300  # characters of the end that are looked at
BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]{2,200})[)\]]\.?\s*$")
# Where a last sentence may begin: behind its full stop, on a new line, behind a dash.
BREAK = re.compile(r"(?:(?<=[.!?…”\"’)])\s+|\s*\n\s*|\s+[-–—]\s+|\s+(?=©)|\s{2,})")


def split_caption(
    caption: str, *, credit: str = "", creators: Iterable[str] = (), known: Vocabulary
) -> tuple[str, str]:
    """The caption without a credit at its end, and that credit ("" where none stands there)."""
    text = caption.strip()
    names = {fold(name) for name in creators} - {""}
    line = fold(clean(credit))
    bracketed = BRACKETS.search(text[-MOST:])
    if bracketed and _is_credit(bracketed[1], line, names, known):
        return _without(text, len(bracketed[0])), bracketed[1].strip()
    for found in BREAK.finditer(text, max(0, len(text) - MOST)):
        tail = text[found.end() :]
        if tail and _is_credit(tail, line, names, known):
            return _without(text, len(text) - found.start()), tail.strip()
    return text, ""


def _without(text: str, length: int) -> str:
    """A caption that is nothing but its credit keeps it: better twice than a picture unnamed."""
    return text[: len(text) - length].rstrip() or text


def _is_credit(tail: str, line: str, names: set[str], known: Vocabulary) -> bool:
    """Whether it is the credit line itself, or names an agency or creator and nobody's deeds."""
    if line and fold(clean(tail)) == line:
        return True
    found = pieces(tail)
    if not found:
        return False
    agencies = [name for name in found if known.agency(name)]
    sure = [name for name in found if name in agencies or fold(name) in names]
    others = [name for name in found if name not in sure]
    if agencies:
        return has_prefix(tail) or all(looks_like_person(name) for name in others)
    return not others and len(tail) <= MOST
