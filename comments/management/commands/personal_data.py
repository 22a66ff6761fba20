from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress, track

from comments.models.personal_data import PersonalData, as_json


class Command(BaseCommand):
    help = (
        "Export or erase what is kept under one email address, for the request of the person"
        " whose it is. The address is asked for, or read from standard input: on the command"
        " line every user of this machine could read it in the list of processes, and the"
        " shell would keep it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["export", "erase"])
        parser.add_argument("--output", help="Export into this new file instead of printing.")
        parser.add_argument("--texts", action="store_true", help="Erase what was written as well.")
        parser.add_argument("--yes", action="store_true", help="Erase without asking again.")

    def handle(self, *, action: str, verbosity: int, **options: Any) -> None:
        data = PersonalData.under(_address())
        if action == "export":
            done = self._export(data, options["output"])
        else:
            done = self._erase(data, texts=options["texts"], sure=options["yes"])
        if verbosity:
            self.stderr.write(done)

    def _export(self, data: PersonalData, output: str | None) -> str:
        numbers = data.numbers()
        rows = track(
            data.export(),
            "Replies",
            len(numbers),
            console=Console(stderr=True),
            transient=True,
        )
        with _file(output) as file:
            for part in as_json(rows, data.export_notices()):
                (file or self.stdout).write(part)
        found = _found(len(numbers), data.notices().count())
        return f"Exported what is kept about {found}."

    def _erase(self, data: PersonalData, *, texts: bool, sure: bool) -> str:
        total, notices = len(data.numbers()), data.notices().count()
        if not total and not notices:
            return "Nothing is kept under this address."
        if not sure:
            what = "and the texts" if texts else "but keep the texts"
            _ask(f"Make {_found(total, notices)} anonymous {what}? This cannot be undone. [y/N] ")
        count = 0
        with Progress(console=Console(stderr=True), transient=True) as progress:
            bar = progress.add_task("Replies", total=total)
            for done in data.erase(texts=texts):
                count += done
                progress.advance(bar, done)
        found = _found(count, notices)
        return f"Made {found} anonymous" + (" and erased their texts." if texts else ".")


def _found(replies: int, notices: int) -> str:
    """How much that is; notices are named where there are any."""
    found = "1 reply" if replies == 1 else f"{replies} replies"
    if notices:
        found += " and 1 notice" if notices == 1 else f" and {notices} notices"
    return found


def _address() -> str:
    if sys.stdin.isatty():
        print("Email address: ", end="", file=sys.stderr, flush=True)
    address = sys.stdin.readline().strip()
    if "@" not in address:
        raise CommandError("Please give one email address on standard input.")
    return address


def _ask(question: str) -> None:
    if not sys.stdin.isatty():
        raise CommandError("Nobody can be asked here: say --yes to erase without a question.")
    print(question, end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
        raise CommandError("Nothing was erased.")


@contextmanager
def _file(path: str | None) -> Iterator[TextIO | None]:
    """A new file that only its owner can read."""
    if path is None:
        yield None
        return
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CommandError(f"Cannot write {path}: {error.strerror}.") from None
    with open(number, "w", encoding="utf-8") as file:
        yield file
