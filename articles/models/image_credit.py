from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles import credits

from .credit_style import Style
from .provider import Provider

FREE = Provider.Category.PUBLIC_DOMAIN
IN_FULL = {Style.HOUSE, Style.GETTY, Style.STAFF}  # styles that print no short names


class ImageCredit(models.Model):
    """Whose picture it is and how that is printed: a base of Image."""

    web_statement: str  # of the rights

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
        licence = self.licence
        is_free = self.provider is not None and self.provider.category == FREE
        return credits.compose(
            self.credited,
            style=self._style(),
            template=self._template(),
            licence=licence or ("public domain" if is_free else ""),
        )

    @property
    def credited(self) -> credits.Credit:
        """The parts of the line, as its style writes their names."""
        is_house = self._style() in IN_FULL
        names = [
            "" if one is None else one.name if is_house else one.short_name or one.name
            for one in (self.provider, self.distributor)
        ]
        return credits.Credit(tuple(self.creators), *names)

    @property
    def licence(self) -> str:
        """ "CC BY 4.0" and the like, from the page about the rights; "" for other terms."""
        return credits.licence_name(self.web_statement)

    def _style(self) -> str:
        """Its own; else that of whoever delivered it; else that of the provider.

        A licence of Creative Commons wants to be named with the picture.
        """
        if self.credit_style:
            return str(self.credit_style)
        rows = [one for one in (self.distributor, self.provider) if one is not None]
        asked = [row.style for row in rows if row.style != Style.HOUSE]
        return str(asked[0] if asked else Style.CREATIVE_COMMONS if self.licence else Style.HOUSE)

    def _template(self) -> str:
        """That of whoever delivered it, unless the picture has a style of its own."""
        leading = self.distributor or self.provider
        return leading.credit_template if leading and not self.credit_style else ""

    @property
    def flag(self) -> str:
        """ "FILE PHOTO." or "HANDOUT.", printed before the caption; "" for most pictures."""
        if self.is_file_photo:
            return str(_("FILE PHOTO."))
        return str(_("HANDOUT.")) if self.is_handout else ""
