"""Who was decided about asks for another look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from comments.models import Appeal, Comment, Decision
from comments.models.appeal import sign
from tests.factories import make_user

from .notifying import decide, login, make_notice, object_to, page
from .objecting import make_refused, way
from .owning import make_own, mine
from .posting import parse, text

pytestmark = pytest.mark.django_db


def main(response: Any) -> str:
    return text(parse(response).xpath("//main")[0])


@pytest.mark.parametrize("status", ["rejected", "removed"])
def test_the_own_page_has_the_form_and_what_else_can_be_done(client: Client, status: str) -> None:
    own = make_refused(status)
    shown = client.get(mine(own))
    assert "Ask for another look" in main(shown)
    assert "within six months, free of charge" in main(shown)
    assert "article 21" in main(shown)
    assert "first" not in main(shown)  # nobody learns who decided
    response = object_to(client, way(own))
    assert response.status_code == 303
    assert not response.cookies
    row = Appeal.objects.get()
    assert (row.comment, row.text, row.state) == (own, "It was a joke.", "open")
    assert row.decision == Decision.objects.latest("pk")
    assert row.due_at - row.made_at == timedelta(days=7)
    for address in (response["Location"].partition("#")[0], mine(own)):
        shown = client.get(address)
        assert "Somebody else looks at it." in main(shown)
        assert "It was a joke." in main(shown)
        assert not parse(shown).xpath("//section[@aria-labelledby='objection']//form")


@pytest.mark.parametrize("status", ["waiting", "published", "spam"])
def test_where_nothing_was_decided_there_is_nothing_to_object_to(
    client: Client, status: str
) -> None:
    own = make_own(status)
    assert "another look" not in main(client.get(mine(own)))
    for decision in Decision.objects.all():
        assert object_to(client, f"/comments/objection/{sign(decision)}/").status_code == 403
    assert not Appeal.objects.exists()


def test_spam_and_waiting_look_the_same_to_their_writer(client: Client) -> None:
    own = make_own("waiting")
    before = client.get(mine(own)).content
    Comment.objects.get().mark_spam(by=make_user("first", "Moderator"))
    assert client.get(mine(own)).content == before


def test_a_withdrawn_reply_has_no_form(client: Client) -> None:
    own = make_own("published")
    Comment.objects.get().withdraw()
    assert "another look" not in main(client.get(mine(own)))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Please write why it should be decided anew."),
        (" \u200b ", "Please write why it should be decided anew."),
        ("ü" * 2001, "Please use at most 2000 characters; there are 2001."),
        ("a\x00", "Null characters are not allowed."),
    ],
)
def test_an_objection_that_cannot_be_taken_comes_back(client: Client, typed: str, why: str) -> None:
    response = object_to(client, way(make_refused()), typed)
    assert response.status_code == 422
    (link,) = parse(response).xpath("//*[@id='form-errors']//a")
    assert (link.get("href"), text(link)) == ("#objection-text", why)
    assert parse(response).xpath("//*[@id='objection-text_error']")
    assert not Appeal.objects.exists()


def test_one_objection_to_one_decision(client: Client) -> None:
    own = make_refused()
    address = way(own)
    assert object_to(client, address, "First").status_code == 303
    assert object_to(client, address, "Second").status_code == 403
    assert Appeal.objects.get().text == "First"
    row = Comment.objects.get()
    row.undo(by=make_user("second", "Moderator"))
    row.reject(by=None)
    assert way(own) != address
    assert object_to(client, way(own), "Of the new one").status_code == 303
    assert Appeal.objects.count() == 2


def test_sent_twice_at_once_is_kept_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = way(make_refused())
    object_to(client, address, "First")
    monkeypatch.setattr("comments.views.appeal.may_object", lambda what: True)
    assert object_to(client, address, "First").status_code == 303
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize(("days", "status"), [(183, 303), (185, 403)])
def test_six_months_are_the_time_for_it(client: Client, days: int, status: int) -> None:
    address = way(make_refused())
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        assert object_to(client, address).status_code == status


def test_another_site_cannot_object(client: Client) -> None:
    address = way(make_refused())
    response = object_to(client, address, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert object_to(client, address, headers={}).status_code == 303  # a text browser


def test_a_full_disk_loses_no_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = way(make_refused())

    def fail(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(type(Appeal.objects), "against", fail)
    response = object_to(client, address, "My words")
    assert response.status_code == 503
    assert "My words" in main(response)


def test_the_address_of_an_objection_is_private_and_cannot_be_guessed(client: Client) -> None:
    own = make_refused()
    response = client.get(way(own))
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex")
    number = Decision.objects.latest("pk").pk
    for wrong in (f"{number}", f"{number}:x", "x"):
        assert client.get(f"/comments/objection/{wrong}/").status_code == 404
        assert object_to(client, f"/comments/objection/{wrong}/").status_code == 404


def test_an_upheld_notice_is_nothing_to_object_to(client: Client) -> None:
    notice = make_notice()
    login(client)
    decide(client, notice, "uphold")
    assert object_to(Client(), page(notice)).status_code == 403
    assert not Appeal.objects.exists()
