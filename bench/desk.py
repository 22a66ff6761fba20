"""How the desk bears 10,000 and 100,000 waiting replies: time on the server and queries.

    .venv/bin/python bench/desk.py              SQLite, in a folder that is removed afterwards
    DATABASE_URL=postgres://... bench/desk.py   PostgreSQL, in databases made beside that one
    bench/desk.py --keep FOLDER                 keeps the SQLite files, and uses them again

Exit code 1 when a page takes more than 12 queries, or 1.5 times as long with the longer queue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sizes import ROUNDS, TIMES, Comparison, Pairs, grows, main

DECIDED = 20_000  # other replies beside those that wait
QUERIES = 12
PAGE, DECISION = 25.0, 10.0  # milliseconds at the larger size that are aimed at


def fill(waiting: int) -> None:
    from django.core.management import call_command

    call_command("generate", articles=1000, comments=waiting + DECIDED, waiting=waiting)


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


def remarks(name: str, queries: tuple[int, int], pairs: Pairs) -> dict[str, bool]:
    is_page = not name.startswith("decision")
    aim = PAGE if is_page else DECISION
    return {
        "TOO MANY": is_page and queries[1] > QUERIES,
        "GROWS": grows(pairs),
        f"over {aim:.0f} ms": pairs[0][1] > aim,
    }


DESK = Comparison(__file__, (10_000, 100_000), "wait", fill, questions, remarks)

if __name__ == "__main__":
    raise SystemExit(main(DESK, __doc__))
