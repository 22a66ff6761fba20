from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Appeal(models.Model):
    """The writer of a reply objects to a decision; somebody else than its maker decides anew."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        UPHELD = "upheld", _("upheld")
        REFUSED = "refused", _("refused")

    # One objection to one decision.
    decision = models.OneToOneField(
        "comments.Decision", on_delete=models.PROTECT, related_name="appeal"
    )
    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="appeals"
    )
    text = models.TextField(_("why it should be decided anew"), max_length=2000)
    made_at = models.DateTimeField(_("received"), default=timezone.now)
    due_at = models.DateTimeField(_("due"))
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.OPEN)
    answer = models.TextField(_("answer"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        indexes = [models.Index(fields=["state", "due_at", "id"], name="appeals_due")]

    def __str__(self) -> str:
        return f"{_('objection')} {self.pk}"
