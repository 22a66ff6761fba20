from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db.models import F, Q
from django.utils import timezone

from articles.imaging.fingerprint import ALIKE, Looks, distance, neighbours

from .image_reports import ReportQuerySet
from .image_rights import ImageRights
from .image_terms import SHOWABLE, is_over, showable

if TYPE_CHECKING:
    from .image import Image
else:
    Image = Any

Status = ImageRights.Status


class ImageQuerySet(ReportQuerySet):
    def with_credit(self) -> Self:
        """Fetch in the same query what the credit line is composed from."""
        return self.select_related("provider", "distributor")

    def showable(self, now: datetime | None = None) -> Self:
        """What readers may see: complete, with its rights, at this moment."""
        return self.filter(showable(now))

    def ready(self) -> Self:
        """Showable, and without any condition."""
        return self.in_state(Status.READY)

    def in_state(self, state: str, now: datetime | None = None) -> Self:
        """Images of a status as it is now, whatever the clock has changed since it was stored."""
        now = now or timezone.now()
        if state == Status.EXPIRED:
            never = (Status.INCOMPLETE, Status.KILLED, Status.REFUSED)
            return self.filter(is_over(now)).exclude(status__in=never)
        return self.filter(status=state).exclude(status__in=SHOWABLE, shown_until__lte=now)

    def overtaken(self, now: datetime | None = None) -> Self:
        """Images whose stored status the clock has made untrue."""
        now = now or timezone.now()
        over = Q(status__in=SHOWABLE, shown_until__lte=now)
        begun = Q(status=Status.RESTRICTED, valid_from__lte=now, updated_at__lte=F("valid_from"))
        return self.filter(over | begun)

    def unread(self) -> Self:
        """Images with a file from before the library noted what a file is."""
        return self.exclude(file="").filter(bytes=0, sha256="")

    def expiring(self, within: datetime, now: datetime | None = None) -> Self:
        """Images that readers may see now and not any more at that moment."""
        return self.showable(now).filter(shown_until__lte=within)

    def alike(self, looks: Looks, *, within: int = ALIKE) -> list[tuple[Image, int]]:
        """Images that look like this, also mirrored, the nearest first; with the distance in bits.

        Finds every one within ten bits by the indexes of its bands, without reading the table.
        """
        best: dict[int, int] = {}
        for number in {looks.dhash, looks.mirrored}:
            for pk, dhash in self.filter(near(number)).values_list("pk", "dhash"):
                bits = distance(int(dhash, 16), number)
                if bits <= min(within, best.get(pk, bits)):
                    best[pk] = bits
        found = self.with_credit().in_bulk(best)
        return [(found[pk], best[pk]) for pk in sorted(found, key=lambda pk: (best[pk], pk))]


def near(dhash: int) -> Q:
    """The condition that one of the four bands stands within reach of this fingerprint."""
    found = Q(pk__in=[])
    for band, values in enumerate(neighbours(dhash)):
        found |= Q(**{f"dhash_{band}__in": values})
    return found
