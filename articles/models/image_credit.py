from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles import credits

from .credit_style import Style
from .provider import Provider


class ImageCredit(models.Model):
    """Whose picture it is and how that is printed: a base of Image."""

    creators = models.JSONField(_("creators"), default=list, blank=True)
    provider = models.ForeignKey(
        Provider,
        verbose_name=_("provider"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="images",
    )
    distributor = models.ForeignKey(
        Provider,
        verbose_name=_("distributor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="distributed_images",
        help_text=_("Who delivered the picture, where that is not the provider."),
    )
    credit_style = models.CharField(
        _("style of the credit"),
        max_length=16,
        choices=Style,
        blank=True,
        default="",
        help_text=_("Empty: as its provider or distributor is always credited."),
    )
    credit_override = models.CharField(
        _("credit line"),
        max_length=300,
        blank=True,
        help_text=_("Only where the composed line is not what the agency demands."),
    )
    source_text = models.CharField(_("source"), max_length=300, blank=True)
    copyright_notice = models.CharField(_("copyright notice"), max_length=500, blank=True)
    is_file_photo = models.BooleanField(_("file photo"), default=False)
    is_handout = models.BooleanField(_("handout"), default=False)

    class Meta:
        abstract = True

    @property
    def credit(self) -> str:
        """The line printed with the picture wherever it stands."""
        if self.credit_override:
            return self.credit_override
        return credits.compose(
            credits.Credit(
                creators=tuple(self.creators),
                provider=self.provider.name if self.provider else "",
                distributor=self.distributor.name if self.distributor else "",
            )
        )

    @property
    def flag(self) -> str:
        """ "FILE PHOTO." or "HANDOUT.", printed before the caption; "" for most pictures."""
        if self.is_file_photo:
            return str(_("FILE PHOTO."))
        return str(_("HANDOUT.")) if self.is_handout else ""
