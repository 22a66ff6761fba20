"""What hangs on replies: rules' reasons, readers' reports, colleagues' words, earlier texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, F, FloatField, QuerySet, Value
from django.db.models.functions import Concat

from articles.prepared import PreparedRows

from .act import Act
from .comment import Comment
from .decision import OPINIONS, Decision
from .report import Report
from .signal import Signal
from .version import Version

NEVER = Value(None, output_field=DateTimeField())
NOTHING = Value(0.0, output_field=FloatField())


@dataclass(frozen=True, slots=True)
class Remark:
    """What a moderator says to the others; `is_note` unless it came with a decision."""

    by: str
    text: str
    at: datetime
    is_note: bool


@dataclass(slots=True)
class Attached:
    """Of one reply: signals with the weightiest first, reports that nobody has looked at yet."""

    signals: list[Signal] = field(default_factory=list)
    complaints: list[Report] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def before(self, comment: Comment) -> str:
        """The text that the one that readers see has replaced; "" where there was none."""
        earlier = (row.body for row in reversed(self.versions) if row.pk != comment.proposed_id)
        return next((body for body in earlier if body != comment.body), "")


def attached(comments: Iterable[Comment]) -> dict[int, Attached]:
    """All of it for these replies, by their numbers, in one query."""
    found = {comment.pk: Attached() for comment in comments}
    for line in _hanging.among(found):
        _hang(found[line[0]], *line[1:])
    for one in found.values():
        one.signals.sort(key=lambda signal: (-signal.weight, signal.pk))
        one.complaints.sort(key=lambda report: report.pk)
        one.versions.sort(key=lambda version: version.pk)
        one.remarks.sort(key=lambda remark: remark.at)
    return found


@PreparedRows
def _hanging(wanted: Any) -> QuerySet[Any, Any]:
    """About these replies, lines of seven: which reply, which kind, its number, what it says."""
    signals = _lines(Signal.objects.all(), "s", "code", F("weight"), "detail", NEVER)
    complaints = _lines(
        Report.objects.unhandled(), "r", "reason", NOTHING, "text", F("reported_at")
    )
    versions = _lines(Version.objects.all(), "v", "kind", NOTHING, "body", F("made_at"))
    notes = Act.objects.filter(verb=Act.Verb.NOTE)
    asides = Decision.objects.filter(verb__in=("defer", "escalate")).exclude(reason="").standing()
    opinion = Concat("opinion", Value(":"), "reason")
    remarks = [
        _lines(notes, "n", "by__username", NOTHING, "reason", F("done_at")),
        _lines(asides, "d", "by__username", NOTHING, "reason", F("decided_at")),
        _lines(
            *(Decision.objects.opinions(), "o", "by__username"), NOTHING, opinion, F("decided_at")
        ),
    ]
    kinds = (signals, complaints, versions, *remarks)
    those = [rows.filter(comment__pk__in=wanted) for rows in kinds]
    return those[0].union(*those[1:], all=True)


def _lines(
    rows: QuerySet, what: str, code: str, weight: object, text: object, at: object
) -> QuerySet:
    said = F(text) if isinstance(text, str) else text
    named = rows.order_by().annotate(
        what=Value(what), code_=F(code), weight_=weight, text_=said, at_=at
    )
    found: QuerySet = named.values_list("comment", "what", "pk", "code_", "weight_", "text_", "at_")
    return found


def _hang(
    one: Attached, what: str, pk: int, code: str, weight: float, text: str, at: datetime
) -> None:
    if what == "s":
        one.signals.append(Signal(pk=pk, code=code, weight=weight, detail=text))
    elif what == "r":
        one.complaints.append(Report(pk=pk, reason=code, text=text, reported_at=at))
    elif what in "nd":
        one.remarks.append(Remark(by=code or "", text=text, at=at, is_note=what == "n"))
    elif what == "o":
        one.remarks.append(Remark(by=code, text=_would(text), at=at, is_note=False))
    else:
        one.versions.append(Version(pk=pk, kind=code, body=text, made_at=at))


def _would(opinion: str) -> str:
    """What somebody would do, and why, in words."""
    verb, _colon, reason = opinion.partition(":")
    return " · ".join(filter(None, [str(OPINIONS[verb]), reason]))
