from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.progress import track

from comments.moderation.evaluation import Group, Row, evaluate

COLUMNS = ("text", "label", "group")
LABELS = {"0": False, "1": True}


class Command(BaseCommand):
    help = (
        "Measure the classifier on a CSV file with the columns text, label (1 for spam, 0 for a"
        " good reply) and group; other columns are ignored. Every group is left out once, and"
        " judged by what was learnt from the others."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")

    def handle(self, *, file: Path, **options: Any) -> None:
        rows = list(read(file))
        try:
            result = evaluate(rows, watch=self._watch)
        except ValueError as error:
            raise CommandError(f"{file.name}: {error}") from error
        self.stdout.write(
            f"AUC {result.auc:.4f}\n"
            f"recall at 1 % false positives {100 * result.recall_at_1_percent:.1f} %\n"
            f"{result.n} rows in {result.groups} groups, {result.spam} of them spam\n"
            f"{result.microseconds / 1000:.3f} ms per reply"
        )

    def _watch(self, groups: Sequence[Group]) -> Iterable[Group]:
        """A progress bar on a terminal, on the channel that is not the result's."""
        shown = self.stderr.isatty()
        return track(groups, "Leaving out each group", disable=not shown, transient=True)


def read(file: Path) -> Iterator[Row]:
    """The rows of a file. Raises CommandError with a sentence for what it cannot read."""
    csv.field_size_limit(10_000_000)  # characters; the standard 131,072 would refuse some texts
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines)
            if missing := [name for name in COLUMNS if name not in (table.fieldnames or ())]:
                raise CommandError(f"{file.name} has no column {', '.join(missing)}.")
            for cells in table:
                yield _row(cells, f"{file.name}, line {table.line_num}")
    except UnicodeDecodeError as error:
        raise CommandError(f"{file.name} is not in UTF-8.") from error
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except csv.Error as error:
        raise CommandError(f"{file.name} is not a CSV file: {error}.") from error


def _row(cells: dict[str, str | None], place: str) -> Row:
    text, label, group = (cells[name] for name in COLUMNS)
    if text is None or label is None or group is None:
        raise CommandError(f"{place}: the row is too short.")
    if label.strip() not in LABELS:
        raise CommandError(f'{place}: the label is "{label[:40]}"; it must be 1 for spam or 0.')
    return text, LABELS[label.strip()], group
