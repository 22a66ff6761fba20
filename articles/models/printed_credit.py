from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PrintedCredit(models.Model):
    """What stood under a picture in an article, from a moment on. Rows are added, never changed."""

    image = models.ForeignKey(
        "articles.Image", on_delete=models.CASCADE, related_name="printed_credits"
    )
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="printed_credits"
    )
    credit = models.CharField(_("credit as printed"), max_length=1000)
    printed_at = models.DateTimeField(_("from"))

    class Meta:
        ordering = ["printed_at", "pk"]
        verbose_name = _("printed credit")
        verbose_name_plural = _("printed credits")

    def __str__(self) -> str:
        return self.credit
