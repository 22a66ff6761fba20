from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """Somebody notifies the newsroom of illegal content (Regulation (EU) 2022/2065, article 16).

    The decision and its statement of reasons (article 17) are kept with it. The address is sealed
    like every reader's and erased after the retention time.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        EXAMINED = "examined", _("being examined")
        UPHELD = "upheld", _("upheld")
        REFUSED = "refused", _("refused")

    class Ground(models.TextChoices):
        LAW = "law", _("it is illegal")
        TERMS = "terms", _("it breaks the rules of this site")

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, null=True, related_name="notices"
    )
    url = models.CharField(_("address of the content"), max_length=500)
    law = models.CharField(_("the law that it breaks"), max_length=200, blank=True)
    explanation = models.TextField(_("why it is illegal"))
    name = models.CharField(_("name"), max_length=100, blank=True)
    email_sealed = models.BinaryField(null=True, editable=False)
    email_index = models.CharField(max_length=80, blank=True, editable=False, db_index=True)
    client_prefix = models.CharField(max_length=64, blank=True, editable=False)
    good_faith = models.BooleanField(_("sent in good faith"), default=False)
    token_digest = models.CharField(max_length=64, editable=False, db_index=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    due_at = models.DateTimeField(_("due"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RECEIVED)
    revision = models.PositiveIntegerField(default=1, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    ground = models.CharField(_("ground"), max_length=5, choices=Ground, blank=True)
    statement = models.TextField(_("facts and circumstances"), blank=True)
    decision = models.ForeignKey(
        "comments.Decision", on_delete=models.PROTECT, null=True, related_name="notices"
    )

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("notice of illegal content")
        verbose_name_plural = _("notices of illegal content")
        indexes = [
            models.Index(fields=["state", "due_at", "id"], name="notices_due"),
            models.Index(fields=["client_prefix", "received_at"], name="notice_rate"),
        ]

    def __str__(self) -> str:
        return f"{_('notice')} {self.pk}"
