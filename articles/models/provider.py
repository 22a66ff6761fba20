from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.changes import announce


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

    name = models.CharField(_("name"), max_length=100, unique=True)
    category = models.CharField(
        _("category"), max_length=12, choices=Category, default=Category.WIRE
    )

    objects = ProviderManager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("provider")
        verbose_name_plural = _("providers")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        announce("site")  # its name stands in credits on any page
