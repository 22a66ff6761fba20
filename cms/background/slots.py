"""When a scheduled job is due, and that only one worker starts it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from cms.models import ScheduledRun

SKEW = timedelta(hours=1)  # by which the clocks of two machines may differ


@dataclass(frozen=True)
class Job:
    """A task by its dotted path, and the newest slot at or before a given time."""

    task: str
    slot: Callable[[datetime], datetime]


def every(task: str, *, minutes: int) -> Job:
    """Again and again, at the minutes of the hour that this number divides."""
    return Job(
        task,
        lambda now: now.replace(minute=now.minute // minutes * minutes, second=0, microsecond=0),
    )


def nightly(task: str, *, at: str) -> Job:
    """Once a day at a local time, "03:10"."""
    clock = time.fromisoformat(at)

    def slot(now: datetime) -> datetime:
        local = timezone.localtime(now)
        today = local.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
        return today if today <= local else today - timedelta(days=1)

    return Job(task, slot)


def start_due(jobs: Iterable[Job], now: datetime) -> list[str]:
    """Queue the jobs whose newest slot nobody has taken yet. Which."""
    return [job.task for job in jobs if _start(job, job.slot(now), now)]


def _start(job: Job, slot: datetime, now: datetime) -> bool:
    """The slot and its task are written together: neither a lost run nor a second one.

    A slot that lies far ahead was taken by a clock that has been set back since: it is given up for
    the one of now, or nothing would run until that time comes again.
    """
    last = ScheduledRun.objects.filter(job=job.task).values_list("slot", flat=True).first()
    if last is None:
        # A new site, or a job that is new in this version: it begins with its next slot.
        ScheduledRun.objects.get_or_create(job=job.task, defaults={"slot": slot})
        return False
    if last > now + SKEW:
        ScheduledRun.objects.filter(job=job.task, slot=last).update(slot=slot)
        return False
    if last >= slot:
        return False
    with transaction.atomic():
        mine = ScheduledRun.objects.filter(job=job.task, slot=last).update(slot=slot)
        if mine:
            import_string(job.task).enqueue()
    return bool(mine)
