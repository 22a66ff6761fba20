from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.Model):
    """One act about one reply: who, when, from what to what, why. Rows are only ever added.

    `by` is empty for the machine and for readers. `undoes` names the decision that this one
    takes back; an undo itself is not undone, the decision is made anew.
    """

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.CASCADE, related_name="decisions"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    before = models.CharField(_("before"), max_length=10)
    after = models.CharField(_("after"), max_length=10)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    signals = models.JSONField(_("signals"), default=list)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="undone_by"
    )
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["by", "-id"], name="decided_by")]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.before} → {self.after}"

    def get_after_label(self) -> str:
        """The state it led to, in the reader's language."""
        from .comment import Comment

        return str(Comment.Status(self.after).label)
