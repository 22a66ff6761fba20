from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from cms import env
from comments import vault
from comments.models import resealing

SETTLED = 60  # seconds after which nobody writes with an older key any more


class Command(BaseCommand):
    help = (
        "Protect every stored address with a new key: one is generated, unless"
        " EMAIL_ENCRYPTION_KEYS is set. In that case put a new pair first in it and restart"
        " every process before you run this. A run that was broken off can be repeated."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--prune",
            action="store_true",
            help="Make no new key, and delete the generated keys that no row uses any more.",
        )

    def handle(self, *, prune: bool, verbosity: int, **options: Any) -> None:
        self._prepare(prune)
        renewed, unreadable = self._reseal()
        newest = vault.ring()[0][0]
        idle = _idle(unreadable)
        said = _sentence(idle, prune)
        if prune:
            for version in idle:
                (Path(settings.KEYS_DIR) / f"email-{version}").unlink()
        if verbosity:
            self.stdout.write(
                f"Renewed {renewed} addresses under key {newest}. {said}"
                + (f" {unreadable} addresses open with no key." if unreadable else "")
            )

    def _prepare(self, prune: bool) -> None:
        """A key of its own for this run, or the certainty that none is needed."""
        if settings.EMAIL_ENCRYPTION_KEYS:
            if prune:
                raise CommandError("Take old keys out of EMAIL_ENCRYPTION_KEYS by hand.")
            return
        folder = Path(settings.KEYS_DIR)
        newest = int(vault.ring()[0][0])
        if not prune:
            env.generated_key(folder, f"email-{newest + 1}")
        elif time.time() - (folder / f"email-{newest}").stat().st_mtime < SETTLED:
            raise CommandError(
                "The newest key is not a minute old: something may still be written with the one"
                " before. Nothing was deleted. Please try again in a minute."
            )

    def _reseal(self) -> tuple[int, int]:
        """How many rows were renewed, and how many no key opens."""
        seen = {True: 0, False: 0, None: 0}
        with Progress(console=Console(stderr=True), transient=True) as progress:
            bar = progress.add_task("Addresses", total=resealing.rows())
            for result in resealing.reseal():
                seen[result] += 1
                progress.advance(bar)
        return seen[True], seen[None]


def _idle(unreadable: int) -> list[str]:
    used = resealing.versions_in_use(unreadable=unreadable)
    return [version for version, _secret in vault.ring() if version not in used]


def _sentence(idle: list[str], pruned: bool) -> str:
    if len(vault.ring()) == 1:
        return "There is no other key."
    if not idle:
        return "Every older key is still in use."
    names = ", ".join(idle)
    if pruned:
        return f"Deleted the keys that no row used: {names}."
    return f"No row uses these keys any more, so they may be removed: {names}."
