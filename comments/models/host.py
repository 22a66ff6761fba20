from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from comments.moderation import History


class HostManager(models.Manager["Host"]):
    def histories(self, names: Iterable[str]) -> dict[str, History]:
        """What is known of these hosts; a host that nobody has judged is not in it."""
        rows = self.filter(pk__in=list(names))
        return {row.name: History(row.approved, row.rejected) for row in rows}

    def learn(self, name: str, *, approved: int, rejected: int) -> None:
        """Add to the counts of a host; negative numbers take a lesson back."""
        self.get_or_create(name=name)
        self.filter(name=name).update(
            approved=F("approved") + approved, rejected=F("rejected") + rejected
        )


class Host(models.Model):
    """A host that replies have named, with what moderators thought of those replies."""

    name = models.CharField(_("host"), max_length=253, primary_key=True)
    approved = models.IntegerField(_("approved"), default=0)
    rejected = models.IntegerField(_("rejected"), default=0)

    objects = HostManager()

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")

    def __str__(self) -> str:
        return self.name
