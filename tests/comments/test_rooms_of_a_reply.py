"""Who may look at the conversation around a reply and at its history."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from tests.factories import make_comment, make_user

from .posting import parse, reply

pytestmark = pytest.mark.django_db

DESK = "/moderation/"


@pytest.mark.parametrize("room", ["context", "history"])
def test_rooms_of_a_reply_open_to_who_may_look(client: Client, room: str) -> None:
    comment = make_comment(status="waiting", body="secret words")
    address = f"{DESK}{comment.pk}/{room}/"
    assert client.get(address).status_code == 302
    client.force_login(make_user("rob", "Reporter"))
    assert client.get(address).status_code == 403
    looker = make_user("val")
    looker.user_permissions.add(Permission.objects.get(codename="view_comment"))
    client.force_login(looker)
    response = client.get(address)
    assert response.status_code == 200
    assert not reply(parse(response), comment.pk).xpath(".//form")
    assert client.post(address).status_code == 405
