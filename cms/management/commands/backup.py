from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from cms.backup import archive, make, pictures, sqlite

KEYS = (
    "The keys are not in it: keep var/keys (or the settings that hold them) somewhere else, or"
    " no address in it can be read again."
)


class Command(BaseCommand):
    help = "Save every row and every picture into one new file, while the site goes on. No key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the new file, for example byline.zip")

    def handle(self, *, file: Path, verbosity: int, **options: Any) -> None:
        if file.exists():
            raise CommandError(f"{file} exists already: give another name, or move it away.")
        try:
            with Progress(console=Console(stderr=True), transient=True) as progress:
                files = sum(1 for _ in pictures.mentioned())
                bar = progress.add_task("Saving and reading back", total=2 * files)
                saved = make.save(file, lambda: progress.advance(bar))
        except (OSError, archive.Unreadable, sqlite.Broken) as error:
            raise CommandError(f"Nothing was saved: {_why(error)}.") from error
        if verbosity:
            size = file.stat().st_size / 1_000_000
            self.stdout.write(f"Saved {saved.files} files and the database, {size:.1f} MB. {KEYS}")
        if saved.lost:
            first = saved.lost[0].removeprefix(pictures.FOLDER)
            self.stderr.write(f"Missing on this site, so not saved: {len(saved.lost)}, as {first}.")


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
