"""Two people at once make one decision."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections

from comments.models import Act, Appeal, Comment, Decision, Notice, Stale
from tests.factories import make_comment, make_user

from .notifying import FACTS, make_notice
from .owning import make_own

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="tests on SQLite share one connection"
    ),
]


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Run them in threads that start together; what became of each."""
    results, start = [""] * len(acts), threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=10)
            act()
            results[number] = "done"
        except (Stale, IntegrityError) as error:
            results[number] = type(error).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def same(number: int) -> Notice:
    """The notice as another request reads it."""
    return Notice.objects.select_related("comment", "decision__comment").get(pk=number)


@pytest.mark.parametrize("status", ["published", "rejected"])
def test_two_who_decide_about_a_notice(status: str) -> None:
    comment = make_comment(status=status)
    notice = make_notice(Comment.objects.get(pk=comment.pk))
    one, two = make_user("one", "Moderator"), make_user("two", "Moderator")
    first, second = same(notice.pk), same(notice.pk)
    reasons = {"ground": "law", "basis": "§ 7", "statement": FACTS}
    results = at_once(
        lambda: first.uphold(by=one, **reasons), lambda: second.refuse(by=two, statement=FACTS)
    )
    assert sorted(results) == ["Stale", "done"]
    row = Notice.objects.get()
    upheld = results[0] == "done"
    assert row.state == ("upheld" if upheld else "refused")
    gone = upheld and status == "published"
    assert Comment.objects.get().status == ("removed" if gone else status)
    assert Act.objects.count() == 1


def test_two_who_decide_about_an_objection_and_two_who_object() -> None:
    own = make_own("waiting")
    own.reject(by=make_user("first", "Moderator"))
    decision = Decision.objects.latest("pk")
    against = Appeal.objects.against
    results = at_once(*[lambda: against(decision, "It was a joke.")] * 2)
    assert sorted(results) == ["IntegrityError", "done"]
    one, two = make_user("one", "Moderator"), make_user("two", "Moderator")
    mine, theirs = Appeal.objects.get(), Appeal.objects.get()
    results = at_once(
        lambda: mine.decide("upheld", by=one, answer=""),
        lambda: theirs.decide("refused", by=two, answer="No."),
    )
    assert sorted(results) == ["Stale", "done"]
    upheld = results[0] == "done"
    assert Appeal.objects.get().state == ("upheld" if upheld else "refused")
    assert Comment.objects.get().status == ("waiting" if upheld else "rejected")
    assert Act.objects.count() == 1
