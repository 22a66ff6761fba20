"""Places in a reply's HTML are marked, and nothing else about it changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import unescape

Span = tuple[int, int]  # from which letter of the text, up to which
Finder = Callable[[str], Iterable[Span]]

SPECIAL = (
    r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>"  # a tag
    r"|&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);"  # a letter written as its name
)
TAG_OR_NAME, PIECE = re.compile(SPECIAL), re.compile(rf"{SPECIAL}|.", re.DOTALL)
INLINE = re.compile(r"</?(?:a|code|em|strong)\b")  # tags that end no word


def mark(html: str, find: Finder) -> str:
    """Sanitised HTML with <mark> around what `find` points out in its text.

    `find` sees the text as a reader does, a line for each paragraph; a mark never spans a tag.
    """
    text = TAG_OR_NAME.sub(lambda found: _letter(found[0]), html)
    marked = _letters(find(text), len(text))
    if not marked:
        return html
    pieces = PIECE.findall(html)
    result: list[str] = []
    at, is_open = 0, False
    for piece in pieces:
        is_tag = _is_tag(piece)
        wanted = not is_tag and at in marked
        if wanted != is_open:
            result.append("<mark>" if wanted else "</mark>")
            is_open = wanted
        result.append(piece)
        at += len(_letter(piece))
    return "".join(result) + ("</mark>" if is_open else "")


def _letters(spans: Iterable[Span], length: int) -> set[int]:
    return {at for start, end in spans for at in range(max(start, 0), min(end, length))}


def _is_tag(piece: str) -> bool:
    return len(piece) > 1 and piece[0] == "<"


def _letter(piece: str) -> str:
    """What a piece is in the text that readers see."""
    if _is_tag(piece):
        return "" if INLINE.match(piece) else "\n"
    return unescape(piece) if len(piece) > 1 else piece
