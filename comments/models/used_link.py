from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import vault

LASTS = timedelta(hours=24)  # from the mail to the end of the links in it


class Used(Exception):
    """A link has done its one act before."""


class UsedLinkManager(models.Manager["UsedLink"]):
    def use(self, token: str) -> UsedLink:
        """Spend a link, in the transaction of its one act. Raises Used the second time.

        Of two clicks at once the second waits here until the first has committed.
        """
        try:
            with transaction.atomic():
                return self.create(digest=vault.digest(token))
        except IntegrityError:
            raise Used from None

    def is_used(self, token: str) -> bool:
        return self.filter(pk=vault.digest(token)).exists()

    def prune(self) -> int:
        """Forget the links whose time is over: that alone refuses them now. How many."""
        return self.filter(used_at__lt=timezone.now() - LASTS).delete()[0]


class UsedLink(models.Model):
    """A signed link from a mail that has done its one act; kept until it would expire anyway."""

    digest = models.CharField(max_length=64, primary_key=True)
    used_at = models.DateTimeField(_("used"), default=timezone.now, db_index=True)

    objects = UsedLinkManager()

    class Meta:
        verbose_name = _("used link")
        verbose_name_plural = _("used links")

    def __str__(self) -> str:
        return self.digest[:8]
