from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .section import Section


class ImageWords(models.Model):
    """What is said of a picture, for readers and for those who look for it: a base of Image."""

    caption = models.TextField(_("caption"), max_length=5000, blank=True)
    alt_text = models.CharField(
        _("alternative text"),
        max_length=1000,
        blank=True,
        help_text=_("What the picture shows, for people who cannot see it."),
    )
    is_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("The picture says nothing that needs words.")
    )
    long_description = models.TextField(
        _("long description"),
        max_length=5000,
        blank=True,
        help_text=_("For charts and maps: everything they say, in words."),
    )
    headline = models.CharField(_("headline"), max_length=500, blank=True)
    title = models.CharField(
        _("title or reference"),
        max_length=300,
        blank=True,
        help_text=_("Often the agency's own number."),
    )
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    people = models.JSONField(_("people shown"), default=list, blank=True)
    language = models.CharField(
        _("language of the words"),
        max_length=20,
        blank=True,
        help_text=_("A code like “de”; empty: the site's own."),
    )
    section = models.ForeignKey(
        Section,
        verbose_name=_("section"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="images",
        help_text=_("The part of the paper that looks after it."),
    )

    class Meta:
        abstract = True
