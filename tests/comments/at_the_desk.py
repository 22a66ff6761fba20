"""How the tests stand at the desk: who comes in, and what it tells them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from tests.factories import make_user

from .posting import parse, text

DESK = "/moderation/"


def enter(client: Client, *groups: str, rights: tuple[str, ...] = (), **fields: Any) -> User:
    """Log somebody of these groups in, a moderator unless a test says otherwise."""
    user = make_user("mona", *groups, **fields)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    return user


def told(response: Any) -> str:
    """What the page tells about what was just done."""
    found = parse(response).xpath("//*[@role='status' or @role='alert']")
    return " ".join(text(element) for element in found)


# Everybody that a page of the desk can meet, and a way to write down whom it lets in.
PEOPLE: dict[str, dict[str, Any]] = {
    "none": {},
    "reporter": {"groups": ("Reporter",)},
    "moderator": {"groups": ("Moderator",)},
    "editor": {"groups": ("Editor",)},
    "superuser": {"is_superuser": True},
}


def enter_as(client: Client, name: str) -> User:
    fields = dict(PEOPLE[name])
    return enter(client, *fields.pop("groups", ()), **fields)


def whoever(*welcome: str) -> pytest.MarkDecorator:
    """Run a test as each of them: `name` and whether the page opens to them."""
    return pytest.mark.parametrize(("name", "may"), [(n, n in welcome) for n in PEOPLE])
