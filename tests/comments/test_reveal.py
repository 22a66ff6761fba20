"""The address of a replier: for the few who may, with a reason, and never without a line of log."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from comments import vault
from comments.models import Act, Comment, retention
from tests.factories import make_comment, make_user

from .at_the_desk import DESK, enter, enter_as, told, whoever
from .posting import parse, text

pytestmark = pytest.mark.django_db

ADDRESS = "Nadia.Fell@example.com"
WHY = "She asks us by phone to correct her name."
RIGHT = ("reveal_address",)


def make_sealed(**fields: Any) -> Comment:
    return make_comment(**({"email": ADDRESS} | fields))


def ask(client: Client, comment: Comment, reason: str = WHY) -> Any:
    return client.post(f"{DESK}{comment.pk}/address/", {"reason": reason})


def test_the_page_asks_why_and_shows_nothing_yet(client: Client) -> None:
    enter(client, rights=RIGHT)
    comment = make_sealed()
    response = client.get(f"{DESK}{comment.pk}/address/")
    assert response.status_code == 200
    assert parse(response).xpath("//textarea[@name='reason']")
    assert ADDRESS not in response.text
    assert not Act.objects.exists()


def test_with_a_reason_the_address_is_shown_once_and_logged(client: Client) -> None:
    user = enter(client, rights=RIGHT)
    comment = make_sealed()
    response = ask(client, comment)
    assert response.status_code == 200
    assert ADDRESS in text(parse(response))
    assert "no-store" in response["Cache-Control"]
    act = Act.objects.get()
    assert (act.verb, act.by, act.comment, act.reason) == ("reveal", user, comment, WHY)
    assert ADDRESS not in f"{act.before}{act.after}{act.reason}"
    assert ADDRESS not in client.get(f"{DESK}{comment.pk}/address/").text


@pytest.mark.parametrize("reason", ["", " ", "because", "x" * 9, "   short    ", "x" * 501, "\x00"])
def test_without_a_proper_reason_nothing_is_shown_or_logged(client: Client, reason: str) -> None:
    enter(client, rights=RIGHT)
    response = ask(client, make_sealed(), reason)
    assert response.status_code == 422
    assert ADDRESS not in response.text
    assert not Act.objects.exists()


def test_what_cannot_be_logged_is_not_shown(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(client, rights=RIGHT)
    comment = make_sealed()
    opened = []
    monkeypatch.setattr(vault, "unseal", opened.append)

    def full(*_args: object, **_facts: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(Act.objects, "log", full)
    client.raise_request_exception = False
    response = ask(client, comment)
    assert response.status_code >= 500
    assert ADDRESS not in response.text
    assert not opened


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_line_is_stored_before_the_address_is_opened(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(client, rights=RIGHT)
    comment = make_sealed()

    def crash(_sealed: object) -> str:
        raise RuntimeError

    monkeypatch.setattr(vault, "unseal", crash)
    client.raise_request_exception = False
    assert ask(client, comment).status_code == 500
    assert Act.objects.get().reason == WHY


def test_an_erased_address_is_said_to_be_gone(client: Client) -> None:
    enter(client, rights=RIGHT)
    comment = make_sealed(submitted_at=timezone.now() - timedelta(days=90))
    retention.forget(timezone.now() - timedelta(days=30))
    for response in (client.get(f"{DESK}{comment.pk}/address/"), ask(client, comment)):
        assert "it was erased" in told(response)
        assert not parse(response).xpath("//textarea")
    assert ask(client, comment).status_code == 409
    assert not Act.objects.exists()


def test_the_newsroom_was_asked_for_no_address(client: Client) -> None:
    user = enter(client, rights=RIGHT)
    comment = make_comment(user=user, is_staff=True, email="")
    assert "no address was asked for" in told(ask(client, comment))


def test_an_address_whose_key_is_gone_is_said_to_be_lost(client: Client, settings: Any) -> None:
    settings.EMAIL_ENCRYPTION_KEYS = ("1:one-secret-of-thirty-two-letters!",)
    comment = make_sealed()
    settings.EMAIL_ENCRYPTION_KEYS = ("2:two-secret-of-thirty-two-letters!",)
    enter(client, rights=RIGHT)
    response = ask(client, comment)
    assert response.status_code == 409
    assert "The key that sealed this address is gone" in told(response)
    assert Act.objects.count() == 1


def test_twenty_addresses_in_an_hour_are_enough(client: Client) -> None:
    enter(client, rights=RIGHT)
    comment = make_sealed()
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        for _ in range(20):
            assert ask(client, comment).status_code == 200
        response = ask(client, comment)
    assert response.status_code == 429
    assert response["Retry-After"] == "3600"
    assert "You have seen 20 addresses within an hour. Please wait 60 minutes." in told(response)
    assert WHY in response.text
    assert ADDRESS not in response.text
    assert Act.objects.count() == 20
    other = Client()
    other.force_login(make_user("otto", is_superuser=True))
    with time_machine.travel(start + timedelta(minutes=1), tick=False):
        assert ask(other, comment).status_code == 200
        assert ask(client, comment).status_code == 429
    with time_machine.travel(start + timedelta(minutes=61), tick=False):
        client.force_login(Act.objects.earliest("pk").by)
        assert ask(client, comment).status_code == 200


@whoever("superuser")
def test_no_group_may_see_an_address(client: Client, name: str, may: bool) -> None:
    enter_as(client, name)
    comment = make_sealed()
    assert client.get(f"{DESK}{comment.pk}/address/").status_code == (200 if may else 403)
    response = ask(client, comment)
    assert response.status_code == (200 if may else 403)
    assert (ADDRESS in response.text) is may
    assert Act.objects.exists() is may


def test_the_permission_is_in_no_group() -> None:
    groups = Group.objects.filter(permissions__codename="reveal_address")
    assert not groups.exists()
    assert Group.objects.filter(permissions__codename="decide_comment").count() == 2


def test_strangers_are_asked_to_log_in(client: Client) -> None:
    comment = make_sealed()
    assert ask(client, comment).status_code == 302
    assert not Act.objects.exists()


def test_an_unknown_number_has_no_address(client: Client) -> None:
    enter(client, rights=RIGHT)
    assert client.get(f"{DESK}999/address/").status_code == 404
    assert client.post(f"{DESK}999/address/", {"reason": WHY}).status_code == 404
