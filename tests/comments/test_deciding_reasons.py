"""The editors' list of reasons, of which the desk offers nine."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from comments.models import Decision, Reason
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/comments/reason/"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user("eda", "Editor"))
    return client


def change(client: Client, reason: Reason | None, **fields: Any) -> Any:
    values = {"title": "Shouting", "message": "Please speak quietly.", "position": 3}
    url = f"{LIST}{reason.pk}/change/" if reason else f"{LIST}add/"
    return client.post(url, values | fields)


def test_editors_change_the_words_and_old_decisions_keep_theirs(editor: Client) -> None:
    reason, comment = Reason.objects.get(position=3), make_comment(status="waiting")
    comment.reject(by=None, reason=reason.title, message=reason.message)
    assert change(editor, reason, is_offered="on").status_code == 302
    reason.refresh_from_db()
    assert (reason.title, reason.message) == ("Shouting", "Please speak quietly.")
    assert Decision.objects.get().reason == "Off topic"


@pytest.mark.parametrize("position", ["0", "10", "-1", "x", ""])
def test_a_digit_is_one_to_nine(editor: Client, position: str) -> None:
    reason = Reason.objects.get(position=3)
    assert change(editor, reason, position=position).status_code == 422
    assert Reason.objects.get(pk=reason.pk).position == 3


def test_two_offered_reasons_do_not_share_a_digit(editor: Client) -> None:
    refused = change(editor, None, position=4, is_offered="on")
    assert refused.status_code == 422
    assert b"Another reason that is offered has this digit." in refused.content
    assert change(editor, None, position=4).status_code == 302
    Reason.objects.filter(position=5).update(is_offered=False)
    assert change(editor, None, position=5, is_offered="on").status_code == 302
    assert [row.position for row in Reason.objects.offered()] == list(range(1, 10))


def test_nobody_deletes_a_reason_and_moderators_only_look(editor: Client, client: Client) -> None:
    reason = Reason.objects.get(position=1)
    assert editor.post(f"{LIST}{reason.pk}/delete/", {"post": "yes"}).status_code == 403
    client.force_login(make_user("mona", "Moderator"))
    assert client.get(LIST).status_code == 200
    assert change(client, reason).status_code == 403
    client.force_login(make_user("rob", "Reporter"))
    assert client.get(LIST).status_code == 403
