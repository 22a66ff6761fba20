"""What the schedule starts at night."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

KEEP_DONE, KEEP_FAILED = timedelta(days=2), timedelta(days=30)
KEEP_MAIL = timedelta(days=1)


@task()
def forget_people() -> None:
    """Erase what points at a person once RETENTION_DAYS have passed."""
    call_command("forget", verbosity=0)


@task()
def prune_tasks() -> int:
    """Delete the records of finished tasks; failed ones stay longer, to be looked into."""
    now = timezone.now()
    done = DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_DONE)
    failed = DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED)
    return done.delete()[0] + failed.delete()[0]


@task()
def delete_old_mail() -> int:
    """Delete mails that were written to files instead of sent: they hold addresses."""
    folder = Path(settings.VAR_DIR) / "mail"
    oldest = time.time() - KEEP_MAIL.total_seconds()
    old = [file for file in folder.glob("*.log") if file.stat().st_mtime < oldest]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
