from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LASTS = timedelta(minutes=2)


class PresenceManager(models.Manager["Presence"]):
    def begin(self, comment_id: int, by: User) -> Presence | None:
        """Say that somebody looks at a reply; None while somebody else does."""
        now = timezone.now()
        self.filter(comment=comment_id, until__lte=now).delete()
        mine, made = self.get_or_create(
            comment_id=comment_id, defaults={"by": by, "until": now + LASTS}
        )
        if mine.by_id != by.pk:
            return None
        if not made:
            self.filter(pk=mine.pk).update(until=now + LASTS)
        return mine

    def now(self) -> models.QuerySet[Presence]:
        return self.filter(until__gt=timezone.now()).select_related("by")


class Presence(models.Model):
    """A moderator has a reply under the eyes: a hint to colleagues that locks nothing."""

    comment = models.OneToOneField(
        "comments.Comment", on_delete=models.CASCADE, primary_key=True, related_name="presence"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField(_("until"), db_index=True)

    objects = PresenceManager()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.by}"
