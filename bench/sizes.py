"""A small and a large site asked for the same pages in turn, each in a process of its own.

What else the machine does weighs on both alike. Times are medians: by the clock, and of the site's
processor (what a database's own process spends is only in the former).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # these benches are run as scripts

from bench.postgres import beside  # noqa: E402
from bench.site import environment  # noqa: E402

TIMES = int(os.environ.get("TIMES", "50"))
ROUNDS = 5  # in which the two sizes are asked by turns
RATIO = 1.5  # of the larger size's time to the smaller's, above which a page grows

Times = tuple[int, list[float], list[float]]  # queries; milliseconds by the clock, of the processor
Result = dict[str, Times]  # by what was asked for
Pairs = list[tuple[float, float]]  # medians of the small and the large site, by clock and processor


@dataclass(frozen=True)
class Comparison:
    """What is compared; the functions run in the site's own process, except `remarks`."""

    script: str
    sizes: tuple[int, int]
    title: str
    fill: Callable[[int], None]  # an empty, migrated database, with so many rows
    questions: Callable[[], dict[str, Callable[[], Any]]]
    # Of a page, its queries at both sizes and its times; a remark in capitals is a failure.
    remarks: Callable[[str, tuple[int, int], Pairs], dict[str, bool]]


def main(comparison: Comparison, about: str) -> int:
    parser = argparse.ArgumentParser(description=about.partition("\n")[0])
    parser.add_argument("--keep", type=Path, help="a folder for the SQLite files")
    parser.add_argument("--only", default="", help="what has this in its name")
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        return answer(comparison, options.measure)
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        processes = [Process(size, folder, comparison.script) for size in comparison.sizes]
        names = [name for name in processes[0].names if options.only in name]
        small, large = by_turns(processes, names)
        for process in processes:
            process.close()
    return report(comparison, small, large)


class Process:
    """A process of its own with one of the databases, as its settings say which it has."""

    def __init__(self, size: int, folder: Path, script: str) -> None:
        url = os.environ.get("DATABASE_URL", "")
        own = beside(url, f"{Path(script).stem}_{size}", anew=True) if url else ""
        told = environment(folder / str(size), own, TIMES=str(TIMES))
        command = [sys.executable, script, "--measure", str(size)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(  # noqa: S603
            command, env=told, text=True, stdin=pipe, stdout=pipe
        )
        self.names: list[str] = self.read()

    def ask(self, name: str) -> Times:
        assert self.process.stdin is not None
        print(name, file=self.process.stdin, flush=True)
        found: Times = self.read()
        return found

    def read(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def by_turns(processes: list[Process], names: list[str]) -> list[Result]:
    found: list[Result] = [{} for _ in processes]
    for name in names:
        for _round in range(ROUNDS):
            for process, result in zip(processes, found, strict=True):
                queries, clock, processor = process.ask(name)
                _, clocks, processors = result.setdefault(name, (queries, [], []))
                clocks += clock
                processors += processor
    return found


def answer(comparison: Comparison, size: int) -> int:
    """Fill the database where it is empty, then time whatever is named, until nothing is."""
    prepare(comparison, size)
    asks = comparison.questions()
    print(json.dumps(list(asks)), flush=True)
    for line in sys.stdin:
        print(json.dumps(timed(asks[line.strip()])), flush=True)
    return 0


def prepare(comparison: Comparison, size: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from articles.models import Article

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not Article.objects.exists():
        with redirect_stdout(sys.stderr):  # answers alone go to the one who asks
            comparison.fill(size)


def timed(ask: Callable[[], Any]) -> Times:
    """Queries of one answer, and what each of a round's others took."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(3):
        answer = ask()
        assert answer.status_code == 200, answer.status_code
    with CaptureQueriesContext(connection) as queries:
        ask()
    count = len(queries)
    clocks, processors = zip(*(milliseconds(ask) for _ in range(TIMES // ROUNDS)), strict=True)
    return count, list(clocks), list(processors)


def milliseconds(ask: Callable[[], Any]) -> tuple[float, float]:
    """By the clock, and of the processor."""
    began, worked = time.perf_counter(), time.process_time()
    ask()
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - worked)


def report(comparison: Comparison, small: Result, large: Result) -> int:
    """Print the table; 1 when a remark is a failure, else 0."""
    failed = False
    title = f"{'queries':>8}{'clock, ms':>18}{'ratio':>7}{'processor, ms':>18}{'ratio':>7}"
    sizes = " and ".join(f"{size:,}" for size in comparison.sizes)
    print(f"{sizes} {comparison.title}".ljust(28) + title)
    for name, (queries, clocks, processors) in large.items():
        before, *others = small[name]
        pairs = [(median(others[n]), median(times)) for n, times in enumerate((clocks, processors))]
        remarks = comparison.remarks(name, (before, queries), pairs)
        words = [word for word, true in remarks.items() if true]
        failed |= any(word.isupper() for word in words)
        columns = "".join(f"{s:>9.1f}{g:>9.1f}{g / s:>7.2f}" for s, g in pairs)
        print(f"{name:28}{queries:>8}{columns}  {', '.join(words)}")
    return int(failed)


def grows(pairs: Pairs) -> bool:
    return any(large > RATIO * small for small, large in pairs)
