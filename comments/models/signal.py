from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

LABELS = {
    "address_as_name": _("web address as name"),
    "bad_host": _("names a host that was rejected before"),
    "blocked": _("blocked"),
    "blocked_word": _("blocked word"),
    "classifier": _("classifier"),
    "decoy": _("filled in a hidden field"),
    "fast": _("sent quickly"),
    "held_word": _("word that is held"),
    "impersonation": _("signs with a name of the newsroom"),
    "known_host": _("names a host that was approved before"),
    "known_reader": _("had replies approved"),
    "links": _("links"),
    "many_links": _("as many links as are held"),
    "monotonous": _("repeats itself"),
    "new_host": _("names a host not seen here before"),
    "personal_data": _("private data"),
    "rejected_before": _("had replies rejected"),
    "repeated": _("same text elsewhere"),
    "reports": _("reported by readers"),
    "rule_failed": _("a rule failed"),
    "sampled": _("a sample of what the classifier files as spam"),
    "shortener": _("shortened address"),
    "shouting": _("capital letters"),
    "too_fast": _("sent faster than anybody types"),
    "unknown_origin": _("browser did not say where from"),
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
        indexes = [models.Index(fields=["code", "comment"], name="signals_by_rule")]
        verbose_name = _("signal")
        verbose_name_plural = _("signals")

    def __str__(self) -> str:
        return f"{self.code} {self.doubt}"

    @property
    def doubt(self) -> str:
        """The weight with its sign, as short as it says something."""
        return f"{self.weight:+.1f}"

    @property
    def label(self) -> str:
        """The rule in a moderator's words."""
        return str(LABELS.get(self.code, self.code))
