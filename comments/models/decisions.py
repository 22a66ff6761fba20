"""The verbs that decide about a reply; each writes one Decision in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.changes import announce

from .decision import Decision
from .thread import Thread

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .comment import Comment


class Stale(Exception):
    """Somebody else changed the reply since it was read; nothing was applied."""


class Decidable(models.Model):
    """Mixed into Comment: approve, reject, mark_spam, remove, withdraw and undo."""

    class Meta:
        abstract = True

    def approve(self, *, by: User | None, reason: str = "") -> Decision | None:
        return self._become("published", by, reason)

    def reject(self, *, by: User | None, reason: str = "") -> Decision | None:
        return self._become("rejected", by, reason)

    def mark_spam(self, *, by: User | None, reason: str = "") -> Decision | None:
        return self._become("spam", by, reason)

    def remove(self, *, by: User | None, reason: str = "") -> Decision | None:
        """Take a published reply away; answers below it keep a placeholder to stand under."""
        return self._become("removed", by, reason)

    def withdraw(self) -> Decision | None:
        """The reader takes the own reply back."""
        return self._become("withdrawn", None, "reader")

    def undo(self, *, by: User | None) -> Decision | None:
        """Go back to what the reply was before its newest decision."""
        row = cast("Comment", self)
        standing = Decision.objects.filter(comment=row, undoes=None, undone_by=None)
        newest = standing.order_by("pk").last()
        return self._become(newest.before, by, "undo", undoes=newest) if newest else None

    def _set(self, status: str) -> None:
        """Store the status, on the condition that nobody changed the row since it was read.

        A compare-and-set needs no lock on any database. Raises Stale.
        """
        row = cast("Comment", self)
        # Kept when a reply is taken back: what was public once may have to hold a place.
        published_at = timezone.now() if status == "published" else row.published_at
        same = type(row).objects.filter(pk=row.pk, revision=row.revision)
        if not same.update(status=status, published_at=published_at, revision=row.revision + 1):
            raise Stale(_("Somebody else has decided about this reply in the meantime."))
        row.status, row.published_at, row.revision = status, published_at, row.revision + 1

    def _become(
        self,
        status: str,
        by: User | None,
        reason: str,
        *,
        undoes: Decision | None = None,
    ) -> Decision | None:
        """Change the status and say who did; None when there is nothing to change.

        Of two people who decide at once the second gets Stale, and one decision is written.
        """
        row = cast("Comment", self)
        before = row.status
        if before in (status, "withdrawn"):  # what a reader took back, nobody else brings back
            return None
        first_time = status == "published" and row.published_at is None
        with transaction.atomic():
            self._set(status)
            Thread.objects.add_to_counts(
                row.article_id,
                replies=(status == "published") - (before == "published"),
                roots=int(first_time and row.parent_id is None),
            )
            announce(f"thread:{row.article_id}", "lists")
            return Decision.objects.create(
                comment=row,
                by=by,
                before=before,
                after=status,
                reason=reason,
                undoes=undoes,
                signals=list(row.signals.values("code", "weight", "detail")),
            )
