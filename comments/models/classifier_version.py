from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from articles.prepared import Prepared
from comments.moderation import Spamminess
from comments.moderation.classifier import Model, ready, train
from comments.moderation.evaluation import Row, evaluate

from .decision import Decision

MOST = 2000  # newest decisions of each kind that are learnt from
KEPT = 3  # versions that keep their weights; of older ones the measured error stays
PARTS = 5  # of the articles, left out in turn to measure


class ClassifierVersionManager(models.Manager["ClassifierVersion"]):
    def classify(self) -> Callable[[str], Spamminess] | None:
        """What the newest version says of a text; None while there is too little to go by."""
        newest = next(iter(_newest()), None)
        return _classify(*newest) if newest else None

    def rebuild(self, *, measure: bool) -> ClassifierVersion | None:
        """Learn anew from the decisions that stand; None where there is nothing to be said.

        Measuring takes several times as long as learning; without it the last figures stay.
        """
        good, spam = _lessons("approved"), _lessons("spam")
        last = self.first()
        if not ready(len(good), len(spam)):
            # What was said before rested on decisions that have been taken back.
            if not (last and last.weights):
                return None
            return self.create(approved=len(good), spam=len(spam), weights=b"")
        model = train([(text, label) for text, label, _part in (*good, *spam)])
        row = self.model(approved=len(good), spam=len(spam), weights=model.to_bytes())
        if measure:
            row.auc, row.recall = _measure([*good, *spam])
        elif last:
            row.auc, row.recall = last.auc, last.recall
        row.save()
        kept = list(self.values_list("pk", flat=True)[:KEPT])
        self.exclude(pk__in=kept).update(weights=b"")
        return row

    def is_behind(self) -> bool:
        """Whether a decision was taken back since the newest version was made."""
        newest = self.first()
        undone = Decision.objects.exclude(undoes=None)
        return bool(newest and undone.filter(decided_at__gt=newest.made_at).exists())


@Prepared
def _newest() -> QuerySet[ClassifierVersion, Any]:
    return ClassifierVersion.objects.order_by("-pk").values_list("pk", "made_at")[:1]


def _lessons(judged: str) -> list[Row]:
    """(text, whether it is spam, part of the articles) of what people decided."""
    from .comment import Comment

    rows = Comment.objects.filter(judged=judged).order_by("-pk")
    texts = rows.values_list("body", "article_id")[:MOST]
    return [(body, judged == "spam", str(article % PARTS)) for body, article in texts]


def _measure(rows: list[Row]) -> tuple[float | None, float | None]:
    try:
        found = evaluate(rows)
    except ValueError:  # all spam of one part
        return None, None
    return found.auc, found.recall_at_1_percent


@lru_cache(maxsize=2)  # a process keeps the version that it uses in memory
def _classify(number: int, made_at: datetime) -> Callable[[str], Spamminess] | None:
    row = ClassifierVersion.objects.get(pk=number)
    if not row.weights:
        return None
    model = Model.from_bytes(bytes(row.weights))
    return lambda text: replace(model.spamminess(text), version=number)


class ClassifierVersion(models.Model):
    """What the classifier had learnt at one time, with its measured error.

    AUC and recall come from leaving out one part of the articles after the other; they are empty
    where there was too little to measure.
    """

    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    approved = models.PositiveIntegerField(_("approved replies learnt from"))
    spam = models.PositiveIntegerField(_("spam learnt from"))
    auc = models.FloatField(_("AUC"), null=True)
    recall = models.FloatField(
        _("recall"), null=True, help_text=_("Share of spam found at one false alarm in a hundred.")
    )
    weights = models.BinaryField(editable=False)

    objects = ClassifierVersionManager()

    class Meta:
        ordering = ["-pk"]
        get_latest_by = "pk"
        verbose_name = _("classifier version")
        verbose_name_plural = _("classifier versions")

    def __str__(self) -> str:
        return f"{_('version')} {self.pk}"
