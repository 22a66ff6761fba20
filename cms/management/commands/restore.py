from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from rich.console import Console
from rich.progress import Progress

from cms.backup import archive, restore
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
        except restore.Refused as error:
            raise CommandError(f"{file} was not restored. {error}") from error
        except restore.Stopped as error:
            raise CommandError(
                f"{file} was not restored: {error}. The old rows stay; some of its pictures may be"
                " stored already. Run the same command again."
            ) from error
        except restore.Unfinished as error:
            raise CommandError(self._unfinished(file, error)) from error
        except (archive.Unreadable, DatabaseError, OSError) as error:
            why = restore.first_line(error)
            raise CommandError(f"{file} was not restored: {why}. Nothing was changed.") from error
        if verbosity:
            self.stdout.write(
                f"Restored the database of {done.saved_at[:16]} and {done.files} files;"
                f" removed {done.removed} that were only here. {_keys()}"
            )

    def _unfinished(self, file: Path, error: restore.Unfinished) -> str:
        """A second run does not know the files that are left: they are listed here."""
        for name in error.left:
            self.stderr.write(name)
        by_hand = " Delete the files listed above by hand; no row mentions them." * bool(error.left)
        return (
            f"The rows of {file} are here now instead of the old ones, but {error}. Run the same"
            f" command again, with --force.{by_hand}"
        )

    def _restore(self, reader: archive.Reader) -> restore.Restored:
        with (
            TemporaryDirectory(ignore_cleanup_errors=True) as folder,
            Progress(console=Console(stderr=True), transient=True) as progress,
        ):
            bar = progress.add_task("Checking and bringing back", total=2 * len(reader.members))
            return restore.restore(reader, Path(folder), lambda: progress.advance(bar))


def _keys() -> str:
    """Whether the operator still has to bring them."""
    if resealing.opens():
        return "The keys that are here open its addresses."
    return "The keys that are here do not open its addresses: bring var/keys of the saved site."
