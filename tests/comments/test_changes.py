"""What the desk's script hears about colleagues: decisions, names, numbers, and nothing twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import Batch, Comment, Decision, Presence
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db

CHANGES = "/moderation/changes/"


@pytest.fixture
def mona(client: Client) -> User:
    user = make_user("mona", "Moderator")
    client.force_login(user)
    return user


@pytest.fixture
def otto() -> User:
    return make_user("otto", "Moderator")


def changes(client: Client, **query: Any) -> Any:
    response = client.get(CHANGES, query)
    assert response.status_code == 200
    return response.json()


def test_the_decision_of_a_colleague_is_told_with_the_name(
    client: Client, mona: User, otto: User
) -> None:
    comment = make_comment(status="waiting")
    decision = comment.reject(by=otto)
    told = changes(client, since=0)
    assert decision is not None
    assert told["decided"] == [
        {"reply": comment.pk, "revision": comment.revision, "said": "otto: rejected"}
    ]
    assert told["since"] == decision.pk


def test_own_decisions_are_not_told(client: Client, mona: User, otto: User) -> None:
    comment = make_comment(status="waiting")
    comment.reject(by=otto)
    comment.approve(by=mona)
    assert changes(client, since=0)["decided"] == []


def test_of_two_decisions_about_a_reply_the_last_is_told(
    client: Client, mona: User, otto: User
) -> None:
    comment = make_comment(status="waiting")
    comment.reject(by=otto)
    comment.undo(by=otto)
    told = changes(client, since=0)["decided"]
    assert [row["said"] for row in told] == ["otto took a decision back: waiting"]
    assert told[0]["revision"] == Comment.objects.get().revision


def test_what_a_reader_took_back_has_no_name(client: Client, mona: User) -> None:
    make_comment(status="waiting").withdraw()
    assert [row["said"] for row in changes(client, since=0)["decided"]] == ["withdrawn"]


def test_what_was_told_long_ago_is_not_told_again(client: Client, mona: User, otto: User) -> None:
    article = make_article()
    for _number in range(25):
        make_comment(article, status="waiting").reject(by=otto)
    newest = Decision.objects.latest("pk").pk
    told = changes(client, since=newest)
    assert told["since"] == newest
    assert len(told["decided"]) == 20, "those that may have been committed late"
    assert changes(client, since=newest + 20)["decided"] == []


@pytest.mark.parametrize("number", ["", "x", "-1", "1.5", "9" * 18, "9" * 5000, "٣", "²"])
def test_a_number_that_is_none_is_no_mistake(client: Client, mona: User, number: str) -> None:
    assert changes(client, since=number, newest=number)["looking"] == {}


def test_who_looks_at_a_reply_is_told_to_the_others(client: Client, mona: User, otto: User) -> None:
    article = make_article()
    theirs, own = (make_comment(article, status="waiting") for _name in range(2))
    Presence.objects.begin(theirs.pk, otto)
    Presence.objects.begin(own.pk, mona)
    assert changes(client)["looking"] == {str(theirs.pk): "otto"}


def test_tabs_have_their_numbers(client: Client, mona: User) -> None:
    article = make_article()
    for status in ("waiting", "waiting", "published", "spam"):
        make_comment(article, status=status)
    counts = changes(client)["counts"]
    assert (counts["waiting"], counts["unseen"], counts["spam"]) == (2, 1, 1)


def test_new_replies_are_those_of_the_pile_and_its_filter(client: Client, mona: User) -> None:
    article, other = make_article(), make_article("Bridge stays shut")
    old = make_comment(article, status="waiting")
    fresh = make_comment(article, status="waiting")
    make_comment(article, status="spam")
    elsewhere = make_comment(other, status="waiting")
    mark = {"newest": old.pk}
    assert sorted(changes(client, **mark)["fresh"]) == [fresh.pk, elsewhere.pk]
    assert changes(client, **mark, article=article.pk)["fresh"] == [fresh.pk]
    assert changes(client, newest=elsewhere.pk)["fresh"] == []


def test_nothing_new_is_a_304(client: Client, mona: User, otto: User) -> None:
    comment = make_comment(status="waiting")
    first = client.get(CHANGES)
    assert "no-store" in first["Cache-Control"]
    again = client.get(CHANGES, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    comment.reject(by=otto)
    assert client.get(CHANGES, headers={"If-None-Match": first["ETag"]}).status_code == 200


def queries(client: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        client.get(CHANGES, {"since": 0, "newest": 0})
    account = ("django_session", "auth_permission")
    return len([q for q in found if not any(name in q["sql"] for name in account)])


def test_the_number_of_queries_stays(client: Client, mona: User, otto: User) -> None:
    article = make_article()
    counted = []
    for number in (1, 12):
        for _number in range(number):
            make_comment(article, status="waiting").reject(by=otto)
            Presence.objects.begin(make_comment(article, status="waiting").pk, otto)
        counted.append(queries(client))
    assert counted[0] == counted[1]
    assert counted[0] <= 4 + 1, "and one for the user"


def test_a_batch_is_told_reply_by_reply(client: Client, mona: User, otto: User) -> None:
    article = make_article()
    batch = Batch.objects.create(by=otto, verb="reject")
    for _number in range(3):
        make_comment(article, status="waiting").reject(by=otto, batch=batch)
    assert len(changes(client)["decided"]) == 3


def test_whoever_may_see_replies_may_ask(client: Client) -> None:
    assert client.get(CHANGES).status_code == 302
    user = make_user("rob", "Reporter")
    client.force_login(user)
    assert client.get(CHANGES).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_comment"))
    assert client.get(CHANGES).status_code == 200
    assert client.post(CHANGES).status_code == 405
