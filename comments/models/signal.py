from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

LABELS = {
    "decoy": _("filled in a hidden field"),
    "links": _("links"),
    "address_as_name": _("web address as name"),
    "impersonation": _("signs with a name of the newsroom"),
    "unknown_origin": _("browser did not say where from"),
    "shouting": _("capital letters"),
    "rule_failed": _("a rule failed"),
}


class Signal(models.Model):
    """One reason for caution about a reply, as the rules saw it when it was sent."""

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.CASCADE, related_name="signals"
    )
    code = models.CharField(_("rule"), max_length=30)
    weight = models.FloatField(_("weight"))
    detail = models.CharField(_("detail"), max_length=200, blank=True)

    class Meta:
        ordering = ["-weight", "pk"]
        verbose_name = _("signal")
        verbose_name_plural = _("signals")

    def __str__(self) -> str:
        return f"{self.code} {self.weight:+.1f}"

    @property
    def label(self) -> str:
        """The rule in a moderator's words."""
        return str(LABELS.get(self.code, self.code))
