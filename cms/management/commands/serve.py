from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections

from cms import attendant
from cms.startup import assets, database, demo, login, port

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Prepare the site, then run its server and its background worker."
    requires_system_checks = ()  # `make check` does them; a start has three seconds

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reload", action="store_true", help="start anew when the code changes"
        )

    def handle(self, *, reload: bool, **options: Any) -> None:
        port.require_free(HOST, settings.PORT)
        try:
            self._prepare(collect=not settings.DEBUG)
        except KeyboardInterrupt:
            raise SystemExit("\nStopped; the next start goes on from here.") from None
        connections.close_all()
        here = f"http://{HOST}:{settings.PORT}/"
        self._say(f"Byline is at {here} and its editors' desk at {here}admin/ (Ctrl-C stops it).")
        attendant.become(HOST, settings.PORT, settings.WORKERS, reload=reload)

    def _prepare(self, *, collect: bool) -> None:
        database.require()
        demo.note_new_site()
        database.migrate(self._say)
        if collect:
            assets.collect(self._say)
        demo.load(self._say)
        login.ensure(self._say)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
