from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.autoreload import run_with_reloader

from cms.background.consumer import Consumer
from cms.background.names import worker_name
from cms.interrupts import Interrupts
from cms.supervisor import Child, Supervisor


class Command(BaseCommand):
    help = "Run background tasks and the schedule, until SIGTERM; the running task is finished."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--bare", action="store_true", help="in this process: whoever starts it keeps it alive"
        )
        parser.add_argument(
            "--reload", action="store_true", help="start anew when the code changes"
        )

    def handle(self, *, bare: bool, reload: bool, **options: Any) -> None:
        if reload:
            run_with_reloader(consume, Interrupts())
        elif bare:
            consume(Interrupts())
        else:
            command = [sys.executable, "manage.py", "work", "--bare"]
            consumer = Child("The background worker", command, settings.BASE_DIR)
            Supervisor([consumer], self.stdout.write, grace=600).run()


def consume(interrupts: Interrupts) -> None:
    with worker_name(settings.VAR_DIR / "workers") as name:
        Consumer(name, interrupts).run()
