"""How the desk bears 10,000 and 100,000 waiting replies: time on the server and queries.

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

Result = dict[str, tuple[int, float]]  # queries and milliseconds by what was asked for


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--keep", type=Path, help="a folder for the SQLite files")
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        small, large = (run(size, options.keep or Path(folder)) for size in SIZES)
    return report(small, large)


def run(size: int, folder: Path) -> Result:
    """Measure in a process of its own, as its settings say which database it has."""
    environment = os.environ | {"BYLINE_VAR": str(folder / str(size)), "BYLINE_DEMO": "off"}
    url = os.environ.get("DATABASE_URL", "")
    if url:
        environment["DATABASE_URL"] = new_database(url, size)
    command = [sys.executable, str(Path(__file__)), "--measure", str(size)]
    output = subprocess.check_output(command, env=environment, text=True)  # noqa: S603
    found: Result = json.loads(output.splitlines()[-1])
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


def measure(waiting: int) -> Result:
    """Fill the database where it is empty, then ask for each page and decide many times."""
    prepare(waiting)
    from django.test import Client

    from comments.models import Comment

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(moderator())
    asks = {name: partial(client.get, f"/moderation/{query}") for name, query in pages()}
    waiting = Comment.objects.waiting().order_by("-pk").values_list("pk", "revision")
    rows = iter(list(waiting[: 3 * (TIMES + 4)]))
    for verb in ("approve", "reject", "mark_spam"):
        asks[f"decision: {verb}"] = partial(decide, client, rows, verb)
    return {name: timed(ask) for name, ask in asks.items()}


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
        call_command("generate", **numbers, stdout=sys.stderr)


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


def timed(ask: Callable[[], Any]) -> tuple[int, float]:
    """Queries of one answer, and the median of its milliseconds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(3):
        answer = ask()
        assert answer.status_code == 200, answer.status_code
    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries), median(milliseconds(ask) for _ in range(TIMES))


def milliseconds(ask: Callable[[], Any]) -> float:
    began = time.perf_counter()
    ask()
    return 1000 * (time.perf_counter() - began)


def report(small: Result, large: Result) -> int:
    """Print the table; 1 when something grows with the queue, else 0."""
    failed = False
    print(f"{'':24}{'queries':>8}{SIZES[0]:>10,}{SIZES[1]:>10,}{'ratio':>8}{'aim':>6}")
    for name, (queries, slow) in large.items():
        _, quick = small[name]
        is_page = not name.startswith("decision")
        aim = PAGE if is_page else DECISION
        many, grows = is_page and queries > QUERIES, slow > RATIO * quick
        failed |= many or grows
        numbers = f"{queries:>8}{quick:>8.1f}ms{slow:>8.1f}ms{slow / quick:>8.2f}{aim:>6.0f}"
        remarks = {"TOO MANY": many, "GROWS": grows, "over the aim": slow > aim}
        print(f"{name:24}{numbers}  {', '.join(words for words, true in remarks.items() if true)}")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
