"""What the schedule starts at night."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from .models import Worker

KEEP_DONE, KEEP_FAILED = timedelta(days=2), timedelta(days=30)


@task()
def forget_people() -> None:
    """Erase what points at a person once it was kept long enough, and old mails in files."""
    call_command("forget", verbosity=0)


@task()
def prune_tasks() -> int:
    """Delete the records of finished tasks; failed ones stay longer, to be looked into."""
    now = timezone.now()
    Worker.objects.filter(seen_at__lt=now - KEEP_DONE).delete()
    done = DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_DONE)
    failed = DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED)
    return done.delete()[0] + failed.delete()[0]
