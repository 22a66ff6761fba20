from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from comments.models import Comment


class Command(BaseCommand):
    help = "Erase addresses and other traces of people from replies older than RETENTION_DAYS."

    def handle(self, **options: Any) -> None:
        before = timezone.now() - timedelta(days=settings.RETENTION_DAYS)
        count = Comment.objects.forget(before)
        if options["verbosity"]:
            self.stdout.write(
                f"Erased what points at a person from {count} replies"
                f" older than {settings.RETENTION_DAYS} days."
            )
