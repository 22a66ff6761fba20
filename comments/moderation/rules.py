"""All the rules. Each is a function (reply, facts) -> signals; every one runs, none decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from . import blocks, bot, content, learned, linked, person, personal_data
from .verdicts import Facts, Signal, Submission

Rule = Callable[[Submission, Facts], Iterator[Signal]]

RULES: tuple[Rule, ...] = (
    *bot.RULES,
    *linked.RULES,
    *content.RULES,
    *personal_data.RULES,
    *person.RULES,
    *blocks.RULES,
    *learned.RULES,
)
