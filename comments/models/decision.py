from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Verbs that put a reply aside or mark it, and say nothing about whether readers may see it.
ASIDE = frozenset({"ask", "defer", "escalate", "pick", "redact", "unpick"})
UNDO_WINDOW = timedelta(seconds=30)  # what was mailed or fed out cannot be taken back


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
    verb = models.CharField(gettext_lazy("verb"), max_length=12, blank=True)
    before = models.CharField(gettext_lazy("before"), max_length=10)
    after = models.CharField(gettext_lazy("after"), max_length=10)
    reason = models.CharField(gettext_lazy("reason"), max_length=300, blank=True)
    signals = models.JSONField(gettext_lazy("signals"), default=list)
    # The rest of what was there before, so that an undo can put it back.
    text_before = models.ForeignKey(
        "comments.Version", on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_before = models.ForeignKey(
        "comments.Version", on_delete=models.PROTECT, null=True, related_name="+"
    )
    judged_before = models.CharField(max_length=8, blank=True)
    vetted_before = models.BooleanField(default=False)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="undone_by"
    )
    picked_before = models.BooleanField(default=False)
    escalated_before = models.CharField(max_length=6, blank=True)
    due_before = models.DateTimeField(null=True)
    # What the writer of the reply is told about it, on the page of the own reply.
    message = models.TextField(gettext_lazy("message"), blank=True)
    batch = models.ForeignKey(
        "comments.Batch", on_delete=models.PROTECT, null=True, related_name="decisions"
    )
    decided_at = models.DateTimeField(gettext_lazy("decided"), auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = gettext_lazy("decision")
        verbose_name_plural = gettext_lazy("decisions")
        indexes = [
            models.Index(fields=["by", "-id"], name="decided_by"),
            models.Index(fields=["decided_at"], name="decisions_in_time"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.before} → {self.after}"

    def get_after_label(self) -> str:
        """The state it led to, in the reader's language."""
        from .comment import Comment

        if self.refuses_edit:
            return _("new text refused")
        if self.verb == "approve" and self.before == self.after:
            return _("new text taken") if self.proposed_before_id else _("confirmed")
        return str(Comment.Status(self.after).label)

    @property
    def refuses_edit(self) -> bool:
        """Whether readers go on seeing the text that its writer wanted to replace."""
        return self.verb == "reject" and self.before == self.after == "published"
