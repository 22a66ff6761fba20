"""What replies leave behind: signals, texts before an edit, reports and decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import NamedTuple

from comments.models import Comment, Decision, Report, Signal, Version

from . import bulk
from .fates import Step
from .replies import Made

REPORTED = 0.004  # of the published replies
CHUNK = 2000  # decisions that are in memory at once


class Fact(NamedTuple):
    """A decision to be written, once all of them are in order."""

    at: datetime
    comment: int
    step: Step
    signals: list[dict[str, object]]
    due: datetime
    text: int | None
    proposal: int | None


def store(made: list[Made], dice: Random) -> list[Fact]:
    """Everything about these stored replies but their decisions, which are handed back."""
    Signal.objects.bulk_create(
        Signal(comment=one.row, code=s.code, weight=s.weight, detail=s.detail)
        for one in made
        for s in one.text.signals
    )
    Report.objects.bulk_create(_reports([one.row for one in made], dice))
    versions = dict(_versions(made))
    return [fact for one in made for fact in _facts(one, versions.get(one.row.pk))]


def _facts(made: Made, versions: tuple[int, int] | None) -> Iterator[Fact]:
    signals = [{"code": s.code, "weight": s.weight, "detail": s.detail} for s in made.text.signals]
    for step in made.steps:
        text, proposal = versions if versions and step.takes_edit else (None, None)
        yield Fact(step.at, made.row.pk, step, signals, made.row.due_at, text, proposal)


def _versions(made: list[Made]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Both texts of each edited reply."""
    edited = [one for one in made if one.first]
    rows: list[Version] = []
    for one in edited:
        first, sent = one.first, one.row.submitted_at
        assert first is not None
        moment = one.steps[0].at + timedelta(minutes=9) if one.steps else sent
        kinds = ((Version.Kind.SENT, first, sent), (Version.Kind.EDITED, one.text, moment))
        rows += [
            Version(comment=one.row, kind=kind, body=text.body, html=text.html, made_at=at)
            for kind, text, at in kinds
        ]
    Version.objects.bulk_create(rows)
    for one, sent_text, new_text in zip(edited, rows[::2], rows[1::2], strict=True):
        yield one.row.pk, (sent_text.pk, new_text.pk)


def _reports(rows: Iterable[Comment], dice: Random) -> Iterator[Report]:
    for row in rows:
        if row.status == Comment.Status.PUBLISHED and dice.random() < REPORTED:
            for _ in range(dice.choice((1, 1, 2))):
                reason, shown = dice.choice(Report.Reason.values), row.published_at
                assert shown is not None
                yield Report(comment=row, reason=reason, reported_at=shown + timedelta(minutes=20))


def decide(facts: Iterator[Fact], done: Callable[[int], None]) -> None:
    """Write the decisions, which come in the order of time, as the log has them."""
    rest, numbers = facts, bulk.numbers(Decision)
    while chunk := list(islice(rest, CHUNK)):
        bulk.insert([_decision(fact, next(numbers)) for fact in chunk])
        done(len(chunk))


def _decision(fact: Fact, number: int) -> Decision:
    step = fact.step
    return Decision(
        pk=number,
        comment_id=fact.comment,
        by_id=step.by,
        verb=step.verb,
        before=step.before,
        after=step.after,
        reason="" if step.by else "generated",
        signals=fact.signals,
        text_before_id=fact.text,
        proposed_before_id=fact.proposal,
        judged_before=step.judged_before,
        vetted_before=step.vetted_before,
        due_before=fact.due,
        decided_at=step.at,
    )
