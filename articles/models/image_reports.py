"""Pictures that somebody should look at: what the library's reports list."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from .image_rights import ImageRights
from .image_search import SearchQuerySet
from .image_terms import is_over

SOON = timedelta(days=30)


class ReportQuerySet(SearchQuerySet):
    """Each read of it is one report."""

    def without_alt(self) -> Self:
        """Neither described nor marked as decorative."""
        return self.filter(alt_text="", is_decorative=False)

    def without_credit(self) -> Self:
        """Nobody to be named: no line of its own, no creator, no agency."""
        return self.filter(
            credit_override="", creators=[], provider=None, distributor=None
        ).exclude(status=ImageRights.Status.REFUSED)

    def expiring_soon(self) -> Self:
        """Shown now, and not any more in thirty days."""
        now = timezone.now()
        return self.filter(shown_until__gt=now, shown_until__lte=now + SOON)

    def killed(self) -> Self:
        return self.filter(status=ImageRights.Status.KILLED)

    def used_after_expiry(self) -> Self:
        """Placed in a public article although their time is over: readers see a gap there."""
        over = self.filter(is_over(timezone.now()))
        return over.filter(_placed(article__status="published"))

    def used(self) -> Self:
        return self.filter(_placed())

    def unused(self) -> Self:
        return self.exclude(_placed())

    def in_section(self, section: int) -> Self:
        """Looked after by this section, or placed in one of its articles."""
        return self.filter(Q(section=section) | _placed(article__section=section))


def _placed(**where: object) -> Exists:
    from .image_use import ImageUse

    uses = ImageUse.objects.filter(image=OuterRef("pk"), **where)
    return Exists(uses.exclude(role=ImageUse.Role.WANTED))
