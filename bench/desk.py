"""How the desk bears 10,000 and 100,000 waiting replies: time on the server and queries.

Both databases are asked in turn, so that what else the machine does weighs on both alike. Times are
medians: by the clock, and of this process's processor (what the database's own process spends is
only in the former).

    .venv/bin/python bench/desk.py              SQLite, in a folder that is removed afterwards
    DATABASE_URL=postgres://... bench/desk.py   PostgreSQL, in databases made beside that one
    bench/desk.py --keep FOLDER                 keeps the SQLite files, and uses them again

Exit code 1 when a page takes more than 12 queries, or 1.5 times as long with the longer queue.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
SIZES = (10_000, 100_000)
DECIDED = 20_000  # other replies beside those that wait
TIMES = int(os.environ.get("TIMES", "50"))
QUERIES, RATIO = 12, 1.5
PAGE, DECISION = 25.0, 10.0  # milliseconds at the larger size that are aimed at

ROUNDS = 5  # in which the two sizes are asked by turns

Times = tuple[int, list[float], list[float]]  # queries; milliseconds by the clock, of the processor
Result = dict[str, Times]  # by what was asked for


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--keep", type=Path, help="a folder for the SQLite files")
    parser.add_argument("--only", default="", help="what has this in its name")
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        return answer(options.measure)
    with tempfile.TemporaryDirectory() as folder:
        desks = [Desk(size, options.keep or Path(folder)) for size in SIZES]
        names = [name for name in desks[0].names if options.only in name]
        small, large = by_turns(desks, names)
        for desk in desks:
            desk.close()
    return report(small, large)


class Desk:
    """A process of its own with one of the databases, as its settings say which it has."""

    def __init__(self, size: int, folder: Path, script: str = __file__) -> None:
        environment = os.environ | {"BYLINE_VAR": str(folder / str(size)), "BYLINE_DEMO": "off"}
        url = os.environ.get("DATABASE_URL", "")
        if url:
            environment["DATABASE_URL"] = new_database(url, size)
        command = [sys.executable, script, "--measure", str(size)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(  # noqa: S603
            command, env=environment, text=True, stdin=pipe, stdout=pipe
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


def by_turns(desks: list[Desk], names: list[str]) -> list[Result]:
    found: list[Result] = [{} for _ in desks]
    for name in names:
        for _round in range(ROUNDS):
            for desk, result in zip(desks, found, strict=True):
                queries, clock, processor = desk.ask(name)
                _, clocks, processors = result.setdefault(name, (queries, [], []))
                clocks += clock
                processors += processor
    return found


def new_database(url: str, size: int) -> str:
    """The address of an empty PostgreSQL database beside the one that is given."""
    import psycopg

    parts = urlsplit(url)
    name = f"{parts.path.lstrip('/')}_desk_{size}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(parts._replace(path=f"/{name}"))


def answer(size: int) -> int:
    """Fill the database where it is empty, then time whatever is named, until nothing is."""
    prepare(size)
    asks = questions()
    print(json.dumps(list(asks)), flush=True)
    for line in sys.stdin:
        print(json.dumps(timed(asks[line.strip()])), flush=True)
    return 0


def questions() -> dict[str, Callable[[], Any]]:
    """Each page that is asked for, and each decision."""
    from django.test import Client

    from comments.models import Comment

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(moderator())
    asks: dict[str, Callable[[], Any]]
    asks = {name: partial(client.get, f"/moderation/{query}") for name, query in pages()}
    waiting = Comment.objects.waiting().order_by("-pk").values_list("pk", "revision")
    rows = iter(list(waiting[: 3 * (TIMES + 4 * ROUNDS)]))
    for verb in ("approve", "reject", "mark_spam"):
        asks[f"decision: {verb}"] = partial(decide, client, rows, verb)
    return asks


def prepare(waiting: int) -> None:
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from articles.models import Article

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not Article.objects.exists():
        numbers = {"articles": 1000, "comments": waiting + DECIDED, "waiting": waiting}
        with redirect_stdout(sys.stderr):  # answers alone go to the one who asks
            call_command("generate", **numbers)


def moderator() -> Any:
    from django.contrib.auth.models import Group, User

    user, _ = User.objects.get_or_create(username="mona", defaults={"is_staff": True})
    user.groups.set([Group.objects.get(name="Moderator")])
    return user


def pages() -> Iterator[tuple[str, str]]:
    """What the desk is asked for: a name and the query of the address."""
    from comments.models import Comment, Thread

    busy = Thread.objects.order_by("-reply_count").first()
    reader = Comment.objects.waiting().exclude(reader="").order_by("pk").first()
    assert busy is not None
    assert reader is not None
    yield "first page", ""
    yield "deep page", f"?after={deep_cursor()}"
    for order in ("oldest", "newest", "score"):
        yield f"order: {order}", f"?order={order}"
    for pile in ("reported", "unseen", "spam", "mine", "all"):
        yield f"pile: {pile}", f"?pile={pile}"
    yield "filter: article", f"?article={busy.pk}"
    yield "filter: section", f"?section={busy.article.section_id}"
    yield "filter: signal", "?signal=known_host"
    yield "filter: rare signal", "?signal=shouting"
    yield "filter: older", "?older=48"
    yield "filter: author", f"?author={reader.pk}"
    yield "filter: put off", "?deferred=1"
    yield "search: many", "?q=meeting"
    yield "search: two words", "?q=drivers+costs"
    yield "search: none", "?q=zyzzyva"


def deep_cursor() -> str:
    """The place of the reply in the middle of the queue."""
    from comments.models import Comment
    from comments.views.desk.paging import URGENT

    waiting = Comment.objects.undecided().order_by("due_at", "pk")
    return URGENT.place(waiting[waiting.count() // 2])


def decide(client: Any, rows: Iterator[tuple[int, int]], verb: str) -> Any:
    """One decision about the next of these replies."""
    number, revision = next(rows)
    sent = {"verb": verb, "revision": revision}
    return client.post(f"/moderation/{number}/", sent, headers={"X-Desk": "card"})


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


def report(small: Result, large: Result) -> int:
    """Print the table; 1 when something grows with the queue, else 0."""
    failed = False
    title = (
        f"{'queries':>8}{'clock, ms':>18}{'ratio':>7}{'processor, ms':>18}{'ratio':>7}{'aim':>5}"
    )
    print(f"{SIZES[0]:,} and {SIZES[1]:,} wait".ljust(24) + title)
    for name, (queries, clocks, processors) in large.items():
        _, *others = small[name]
        pairs = [(median(others[n]), median(times)) for n, times in enumerate((clocks, processors))]
        is_page = not name.startswith("decision")
        aim = PAGE if is_page else DECISION
        many, grows = is_page and queries > QUERIES, any(g > RATIO * s for s, g in pairs)
        failed |= many or grows
        columns = "".join(f"{s:>9.1f}{g:>9.1f}{g / s:>7.2f}" for s, g in pairs)
        remarks = {"TOO MANY": many, "GROWS": grows, "over the aim": pairs[0][1] > aim}
        words = ", ".join(word for word, true in remarks.items() if true)
        print(f"{name:24}{queries:>8}{columns}{aim:>5.0f}  {words}")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
