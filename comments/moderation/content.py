"""What a reply says: words that editors watch, and the ways of advertising."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .normalise import fold
from .verdicts import Facts, Signal, Submission
from .words import WORD, parse

SHOUT = 20  # letters below which capitals say nothing
MANY = 12  # words from which their variety says something
RUN = re.compile(r"([^\W\d_])\1{24,}")  # one letter, 25 times


def held_words(reply: Submission, facts: Facts) -> Iterator[Signal]:
    """A word from the list of those that a moderator wants to see."""
    if found := parse(facts.held_words).matches(reply):
        yield Signal("held_word", 2.0, ", ".join(found))


def blocked_words(reply: Submission, facts: Facts) -> Iterator[Signal]:
    """A word from the list of those that nobody needs to see."""
    if found := parse(facts.blocked_words).matches(reply):
        yield Signal("blocked_word", 5.0, ", ".join(found))


def repeated(reply: Submission, facts: Facts) -> Iterator[Signal]:
    """The same text was left elsewhere in the last days."""
    if facts.repeats > 0:
        yield Signal("repeated", min(1.0 + 0.5 * facts.repeats, 3.0), f"{facts.repeats}x")


def monotonous(reply: Submission, facts: Facts) -> Iterator[Signal]:
    """One letter or one word makes up most of the text."""
    text = fold(reply.body)
    words = WORD.findall(text)
    word, times = Counter(words).most_common(1)[0] if words else ("", 0)
    if run := RUN.search(text):
        yield Signal("monotonous", 1.0, run[0][:20])
    elif len(words) >= MANY and times > 0.5 * len(words):
        yield Signal("monotonous", 1.0, f"{word[:80]} {times}x")


def shouting(reply: Submission, facts: Facts) -> Iterator[Signal]:
    """Mostly capital letters."""
    letters = [letter for letter in reply.body if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    if len(letters) >= SHOUT and capitals > 0.7 * len(letters):
        yield Signal("shouting", 0.5)


RULES = (held_words, blocked_words, repeated, monotonous, shouting)
