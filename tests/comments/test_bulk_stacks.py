"""Replies that belong together are offered as one stack, for one decision."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Decision, stacks
from tests.factories import make_article, make_comment, make_user

from .deciding import DESK, make_moderator
from .posting import parse, text

pytestmark = pytest.mark.django_db

PILLS = "Buy the best pills for little money, my friends"


def waiting(body: str, *, network: str = "", minutes: float = 0, **fields: Any) -> Comment:
    row = make_comment(
        fields.pop("article", None) or make_article(), status="waiting", body=body, **fields
    )
    sent = timezone.now() - timedelta(minutes=minutes)
    Comment.objects.filter(pk=row.pk).update(client_prefix=network, submitted_at=sent)
    return row


def numbers(stack: stacks.Stack) -> set[int]:
    return {card.number for card in stack.cards}


def test_the_same_words_make_a_stack_whatever_robots_vary() -> None:
    same = [waiting(f"{PILLS} http://a.example/{n} {'!' * n}", name=f"Robot {n}") for n in range(3)]
    waiting("Something else entirely, with letters enough.")
    found = stacks.offered()
    assert [numbers(stack) for stack in found] == [{row.pk for row in same}]
    assert found[0].kind == "alike"
    assert found[0].names == ["Robot 0", "Robot 1", "Robot 2"]


def test_nearly_the_same_words_make_one_stack_with_the_same_words() -> None:
    said = "{0} friend, my cousin lost {1} kilos in a month with this tea and you can do it {2} too"
    wave = [("Dear", "nine", "now"), ("Hello", "ten", "today"), ("Dear", "nine", "now")]
    same = [waiting(said.format(*words), name=f"R{n}") for n, words in enumerate(wave)]
    waiting("My cousin lives in a month of rain and you can do nothing about it, friend or not.")
    found = stacks.offered()
    assert [numbers(stack) for stack in found] == [{row.pk for row in same}]


def test_few_words_with_the_same_hosts_make_a_stack() -> None:
    same = [waiting(f"Look {n}: https://b.example/{n}") for n in range(2)]
    waiting("Look 9: https://c.example/")
    waiting("Yes.")
    waiting("No.")
    assert [numbers(stack) for stack in stacks.offered()] == [{row.pk for row in same}]


def test_many_from_one_network_at_once_make_a_stack() -> None:
    burst = [
        waiting(f"{word} is a subject.", network="n1", minutes=n) for n, word in enumerate("abc")
    ]
    waiting("Earlier, from there.", network="n1", minutes=40)
    for n, word in enumerate("de"):
        waiting(f"{word} is two only.", network="n2", minutes=n)
    for n, word in enumerate("fgh"):
        waiting(f"{word} without a network", minutes=n)
    found = stacks.offered()
    assert [(stack.kind, numbers(stack)) for stack in found] == [
        ("burst", {row.pk for row in burst})
    ]


def test_a_reply_lies_in_one_stack_and_only_while_it_waits() -> None:
    mona = make_user("mona")
    rows = [waiting(f"{PILLS} {n}", network="n1") for n in range(5)]
    rows[0].approve(by=mona)
    rows[1].defer(until=timezone.now() + timedelta(days=1), by=mona)
    found = stacks.offered()
    assert [numbers(stack) for stack in found] == [{row.pk for row in rows[2:]}]


def test_stacks_cost_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert stacks.offered() == []
    for n in range(8):
        for m in range(2):
            waiting(f"{'abcdefgh'[n] * 25} {m}")
    with django_assert_num_queries(1):
        assert len(stacks.offered()) == stacks.SHOWN


def test_those_that_are_due_later_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stacks, "LOOKED_AT", 3)
    rows = [waiting(f"{PILLS} {n}") for n in range(5)]
    assert [numbers(stack) for stack in stacks.offered()] == [{row.pk for row in rows[:3]}]


def test_one_decision_does_for_a_stack(client: Client) -> None:
    make_moderator(client)
    rows = [waiting(f"{PILLS} <b>{n}</b>", network="secret" * 5) for n in range(3)]
    offer = {"stacks": stacks.offered(), "may_decide": True, "next": "order=oldest"}
    part = render_to_string("comments/desk/stacks.html", offer)
    assert "3 replies with the same words" in text(parse_part(part))
    assert "secret" not in part
    form = parse_part(part).xpath(".//form")[0]
    values = {name: form.fields[name] for name in ("scope", "pick", "next")}
    shown = client.post(f"{DESK}bulk/", values | {"verb": "mark_spam"})
    assert "3 replies would be filed as spam." in text(parse(shown))
    client.post(f"{DESK}bulk/", values | {"verb": "mark_spam", "confirmed": "3"})
    assert {row.status for row in Comment.objects.filter(pk__in=[r.pk for r in rows])} == {"spam"}
    assert Decision.objects.exclude(batch=None).count() == 3
    assert stacks.offered() == []


def parse_part(part: str) -> Any:
    from lxml import html

    return html.fragment_fromstring(part, create_parent="div")


def test_who_may_not_decide_sees_no_buttons() -> None:
    for n in range(2):
        waiting(f"{PILLS} {n}")
    part = render_to_string("comments/desk/stacks.html", {"stacks": stacks.offered()})
    assert "<button" not in part
