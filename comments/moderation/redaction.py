"""Words are taken out of a reply, never put in: what a moderator may do to somebody else's text."""

from __future__ import annotations

import re

GAP = "[…]"

_PIECES = re.compile(r"\s+|\w+|[^\w\s]")


class Reworded(ValueError):
    """The text has words that the reply did not have, or has them in another order."""


def redact(original: str, kept: str) -> str:
    """The original with a gap mark wherever something was taken out.

    `kept` is the original after a moderator has deleted words in it; gap marks in it are
    understood. White space at the edges of a gap does not count. Raises Reworded.
    """
    wanted = [piece for piece in _pieces(kept.replace(GAP, " ")) if not piece.isspace()]
    result, gap, at = "", False, 0
    for piece in _pieces(original):
        if at < len(wanted) and piece == wanted[at]:
            result += piece
            gap, at = False, at + 1
        elif piece.isspace():
            result += piece if not gap else ""
        elif not gap:
            result += GAP + " "
            gap = True
    if at < len(wanted):
        raise Reworded(wanted[at])
    return result.strip()


def _pieces(text: str) -> list[str]:
    return _PIECES.findall(text)
