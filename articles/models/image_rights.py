from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .web_address import IS_WEB_ADDRESS


class ImageRights(models.Model):
    """What may be done with a picture and until when: a base of Image.

    `shown_until` is derived from the terms; pages compare it with the clock.
    """

    class Status(models.TextChoices):
        INCOMPLETE = "incomplete", _("incomplete")
        READY = "ready", _("ready")
        RESTRICTED = "restricted", _("restricted")
        EXPIRED = "expired", _("expired")
        KILLED = "killed", _("killed")
        REFUSED = "refused", _("refused")

    instructions = models.TextField(
        _("the agency's instructions"), max_length=5000, blank=True, help_text=_("As they came.")
    )
    usage_terms = models.TextField(_("terms of use"), max_length=5000, blank=True)
    web_statement = models.CharField(
        _("page about the rights"), max_length=500, blank=True, validators=[IS_WEB_ADDRESS]
    )
    licensor_name = models.CharField(_("licensor"), max_length=300, blank=True)
    licensor_url = models.CharField(
        _("where to get a licence"), max_length=500, blank=True, validators=[IS_WEB_ADDRESS]
    )
    data_mining = models.CharField(
        _("data mining"),
        max_length=200,
        blank=True,
        help_text=_("The PLUS term for what machines may do with it, as an address."),
    )
    restrictions = models.TextField(
        _("restrictions"),
        max_length=2000,
        blank=True,
        help_text=_("What else editors must heed, in words."),
    )
    valid_from = models.DateTimeField(
        _("not before"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("An embargo: nobody sees it earlier."),
    )
    valid_until = models.DateTimeField(
        _("only until"), null=True, blank=True, help_text=_("From then on it stands on no page.")
    )
    one_time_use = models.BooleanField(
        _("one-time use"), default=False, help_text=_("One article only.")
    )
    no_archive = models.BooleanField(
        _("no archives"),
        default=False,
        help_text=_("Without a date it leaves the pages 30 days after it was first printed."),
    )
    mandatory_credit = models.BooleanField(_("mandatory credit"), default=False)
    editorial_only = models.BooleanField(_("editorial use only"), default=False)
    no_sales = models.BooleanField(_("no sales"), default=False)
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=Status,
        default=Status.INCOMPLETE,
        editable=False,
    )
    refusal = models.CharField(max_length=300, blank=True, editable=False)
    killed_at = models.DateTimeField(_("killed on"), null=True, blank=True, editable=False)
    killed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("killed by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    kill_reason = models.CharField(_("why"), max_length=500, blank=True, editable=False)
    first_printed_at = models.DateTimeField(null=True, blank=True, editable=False)
    printed_in = models.ForeignKey(
        "articles.Article",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    shown_until = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)

    class Meta:
        abstract = True
