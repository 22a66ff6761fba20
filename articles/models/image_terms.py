"""What the words, the rights and the clock make of a picture: its status, and its reasons."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .image_rights import ImageRights

if TYPE_CHECKING:
    from .image import Image

Status = ImageRights.Status
SHOWABLE = (Status.READY, Status.RESTRICTED)
LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)
ARCHIVED = timedelta(days=30)  # after the first print, for "no archives" without a date


def showable(now: datetime | None = None, *, prefix: str = "") -> Q:
    """The condition under which readers see an image: the clock decides, no job has to run.

    `prefix` leads to the image, like "image__".
    """
    now = now or timezone.now()
    begun = Q(**{f"{prefix}valid_from": None}) | Q(**{f"{prefix}valid_from__lte": now})
    lasts = Q(**{f"{prefix}shown_until": None}) | Q(**{f"{prefix}shown_until__gt": now})
    return begun & lasts & Q(**{f"{prefix}status__in": SHOWABLE})


def is_over(now: datetime) -> Q:
    """The condition that the time of an image has ended.

    With a beginning as well SQLite takes the index for it, not every image from the newest on.
    """
    return Q(shown_until__gt=LONG_AGO, shown_until__lte=now)


def shows(image: Image, now: datetime) -> bool:
    """The same of a row that has been read and is of one of these statuses."""
    begun = image.valid_from is None or image.valid_from <= now
    return begun and (image.shown_until is None or image.shown_until > now)


def changes(image: Image, now: datetime) -> datetime | None:
    """When the clock next lets it appear or go; None for never."""
    moments = (image.valid_from, image.shown_until)
    return min((moment for moment in moments if moment and moment > now), default=None)


def status(image: Image, now: datetime) -> Status:
    """The status at a moment; `shown_until` must be set before."""
    if image.killed_at:
        return Status.KILLED
    if image.refusal:
        return Status.REFUSED
    if missing(image):
        return Status.INCOMPLETE
    if image.shown_until and image.shown_until <= now:
        return Status.EXPIRED
    return Status.RESTRICTED if conditions(image, now) else Status.READY


def shown_until(image: Image) -> datetime | None:
    """When its time on the pages ends: on its date, or as "no archives" asks; None for never."""
    ends = [image.valid_until] if image.valid_until else []
    if image.no_archive and not image.valid_until and image.first_printed_at:
        ends.append(image.first_printed_at + ARCHIVED)
    return min(ends, default=None)


def missing(image: Image) -> list[str]:
    """What a picture lacks to be printed at all."""
    checks = [
        (not image.file, gettext_noop("its file is missing")),
        (not image.credit, gettext_noop("it has no credit")),
        (not (image.alt_text or image.is_decorative), gettext_noop("it has no alternative text")),
    ]
    return [_(problem) for is_so, problem in checks if is_so]


def conditions(image: Image, now: datetime) -> list[str]:
    """What editors must heed: the picture may be printed, but not everywhere or not for ever."""
    provider = image.provider
    checks = [
        (image.valid_from and image.valid_from > now, gettext_noop("embargo")),
        (image.one_time_use, gettext_noop("one article only")),
        (image.no_archive, gettext_noop("no archives")),
        (image.editorial_only, gettext_noop("editorial use only")),
        (image.no_sales, gettext_noop("no sales")),
    ]
    heeded = [_(condition) for is_so, condition in checks if is_so]
    if image.restrictions:
        heeded.append(image.restrictions)
    if provider is not None and not provider.active:
        heeded.append(_("its provider is not confirmed by an editor"))
    return heeded


def untimely(image: Image, moment: datetime) -> list[str]:
    """Why a picture may not be printed at this moment, as sentences' ends."""
    problems = []
    if image.valid_from and image.valid_from > moment:
        problems.append(
            _("it must not be printed before %(day)s") % {"day": _day(image.valid_from)}
        )
    if image.shown_until and image.shown_until <= moment:
        problems.append(_("its rights end on %(day)s") % {"day": _day(image.shown_until)})
    return problems


def killed(image: Image) -> str:
    return _("it was killed: %(reason)s") % {"reason": image.kill_reason}


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
