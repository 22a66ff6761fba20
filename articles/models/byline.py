from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .article import Article
from .contributor import Contributor


class Byline(models.Model):
    """A contributor's name over an article, in the order the editor gave."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE)
    contributor = models.ForeignKey(
        Contributor, verbose_name=_("contributor"), on_delete=models.PROTECT
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        constraints = [
            models.UniqueConstraint(fields=["article", "contributor"], name="one_byline_each")
        ]

    def __str__(self) -> str:
        return str(self.contributor)
