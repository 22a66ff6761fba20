from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .state import SecondOpinion, Stale

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .comment import Comment
    from .decision import DecisionQuerySet
    from .reason import Reason

CHUNK = 100  # replies whose results are stored together
VERBS = ("approve", "reject", "mark_spam", "remove")


class Outcome(models.TextChoices):
    """What became of one reply of a batch."""

    TO_DO = "", _("not decided yet")
    DONE = "done", _("decided")
    SAME = "same", _("nothing to change")
    CHANGED = "stale", _("had changed in the meantime, left alone")
    SECOND = "second", _("waits for a second opinion, left alone")
    WITHDRAWN = "withdrawn", _("taken back by its writer")
    GONE = "gone", _("is not there any more")
    UNDONE = "undone", _("taken back")
    KEPT = "kept", _("somebody has changed it since, left alone")


def label(outcome: str) -> str:
    """An outcome in words; what a block has filed is kept as the status it led to."""
    from .comment import Comment

    known = dict(Comment.Status.choices) | dict(Outcome.choices)
    return str(known.get(outcome, outcome))


class BatchManager(models.Manager["Batch"]):
    def begin(self, verb: str, numbers: Iterable[int], *, by: User) -> Batch:
        """Write down what is to be decided, before anything is.

        From a mapping also the revision of each that somebody has seen: no other is decided.
        """
        seen = numbers if isinstance(numbers, Mapping) else {}
        to_do = Outcome.TO_DO.value
        results = [[n, to_do, *([seen[n]] if seen else [])] for n in dict.fromkeys(numbers)]
        return self.create(by=by, verb=verb, results=results)


class Batch(models.Model):
    """Many decisions made as one: a selection, a whole filter, a stack. One undo takes all back.

    `results` holds [number of the reply, its Outcome] for each, in the order they are decided;
    before that the revision as well in which somebody has seen it.
    Each reply is decided in a transaction of its own: one that had changed in the meantime is left
    alone and says so. Whoever is killed in between begins again and decides none twice.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    verb = models.CharField(_("verb"), max_length=12)
    made_at = models.DateTimeField(_("decided"), auto_now_add=True)
    results = models.JSONField(default=list)
    undone_at = models.DateTimeField(_("undone"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = BatchManager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        indexes = [models.Index(fields=["by", "-id"], name="batches_by")]

    def __str__(self) -> str:
        return f"{self.verb}: {len(self.results)}"

    def counts(self) -> list[tuple[str, int]]:
        """How many replies have each outcome, in words."""
        found = Counter(outcome for _number, outcome, *_seen in self.results)
        return [(label(outcome), count) for outcome, count in found.most_common()]

    def is_done(self) -> bool:
        """Whether nothing is left to decide."""
        return self.undone_at is not None or not self._left()

    def can_undo(self) -> bool:
        return self._made().standing().exists()

    def _made(self) -> DecisionQuerySet:
        from .decision import Decision

        return Decision.objects.filter(batch=self)

    def _left(self) -> list[int]:
        return [n for n, outcome, *_seen in self.results if outcome == Outcome.TO_DO]

    def run(self, *, reason: Reason | None = None, tell: bool = False) -> None:
        """Decide what is still to be decided; the writers are told the reason with `tell`."""
        words = {"reason": reason.title if reason else ""}
        words["message"] = reason.message if reason and tell else ""
        seen = {row[0]: row[2] for row in self.results if len(row) > 2}

        def decide(row: Comment) -> Outcome:
            if seen.get(row.pk, row.revision) != row.revision:
                return Outcome.CHANGED
            if row.status == "withdrawn":
                return Outcome.WITHDRAWN
            made = getattr(row, self.verb)(by=self.by, batch=self, **words)
            return Outcome.DONE if made else Outcome.SAME

        for chunk in _chunks(self._left()):
            # What was decided before somebody was killed lacks only its result.
            made = self._made().filter(comment__in=chunk).acts()
            ready = set(made.values_list("comment", flat=True))
            rows = _rows(chunk)
            left = [number for number in chunk if number not in ready]
            found = dict.fromkeys(ready, Outcome.DONE)
            found |= {number: _outcome(rows.get(number), decide) for number in left}
            if not self._note(found, undone_at=None):
                break

    def take_back(self, *, by: User) -> None:
        """Undo each decision that is still its reply's newest; what still runs, stops."""
        now = timezone.now()
        if Batch.objects.filter(pk=self.pk, undone_at=None).update(undone_at=now, undone_by=by):
            self.undone_at, self.undone_by = now, by
        self.refresh_from_db(fields=["results"])

        def undo(row: Comment) -> Outcome:
            last = row.decisions.standing().order_by("pk").last()
            if last is None or last.batch_id != self.pk:
                return Outcome.KEPT
            return Outcome.UNDONE if row.undo(by=by, batch=self) else Outcome.KEPT

        standing = self._made().standing().order_by("-pk").values_list("comment", flat=True)
        for chunk in _chunks(list(standing)):
            rows = _rows(chunk)
            self._note({number: _outcome(rows.get(number), undo) for number in chunk})

    def _note(self, found: Mapping[int, Outcome], **same: None) -> bool:
        """Store results; whether the batch was still as it should be."""
        self.results = [
            [row[0], found[row[0]].value] if row[0] in found else row for row in self.results
        ]
        return bool(Batch.objects.filter(pk=self.pk, **same).update(results=self.results))


def _chunks(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), CHUNK):
        yield numbers[start : start + CHUNK]


def _rows(numbers: list[int]) -> dict[int, Any]:
    from .comment import Comment

    return Comment.objects.select_related("article", "parent", "proposed").in_bulk(numbers)


def _outcome(row: Comment | None, act: Callable[[Comment], Outcome]) -> Outcome:
    if row is None:
        return Outcome.GONE
    try:
        return act(row)
    except SecondOpinion:
        return Outcome.SECOND
    except Stale:
        return Outcome.CHANGED
