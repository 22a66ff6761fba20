"""Where in a text the rules saw what they object to, for those who have to look at it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import re2

from .links import host, parents
from .normalise import LINK, fold
from .words import DOMAIN, OPTIONS, UNSPACED, WORD

Span = tuple[int, int]

AFTER_LINK = ".,;:!?\"'\u2019\u201d\u00bb)]}*_\u2026"
NAKED = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63})+")  # a host without http:// before it


def sightings(text: str, lines: Iterable[str]) -> list[Span]:
    """Every link, and every place that matches one of these lines of a word list.

    The lists look at the whole reply, folded; what they find across markup, or in letters that
    change their number when folded, is not pointed out here.
    """
    spans, wanted = [*_links(text)], list(lines)
    found_words = WORD.finditer(text) if wanted else ()
    words = [(found.span(), fold(found[0])) for found in found_words]
    for line in wanted:
        spans += _seen(line.strip(), text, words)
    return spans


def _links(text: str) -> Iterator[Span]:
    for found in LINK.finditer(text):
        yield found.start(), found.start() + len(found[0].rstrip(AFTER_LINK))


def _seen(line: str, text: str, words: list[tuple[Span, str]]) -> Iterator[Span]:
    if len(line) > 2 and line[0] == line[-1] == "/":
        yield from _expression(line[1:-1], text)
    elif DOMAIN.fullmatch(line):
        yield from _domain(host(line.removeprefix("*.")), text)
    elif core := fold(line).strip("* "):
        if UNSPACED.search(core) or not WORD.search(core):
            yield from _fragment(core, text)
        else:
            yield from _phrase(_patterns(fold(line)), words)


def _expression(pattern: str, text: str) -> Iterator[Span]:
    try:
        found = re2.compile(f"(?m){pattern}", OPTIONS).finditer(text)
    except re2.error:
        return  # a line that was cut off
    yield from (match.span() for match in found)


def _domain(name: str, text: str) -> Iterator[Span]:
    for found in NAKED.finditer(text):
        if name in parents(host(found[0])):
            yield found.span()


def _fragment(core: str, text: str) -> Iterator[Span]:
    folded = text.casefold()
    if len(folded) == len(text):
        yield from (found.span() for found in re.finditer(re.escape(core), folded))


def _phrase(patterns: tuple[re.Pattern[str], ...], words: list[tuple[Span, str]]) -> Iterator[Span]:
    for at in range(len(words) - len(patterns) + 1 if patterns else 0):
        those = words[at : at + len(patterns)]
        if all(p.fullmatch(word) for p, (_, word) in zip(patterns, those, strict=True)):
            yield those[0][0][0], those[-1][0][1]


@lru_cache(maxsize=512)
def _patterns(line: str) -> tuple[re.Pattern[str], ...]:
    """One for each word of a folded line, in which a * stands for any letters."""
    parts = [WORD.sub(r" \g<0> ", part).split(" ") for part in re.split(r"(\*)", line)]
    joined = "".join("*" if part == ["*"] else " ".join(part) for part in parts)
    joined = re.sub(r" ?\* ?", "*", re.sub(r" +", " ", joined))
    wanted = [re.sub(r"[^\w*]+", "", word) for word in joined.split()]
    return tuple(re.compile(_glob(word)) for word in wanted if word.strip("*"))


def _glob(word: str) -> str:
    return r"\w*".join(re.escape(part) for part in re.split(r"\*+", word))
