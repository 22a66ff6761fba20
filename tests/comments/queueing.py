"""The queue as its tests read it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.factories import make_user

from .posting import parse, text

DESK = "/moderation/"


@pytest.fixture
def mona() -> User:
    return make_user("mona", "Moderator")


@pytest.fixture
def desk(client: Client, mona: User) -> Client:
    client.force_login(mona)
    return client


def page(desk: Client, **query: Any) -> Any:
    query = {name.rstrip("_"): value for name, value in query.items()}
    response = desk.get(f"{DESK}?{urlencode(query)}")
    assert response.status_code == 200
    return parse(response)


def listed(page: Any) -> list[int]:
    """The numbers of the cards, from top to bottom."""
    found = page.xpath("//*[@id='desk-list']//*[contains(@class, 'desk-card')]/@data-comment")
    return [int(number) for number in found]


def tab(page: Any, pile: str) -> int:
    (number,) = page.xpath(f"//*[@data-pile='{pile}']//@data-count")
    return int(number)


def alert(page: Any) -> str:
    return " ".join(text(found) for found in page.xpath("//*[@role='alert']"))
