from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Style(models.TextChoices):
    """The forms of a credit line; what each looks like stands in articles.credits."""

    HOUSE = "house", _("the house's own")
    GETTY = "getty", "Getty Images"
    AP = "ap", "AP"
    REUTERS = "reuters", "Reuters"
    AFP = "afp", "AFP"
    ANADOLU = "anadolu", "Anadolu"
    DPA = "dpa", "dpa"
    STAFF = "staff", _("staff")
    HANDOUT = "handout", _("handout")
    CREATIVE_COMMONS = "cc", "Creative Commons"
    PUBLIC_DOMAIN = "public-domain", _("public domain")
