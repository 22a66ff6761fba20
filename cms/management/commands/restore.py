from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from rich.console import Console
from rich.progress import Progress

from cms.backup import archive, restore, sqlite
from comments.models import resealing


class Command(BaseCommand):
    help = "Bring back what `backup` saved: database and pictures. The keys are brought by hand."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="replace the site that is here")

    def handle(self, *, file: Path, force: bool, verbosity: int, **options: Any) -> None:
        try:
            with archive.opened(file) as reader:
                if (here := restore.what_is_here()) and not force:
                    raise CommandError(
                        f"There is a site here already ({here}). Nothing was changed;"
                        " --force replaces all of it."
                    )
                done = self._restore(reader)
        except (archive.Unreadable, sqlite.Broken) as error:
            raise CommandError(f"{file} was not restored: {error}. Nothing was changed.") from error
        except restore.Refused as error:
            raise CommandError(f"{file} was not restored. {error}") from error
        except (DatabaseError, OSError) as error:
            why = str(error).strip().splitlines()[0]
            raise CommandError(f"{file} was not restored; the old rows stay: {why}") from error
        if verbosity:
            self.stdout.write(
                f"Restored the database of {done.saved_at[:16]} and {done.files} files;"
                f" removed {done.removed} that were only here. {_keys()}"
            )

    def _restore(self, reader: archive.Reader) -> restore.Restored:
        with (
            TemporaryDirectory() as folder,
            Progress(console=Console(stderr=True), transient=True) as progress,
        ):
            bar = progress.add_task("Checking and bringing back", total=2 * len(reader.members))
            return restore.restore(reader, Path(folder), lambda: progress.advance(bar))


def _keys() -> str:
    """Whether the operator still has to bring them."""
    if resealing.opens():
        return "The keys that are here open its addresses."
    return "The keys that are here do not open its addresses: bring var/keys of the saved site."
