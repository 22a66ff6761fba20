from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.changes import announce


class DiscussionManager(models.Manager["Discussion"]):
    def current(self) -> Discussion:
        """The site's settings, or their defaults while nobody has saved any."""
        return self.first() or Discussion()


class Discussion(models.Model):
    """The site's settings for replies: one row, kept by editors in the admin."""

    is_open = models.BooleanField(_("readers may reply"), default=True)
    close_after_days = models.PositiveSmallIntegerField(
        _("close threads after"),
        default=0,
        help_text=_("Days after publication; 0 keeps them open."),
    )
    page_size = models.PositiveSmallIntegerField(
        _("first-level replies on a page"),
        default=50,
        validators=[MinValueValidator(5), MaxValueValidator(200)],
    )

    objects = DiscussionManager()

    class Meta:
        verbose_name = _("discussion settings")
        verbose_name_plural = _("discussion settings")
        permissions = [("configure_replies", "Can configure replies")]

    def __str__(self) -> str:
        return str(_("Discussion settings"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)
        announce("site")
