from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from comments.models import Discussion, retention

KEEP_MAIL = timedelta(days=1)


class Command(BaseCommand):
    help = (
        "Erase addresses and other traces of people that are older than the settings for replies"
        " say (RETENTION_DAYS where they say nothing), and mails kept as files for over a day."
    )

    def handle(self, *, verbosity: int, **options: Any) -> None:
        kept = Discussion.objects.current().retention()
        erased = retention.forget(timezone.now() - kept)
        mails = delete_old_mail()
        if verbosity:
            self.stdout.write(
                "Erased what points at a person from {replies} replies, {reports} reports,"
                " {requests} requests for mail, {blocks} blocks and {notices} notices".format(
                    **erased
                )
                + f" older than {kept.days} days; deleted {mails} mails."
            )


def delete_old_mail() -> int:
    """Delete mails that were written to files instead of sent: they hold addresses."""
    folder = Path(settings.EMAIL_FILE_PATH)
    oldest = time.time() - KEEP_MAIL.total_seconds()
    old = [file for file in folder.glob("*.log") if file.stat().st_mtime < oldest]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
