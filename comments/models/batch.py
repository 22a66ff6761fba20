from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .decision import Decision


class Batch(models.Model):
    """Many decisions made as one: a selection, a whole filter, a stack. One undo takes all back.

    `results` holds [number of the reply, what became of it] for each, in the order they were
    decided; a reply that had changed in the meantime says so there and is left alone.
    """

    decisions: models.Manager[Decision]

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

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        indexes = [models.Index(fields=["by", "-id"], name="batches_by")]

    def __str__(self) -> str:
        return f"{self.verb}: {len(self.results)}"
