from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST = 9  # that are offered: each has a digit


class ReasonQuerySet(models.QuerySet["Reason"]):
    def offered(self) -> ReasonQuerySet:
        """Those that the desk shows."""
        return self.filter(is_offered=True)[:MOST]


class Reason(models.Model):
    """Why a reply is rejected, in words that can be told to its writer."""

    title = models.CharField(_("title"), max_length=60, help_text=_("For moderators, short."))
    message = models.TextField(
        _("message"), max_length=1000, help_text=_("What the writer of the reply is told.")
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=9, help_text=_("The digit that chooses it at the desk.")
    )
    is_offered = models.BooleanField(_("offered"), default=True)

    objects = models.Manager.from_queryset(ReasonQuerySet)()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("reason for a rejection")
        verbose_name_plural = _("reasons for rejections")

    def __str__(self) -> str:
        return self.title
