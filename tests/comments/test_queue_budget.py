"""What a page of the desk costs, whatever lies on it and however much."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Act, Claim, Comment, Host, Presence, Report, Signal
from tests.factories import make_article, make_comment, make_section, make_user

from .posting import parse

pytestmark = pytest.mark.django_db

DESK = "/moderation/"
BUDGET = 12  # the login's three included


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_user("mona", "Moderator", email="mona@byline.example"))
    return client


def make_rich(number: int, status: str = "waiting") -> Comment:
    """A reply about which there is everything to show."""
    article = make_article(f"Story {number}", section=make_section(f"Section {number % 3}"))
    above = make_comment(article, name="Ida Lund", body="The first word.")
    comment = make_comment(
        article,
        parent=above,
        status=status,
        name=f"Otto {number}",
        email=f"otto{number % 4}@example.com",
        website=f"https://site{number}.example",
        reader=f"browser{number % 5}",
        body=f"Reply {number}, see http://host{number}.example/ and casino",
    )
    earlier = make_comment(article, reader=f"browser{number % 5}", body=f"Earlier {number}")
    Claim.objects.create(
        comment=earlier,
        email_index=f"proven{number % 3}",
        reader=earlier.reader,
        confirmed_at=timezone.now(),
    )
    Host.objects.get_or_create(name=f"host{number}.example", defaults={"approved": 3})
    Signal.objects.create(comment=comment, code="held_word", weight=2.0, detail="casino")
    colleague = make_user(f"colleague{number}", email=f"c{number}@byline.example")
    Act.objects.log("note", colleague, comment=comment, reason="Look at this.")
    Presence.objects.begin(comment.pk, colleague)
    Report.objects.create(comment=comment, reason="abuse", text="Rude")
    if status == "published":
        comment.edit(f"Edited {number} http://host{number}.example/")
    else:
        comment.redact(f"Reply {number}, see http://host{number}.example/ and", by=colleague)
    return comment


def cost(client: Client, address: str) -> tuple[int, Any]:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(queries), parse(response)


@pytest.mark.parametrize(
    "query", ["", "?order=score", "?older=1", "?section=section-1&signal=links"]
)
def test_the_queue_costs_the_same_with_one_card_and_with_many_of_every_kind(
    desk: Client, query: str
) -> None:
    spent = []
    for number in range(21):
        make_rich(number, "published" if number % 2 else "waiting")
        if number in (0, 20):
            Comment.objects.update(submitted_at=timezone.now() - timedelta(hours=2))
            spent.append(cost(desk, DESK + query))
    (least, _one), (most, page) = spent
    assert most <= BUDGET
    assert abs(most - least) <= 1
    if not query:
        assert len(page.xpath("//*[@id='desk-list']/*[starts-with(@id, 'comment-')]")) == 20


@pytest.mark.parametrize("pile", ["reported", "unseen", "spam", "mine", "all"])
def test_every_pile_keeps_to_the_budget(desk: Client, pile: str) -> None:
    for number in range(8):
        comment = make_rich(number)
        if pile in ("mine", "spam"):
            comment.mark_spam(by=None if pile == "spam" else make_user(f"spam{number}"))
    assert cost(desk, f"{DESK}?pile={pile}")[0] <= BUDGET


def test_words_persons_and_articles_are_looked_for_within_the_budget(desk: Client) -> None:
    comments = [make_rich(number) for number in range(6)]
    assert cost(desk, f"{DESK}?q=casino")[0] <= BUDGET
    assert cost(desk, f"{DESK}?author={comments[0].pk}")[0] <= BUDGET
    assert cost(desk, f"{DESK}?article={comments[0].article_id}")[0] <= BUDGET


def test_one_card_its_conversation_and_its_history_cost_little(desk: Client) -> None:
    comment = make_rich(1)
    for room in ("", "context/", "history/"):
        assert cost(desk, f"{DESK}{comment.pk}/{room}")[0] <= BUDGET + 3, room
