"""The kept numbers stay those of the rows, whoever compacts or recounts them meanwhile."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from cms.background.schedule import JOBS
from comments import tasks
from comments.models import Comment, Tally
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db

real = pytest.mark.django_db(transaction=True, serialized_rollback=True)
ACTS = [Tally.objects.compact, Tally.objects.recount]


def counted() -> dict[str, int]:
    """The numbers as the rows themselves say them."""
    names: Counter[str] = Counter()
    for row in Comment.objects.all():
        names.update(row.tallies())
    return dict(names)


def test_the_numbers_follow_every_decision() -> None:
    mona = make_user("mona")
    rows = [make_comment(status=s) for s in ("waiting", "waiting", "published", "spam", "removed")]
    rows[0].approve(by=mona)
    rows[0].undo(by=mona)
    rows[1].reject(by=mona)
    assert Tally.objects.read() == counted()
    assert counted()["desk:waiting"] == 1


@pytest.mark.parametrize("act", ACTS)
def test_numbers_stay_the_same_and_become_short(act: Callable[[], None]) -> None:
    for status in ("waiting", "published", "spam") * 3:
        make_comment(status=status)
    before = Tally.objects.read()
    act()
    assert Tally.objects.read() == before == counted()
    Tally.objects.compact()
    assert Tally.objects.count() == len(before)


def test_thousands_of_lines_become_one() -> None:
    Tally.objects.bulk_create(Tally(name="waiting", change=n % 3 - 1) for n in range(3000))
    Tally.objects.bulk_create([Tally(name="spam", change=1)] * 7)
    Tally.objects.compact()
    assert list(Tally.objects.values_list("name", "change")) == [("spam", 7)]


def test_a_recount_heals_what_came_another_way() -> None:
    row = make_comment(status="waiting")
    make_comment(status="spam")
    Comment.objects.filter(pk=row.pk).update(status="rejected")
    Tally.objects.bulk_create([Tally(name="published", change=7)])
    Tally.objects.recount()
    assert Tally.objects.read() == counted() == {"rejected": 1, "spam": 1, "desk:spam": 1}


def test_the_clock_starts_both() -> None:
    start = timezone.now().replace(hour=12, minute=2)
    slots = {job.task: job.slot(start) for job in JOBS}
    assert slots["comments.tasks.compact_tally"].minute == 0
    assert slots["comments.tasks.recount_tally"] < start
    make_comment(status="waiting")
    Tally.objects.bulk_create([Tally(name="spam", change=7)])
    tasks.recount_tally.func()
    tasks.compact_tally.func()
    assert Tally.objects.read() == counted()


# --- At once, on PostgreSQL ---------------------------------------------------------------------


def in_thread(act: Callable[[], Any]) -> threading.Thread:
    """Run it on a connection of its own."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def need_two_connections() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("tests on SQLite share one connection")


@pytest.mark.postgres
@real
@pytest.mark.parametrize("act", ACTS)
def test_what_is_decided_between_any_two_steps_is_counted_once(act: Callable[[], None]) -> None:
    """A reply that came late under an early number, and one decided upon, between all steps."""
    need_two_connections()
    article, mona = make_article(), make_user("mona")
    rows = [make_comment(article, status="waiting") for _ in range(8)]
    steps = 0

    def decide() -> None:
        rows.pop().approve(by=mona)

    def meanwhile(execute: Any, sql: str, *rest: Any) -> Any:
        nonlocal steps
        steps += 1
        in_thread(decide).join(timeout=10)
        return execute(sql, *rest)

    with connection.execute_wrapper(meanwhile):
        act()
    assert steps >= 2
    assert Tally.objects.read() == counted()


@pytest.mark.postgres
@real
@pytest.mark.parametrize("act", ACTS)
def test_a_line_that_is_committed_late_under_an_early_number_stays(
    act: Callable[[], None],
) -> None:
    need_two_connections()
    article = make_article()
    written, go_on, done = threading.Event(), threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            make_comment(article, status="waiting")
            written.set()
            go_on.wait(timeout=10)
        done.set()

    thread = in_thread(slow)
    written.wait(timeout=10)
    make_comment(make_article("Another"), status="waiting")
    steps = 0

    def meanwhile(execute: Any, sql: str, *rest: Any) -> Any:
        nonlocal steps
        steps += 1
        if sql.startswith(("DELETE", "INSERT")):
            go_on.set()
            assert done.wait(timeout=10)
        return execute(sql, *rest)

    with connection.execute_wrapper(meanwhile):
        act()
    go_on.set()
    thread.join(timeout=10)
    assert Tally.objects.read() == counted() == {"waiting": 2, "desk:waiting": 2}


@pytest.mark.postgres
@real
def test_many_at_once(client: Client) -> None:
    need_two_connections()
    article, mona, trouble = make_article(), make_user("mona"), []
    rows = [make_comment(article, status="waiting") for _ in range(4)]

    def often(act: Callable[[], Any]) -> Callable[[], None]:
        def run() -> None:
            try:
                for _ in range(25):
                    act()
            except Exception as error:
                trouble.append(error)

        return run

    def decide(pk: int) -> None:
        row = Comment.objects.get(pk=pk)
        verb = row.approve if row.status != "published" else row.reject
        verb(by=mona)

    acts = [*(often(lambda pk=row.pk: decide(pk)) for row in rows), *map(often, ACTS * 2)]
    for thread in [in_thread(act) for act in acts]:
        thread.join(timeout=60)
    assert trouble == []
    assert Tally.objects.read() == counted()
