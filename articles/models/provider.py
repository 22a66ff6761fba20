from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles.changes import announce

from .credit_style import Style
from .web_address import IS_WEB_ADDRESS


class ProviderManager(models.Manager["Provider"]):
    def named(self, name: str) -> Provider | None:
        """The provider of this name, made when it is new; None for an empty name."""
        name = " ".join(name.split())
        if not name:
            return None
        return self.filter(name__iexact=name).first() or self.create(name=name)


class Provider(models.Model):
    """Who delivers pictures: an agency, a distributor, the paper's own desk."""

    class Category(models.TextChoices):
        STAFF = "staff", _("staff")
        FREELANCE = "freelance", _("freelance")
        WIRE = "wire", _("wire agency")
        STOCK = "stock", _("stock agency")
        HANDOUT = "handout", _("handout")
        UGC = "ugc", _("sent in by the public")
        CREATIVE_COMMONS = "cc", _("Creative Commons")
        PUBLIC_DOMAIN = "public-domain", _("public domain")

    name = models.CharField(_("name"), max_length=100, unique=True)
    short_name = models.CharField(
        _("short name"),
        max_length=40,
        blank=True,
        help_text=_("As the style of the credit prints it, where that is not the whole name."),
    )
    aliases = models.JSONField(
        _("also written"),
        default=list,
        blank=True,
        help_text=_("Other names for it that stand in credits."),
    )
    category = models.CharField(
        _("category"), max_length=16, choices=Category, default=Category.WIRE
    )
    credit_style = models.CharField(
        _("style of the credit"), max_length=16, choices=Style, default=Style.HOUSE
    )
    credit_template = models.CharField(
        _("template of the credit"),
        max_length=200,
        blank=True,
        help_text=_(
            "Instead of a style, for example “[{creators}/]{provider}[ via {distributor}]”: what "
            "stands in brackets is left out where its name is missing."
        ),
    )
    default_terms = models.TextField(
        _("usual terms"), max_length=2000, blank=True, help_text=_("Shown to editors.")
    )
    default_valid_days = models.PositiveIntegerField(
        _("usually valid for"),
        null=True,
        blank=True,
        help_text=_("Days from the upload; empty: without an end."),
    )
    url = models.CharField(_("website"), max_length=300, blank=True, validators=[IS_WEB_ADDRESS])
    active = models.BooleanField(
        _("active"), default=True, help_text=_("Offered for new pictures.")
    )

    objects = ProviderManager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        verbose_name = _("provider")
        verbose_name_plural = _("providers")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        announce("site")  # its name stands in credits on any page
