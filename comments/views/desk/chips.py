"""The reasons on a card: what a rule saw, how much it weighs, and who says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.models import Signal

SOURCES: dict[str, str | Promise] = {
    "rule": _("rule"),
    "model": _("model"),
    "readers": _("readers"),
}
OF_MODEL, OF_READERS = {"classifier", "sampled"}, {"reports"}


@dataclass(frozen=True, slots=True)
class Chip:
    """`source` is rule, model or readers; `side` says for or against the reply."""

    code: str
    label: str
    weight: str
    detail: str
    source: str
    side: str

    @classmethod
    def of(cls, signal: Signal) -> Chip:
        return cls(
            code=signal.code,
            label=signal.label,
            weight=signal.doubt,
            detail=signal.detail,
            source=source(signal.code),
            side="against" if signal.weight > 0 else "for" if signal.weight < 0 else "neither",
        )

    @classmethod
    def of_facts(cls, facts: Mapping[str, Any]) -> Chip:
        """The same of a signal as a decision keeps it."""
        return cls.of(
            Signal(code=facts["code"], weight=facts["weight"], detail=facts.get("detail", ""))
        )

    @property
    def says(self) -> str:
        """Who says so, in the moderator's language."""
        return str(SOURCES[self.source])


def source(code: str) -> str:
    if code in OF_MODEL:
        return "model"
    return "readers" if code in OF_READERS else "rule"
