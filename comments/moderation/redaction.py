"""Words are taken out of a reply, never put in: what a moderator may do to somebody else's text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

GAP = "[…]"
# Of words that are compared: of a few words said again and again that takes a second. Where more
# lies between the first and the last that is gone, words are aligned from the start.
MOST_PAIRS = 250_000

_CHUNKS = re.compile(r"\[…\]|\s+|(?:(?!\[…\])\S)+")

# Scripts that write no spaces between words: there a letter is what can go.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
SENTENCE_ENDS = ".!?…。！？।؟"
_JOINERS = "\u200c\u200d"


class Reworded(ValueError):
    """The text has words that the reply did not have, or has them in another order."""


def redact(original: str, kept: str) -> str:
    """The original with a gap mark wherever something was taken out.

    `kept` is the original after a moderator has deleted words in it; gap marks in it say where.
    White space is taken from the original. Raises Reworded.
    """
    pieces = list(_pieces(original))
    places = [n for n, piece in enumerate(pieces) if piece != GAP and not piece.isspace()]
    words = [pieces[n] for n in places]
    wanted, marked = _wanted(kept)
    if wanted == words:
        return original
    stays = _slid(_aligned(words, wanted), _beginnings(pieces, places), words, marked)
    return _with_gaps(pieces, {places[n] for n in stays})


def _with_gaps(pieces: Sequence[str], stays: set[int]) -> str:
    result, space = [""], ""
    for number, piece in enumerate(pieces):
        if piece.isspace():
            space = piece
            continue
        shown = piece if number in stays else GAP
        if shown != GAP or result[-1] != GAP:
            result += [space, shown]
        space = ""
    return "".join(result).strip()


def _wanted(kept: str) -> tuple[list[str], set[int]]:
    """The words that are to stay, and after how many of them there is a gap mark."""
    words: list[str] = []
    marked = set()
    for piece in _pieces(kept):
        if piece == GAP:
            marked.add(len(words))
        elif not piece.isspace():
            words.append(piece)
    return words, marked


def _aligned(words: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Which of the words stay, in runs as long as can be: people delete in few places."""
    head = _common(words, wanted)
    tail = _common(words[head:][::-1], wanted[head:][::-1])
    inner, kept = words[head : len(words) - tail], wanted[head : len(wanted) - tail]
    stays: list[int] = []
    if len(inner) * len(kept) <= MOST_PAIRS:
        found = SequenceMatcher(None, inner, kept, autojunk=False).get_matching_blocks()
        stays = [block.a + n for block in found for n in range(block.size)]
    if len(stays) != len(kept):
        stays = _first(inner, kept)
    ends = range(len(words) - tail, len(words))
    return [*range(head), *(head + n for n in stays), *ends]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _first(words: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Each word in the first place where it can be. Raises Reworded where there is none."""
    stays: list[int] = []
    for word in wanted:
        try:
            stays.append(words.index(word, stays[-1] + 1 if stays else 0))
        except ValueError:
            raise Reworded(word) from None
    return stays


def _slid(
    stays: list[int], beginnings: Sequence[int], words: Sequence[str], marked: set[int]
) -> list[int]:
    """The same words, with each gap where it most likely is.

    Of "no no no" without one "no", nobody can say which; a gap mark can, or else the beginning of
    a sentence is likelier than its middle.
    """
    ends = [-1, *stays, len(words)]
    for number in range(len(ends) - 1):
        start, size = ends[number] + 1, ends[number + 1] - ends[number] - 1
        if not size:
            continue
        likely = {
            shift: (number + shift in marked, beginnings[start + shift], -abs(shift))
            for shift in _shifts(ends, number, words)
        }
        best = max(likely, key=likely.__getitem__)
        for n in range(number + 1, number + 1 + best):
            ends[n] -= size
        for n in range(number + 1 + best, number + 1):
            ends[n] += size
    return ends[1:-1]


def _shifts(ends: Sequence[int], number: int, words: Sequence[str]) -> Iterator[int]:
    """By how many words a gap can move, to the end (above 0) or to the beginning of the text.

    What it moves over must be the same words as those it uncovers.
    """
    yield 0
    before, after = ends[number], ends[number + 1]
    size = after - before - 1
    for n in range(number + 1, len(ends) - 1):
        shift = n - number
        if ends[n] != after + shift - 1 or words[ends[n]] != words[ends[n] - size]:
            break
        yield shift
    for n in range(number, 0, -1):
        shift = n - number - 1
        if ends[n] != before + shift + 1 or words[ends[n]] != words[ends[n] + size]:
            break
        yield shift


def _beginnings(pieces: Sequence[str], places: Sequence[int]) -> list[int]:
    """How likely it is that a gap begins with each word: 2 in a line of its own, 1 a sentence."""
    likely = []
    for last, place in pairwise([-1, *places]):
        is_line = last < 0 or "\n" in "".join(pieces[last:place])
        likely.append(2 if is_line else int(pieces[last] in SENTENCE_ENDS))
    return likely


def _pieces(text: str) -> Iterator[str]:
    """Words, signs around them, white space and gap marks; together they are the text."""
    for chunk in _CHUNKS.findall(text):
        if chunk == GAP or chunk.isspace():
            yield chunk
        else:
            yield from _words(chunk)


def _words(chunk: str) -> Iterator[str]:
    """What stands between two spaces: signs at its edges by themselves, the rest as one word.

    So nobody makes "can" of "can't", or cuts an address; in a script without spaces each letter
    is a word.
    """
    for part in _parts(chunk):
        start, end = 0, len(part)
        if not _UNSPACED.match(part):
            while start < end and _is_sign(part[start]):
                start += 1
            while end > start and _is_sign(part[end - 1]):
                end -= 1
        yield from part[:start]
        if start < end:
            yield part[start:end]
        yield from part[end:]


def _parts(chunk: str) -> Iterator[str]:
    """Each letter of a script without spaces by itself, and what stands between them."""
    part = ""
    for letter in chunk:
        is_joined = unicodedata.category(letter)[0] == "M" or letter in _JOINERS
        if part and not is_joined and (_UNSPACED.match(letter) or _UNSPACED.match(part)):
            yield part
            part = ""
        part += letter
    yield part


def _is_sign(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "P"
