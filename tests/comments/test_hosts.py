"""Hosts that replies name: learnt from people's decisions and unlearnt with them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from comments.models import Comment, Host
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db

BODY = "See https://www.Harbour.example/plan and harbour news at http://paper.example:80/."


@pytest.fixture
def mona() -> User:
    return make_user("mona")


def known() -> dict[str, tuple[int, int]]:
    """(approved, rejected) of each host of which anything is known."""
    rows = {host.name: (host.approved, host.rejected) for host in Host.objects.all()}
    return {name: counts for name, counts in rows.items() if counts != (0, 0)}


def make_waiting(**fields: Any) -> Comment:
    return make_comment(status="waiting", **({"body": BODY} | fields))


@pytest.mark.parametrize(
    ("verb", "counts"),
    [("approve", (1, 0)), ("reject", (0, 1)), ("mark_spam", (0, 1)), ("remove", (0, 1))],
)
def test_hosts_learn_from_a_person_and_unlearn_with_the_undo(
    mona: User, verb: str, counts: tuple[int, int]
) -> None:
    comment = make_waiting(website="https://fell.example/")
    getattr(comment, verb)(by=mona)
    names = ("harbour.example", "paper.example", "fell.example")
    assert known() == dict.fromkeys(names, counts)
    comment.undo(by=mona)
    assert known() == {}


@pytest.mark.parametrize("verb", ["approve", "reject", "mark_spam", "hold", "withdraw"])
def test_nothing_is_learnt_from_machines_and_writers(verb: str) -> None:
    comment = make_waiting()
    arguments = {"hold": {"reason": "reports"}, "withdraw": {}}.get(verb, {"by": None})
    getattr(comment, verb)(**arguments)
    assert known() == {}


@pytest.mark.parametrize(
    ("machine", "person", "counts"),
    [
        ("approve", "approve", (1, 0)),
        ("mark_spam", "mark_spam", (0, 1)),
        ("mark_spam", "approve", (1, 0)),
        ("approve", "remove", (0, 1)),
    ],
)
def test_a_person_who_confirms_or_corrects_the_machine_teaches(
    mona: User, machine: str, person: str, counts: tuple[int, int]
) -> None:
    comment = make_waiting()
    getattr(comment, machine)(by=None)
    assert getattr(comment, person)(by=mona) is not None
    assert known()["paper.example"] == counts


def test_who_thinks_better_of_it_counts_once(mona: User) -> None:
    comment = make_waiting()
    comment.reject(by=mona)
    comment.approve(by=mona)
    assert known()["paper.example"] == (1, 0)
    comment.approve(by=make_user("otto"))
    assert known()["paper.example"] == (1, 0)


def test_a_host_named_twice_is_counted_once(mona: User) -> None:
    make_waiting(body="http://one.example/a http://ONE.example/b").approve(by=mona)
    assert known() == {"one.example": (1, 0)}


def test_an_approved_edit_moves_the_lesson_to_its_own_hosts(mona: User) -> None:
    comment = make_waiting(body="http://one.example/")
    comment.approve(by=mona)
    comment.edit("http://two.example/")
    assert known() == {"one.example": (1, 0)}
    comment.approve(by=mona)
    assert known() == {"two.example": (1, 0)}
    comment.undo(by=mona)
    assert known() == {"one.example": (1, 0)}


# --- What the rules make of it ------------------------------------------------------------------


def signals(**fields: Any) -> dict[str, str]:
    comment = make_waiting(body="And http://one.example/ once more.", name="Otto Brandt", **fields)
    return dict(comment.signals.values_list("code", "detail"))


def test_a_host_that_nobody_has_judged_is_new() -> None:
    assert "one.example" in signals()["new_host"]


def test_a_host_that_was_rejected_more_than_approved_is_bad(mona: User) -> None:
    article = make_article()
    for number, verb in enumerate(["approve", "mark_spam", "reject"]):
        getattr(make_waiting(article=article, body=f"{number} http://one.example/"), verb)(by=mona)
    found = signals()
    assert "approved 1x, rejected 2x" in found["bad_host"]
    assert "new_host" not in found


def test_a_host_that_was_approved_often_speaks_for_a_reply(mona: User) -> None:
    article = make_article()
    for number in range(3):
        make_waiting(article=article, body=f"{number} http://one.example/").approve(by=mona)
    found = signals()
    assert "known_host" in found
    assert "new_host" not in found
