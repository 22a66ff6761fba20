from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.moderation import Blocked


class BlockQuerySet(models.QuerySet["Block"]):
    def in_force(self, article: Article) -> Self:
        """Blocks that hold under this article now."""
        return self.filter(
            Q(article=None) | Q(article=article.pk),  # None on trial
            Q(expires_at=None) | Q(expires_at__gt=timezone.now()),
            lifted_at=None,
        )

    def values_in_force(self, article: Article) -> tuple[Blocked, ...]:
        """The same as plain values for the rules."""
        rows = self.in_force(article).values_list("kind", "value", "reason")
        return tuple(Blocked(*row) for row in rows)


class Block(models.Model):
    """Replies of a sender, or with a host or phrase, are filed as spam for a time.

    A person is the digest of a browser's token, which is proven; never a typed address.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        NETWORK = "network", _("network")
        HOST = "host", _("host")
        PHRASE = "phrase", _("phrase")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    value = models.CharField(_("value"), max_length=253)
    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only under"),
    )
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True, editable=False)

    objects = models.Manager.from_queryset(BlockQuerySet)()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        indexes = [models.Index(fields=["value"], name="blocked_value")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason}"
