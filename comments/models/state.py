"""What decisions change about a reply, and how it is stored without a lock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict

from django.utils.translation import gettext as _

from .tally import Tally
from .version import Version

if TYPE_CHECKING:
    from .batch import Batch
    from .comment import Comment
    from .decision import Decision


class Stale(Exception):
    """Somebody else changed the reply since it was read; nothing was applied."""


class SecondOpinion(Stale):
    """Somebody else has to say something first; nothing was applied."""


class Circumstances(TypedDict, total=False):
    """What else a decision may come with."""

    message: str  # what the writer of the reply is told
    batch: Batch | None  # made together with others
    undoes: Decision  # takes that one back
    opinion: str  # the verb that somebody would take


def change(row: Comment, values: dict[str, Any]) -> None:
    """Store new values, on the condition that nobody changed the row since it was read.

    A compare-and-set needs no lock on any database. Raises Stale.
    """
    before = row.tallies()
    values = values | {"revision": row.revision + 1}
    if _has_other_words(row, values):
        values["is_indexed"] = False
    same = type(row).objects.filter(pk=row.pk, revision=row.revision)
    if not same.update(**values):
        raise Stale(_("Somebody else has changed this reply in the meantime."))
    for name, value in values.items():
        setattr(row, name, value)
    Tally.objects.move(before, row.tallies())


def _has_other_words(row: Comment, values: dict[str, Any]) -> bool:
    proposed = row.proposed_id
    if "proposed" in values:
        proposed = values["proposed"].pk if values["proposed"] else None
    return (values.get("body", row.body), proposed) != (row.body, row.proposed_id)


@dataclass(frozen=True, slots=True)
class State:
    """All that a decision can change about a reply."""

    status: str
    judged: str
    vetted: bool
    proposed: Version | None
    picked: bool
    escalated: str
    due_at: datetime
    text: Version | None = None  # None: the text stays what it is

    @classmethod
    def of(cls, row: Comment) -> State:
        return cls(
            row.status,
            row.judged,
            row.vetted,
            row.proposed,
            row.is_picked,
            row.escalated,
            row.due_at,
        )

    def settled(self) -> State:
        """Away from readers a reply is nobody's pick and has its newest text.

        About that text nobody has said anything.
        """
        if self.status == "published":
            return self
        if self.proposed is None:
            return replace(self, picked=False)
        text = self.proposed
        return replace(self, picked=False, text=text, proposed=None, judged="", vetted=False)

    def as_before(self) -> dict[str, Any]:
        """What a decision keeps of the state it ends."""
        return {
            "before": self.status,
            "proposed_before": self.proposed,
            "judged_before": self.judged,
            "vetted_before": self.vetted,
            "picked_before": self.picked,
            "escalated_before": self.escalated,
            "due_before": self.due_at,
        }
