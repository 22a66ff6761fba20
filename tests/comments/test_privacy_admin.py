"""The page on which a request about personal data is answered."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from comments.models import Comment, Discussion
from tests.factories import make_article, make_comment, make_user

from .posting import parse, text

pytestmark = pytest.mark.django_db

PAGE = "/admin/comments/discussion/personal-data/"
ADDRESS = "nadia.fell@example.com"


@pytest.fixture
def officer(client: Client) -> User:
    """Somebody who may answer such requests, and nothing else."""
    user = make_user("petra")
    user.user_permissions.add(Permission.objects.get(codename="handle_personal_data"))
    client.force_login(user)
    return user


def post(client: Client, do: str, **more: str) -> Any:
    return client.post(PAGE, {"address": ADDRESS, "do": do} | more)


def test_export_is_a_file_that_nothing_keeps(client: Client, officer: User) -> None:
    make_comment(email=ADDRESS, body="Mine.")
    answer = post(client, "export")
    assert json.loads(answer.content)["replies"][0]["text"] == "Mine."
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]


def test_erasing_asks_first_and_says_how_much(client: Client, officer: User) -> None:
    article = make_article()
    for body in ("One", "Two"):
        make_comment(article, email=ADDRESS, body=body)
    asked = post(client, "ask")
    assert "2 replies were sent with this address" in text(parse(asked))
    assert "no-store" in asked["Cache-Control"]
    assert not Comment.objects.filter(name="Anonymous").exists()
    form = parse(asked).xpath("//form[.//button[@value='erase']]")[0]
    fields = {key: value for key, value in form.form_values() if key != "csrfmiddlewaretoken"}
    answer = client.post(PAGE, fields | {"do": "erase"}, follow=True)
    assert "2 replies were made anonymous." in text(parse(answer))
    assert Comment.objects.filter(name="Anonymous", body__in=["One", "Two"]).count() == 2


def test_texts_are_erased_when_that_was_ticked(client: Client, officer: User) -> None:
    make_comment(email=ADDRESS)
    assert "empties their texts" in text(parse(post(client, "ask", texts="on")))
    post(client, "erase", texts="on")
    assert Comment.objects.get().body == ""


def test_address_stands_in_no_url_no_log_and_no_history(
    client: Client, officer: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    make_comment(email=ADDRESS)
    for do in ("export", "ask", "erase"):
        answer = post(client, do)
        assert ADDRESS not in answer.headers.get("Location", "")
    entries = LogEntry.objects.filter(user=officer)
    assert entries.count() == 2
    assert not [e for e in entries if "nadia" in f"{e.change_message}{e.object_repr}".lower()]
    assert "nadia" not in caplog.text.lower()
    assert client.get(PAGE, {"address": ADDRESS}).content.count(ADDRESS.encode()) == 0


def test_unknown_and_empty_addresses_are_answered_with_sentences(
    client: Client, officer: User
) -> None:
    assert "Nothing is kept under it." in text(parse(post(client, "ask")))
    empty = client.post(PAGE, {"address": "", "do": "export"})
    assert empty.status_code == 422
    assert parse(empty).xpath("//*[contains(@class, 'errorlist')]")


@pytest.mark.parametrize("error", ["\x00", "a" * 300, "<script>alert(1)</script>", "\u202e@"])
def test_bad_input_is_no_error_of_the_server(client: Client, officer: User, error: str) -> None:
    for do in ("export", "ask", "erase", "nonsense"):
        assert client.post(PAGE, {"address": error, "do": do}).status_code in {200, 302, 400, 422}


def test_nobody_else_may_look_or_act(client: Client) -> None:
    make_comment(email=ADDRESS)
    names = list(Group.objects.values_list("name", flat=True))
    assert {"Editor", "Moderator", "Reporter"} <= set(names)
    for number, groups in enumerate([(), *((name,) for name in names), tuple(names)]):
        client.force_login(make_user(f"user{number}", *groups))
        assert client.get(PAGE).status_code == 403, groups
        for do in ("export", "ask", "erase"):
            assert post(client, do).status_code == 403, groups
    client.logout()
    assert client.get(PAGE).status_code == 302
    assert post(client, "erase").status_code == 302
    assert not Comment.objects.filter(name="Anonymous").exists()


def test_no_group_has_the_right_by_default() -> None:
    assert not Group.objects.filter(permissions__codename="handle_personal_data").exists()


def test_settings_for_replies_lead_to_the_page_for_those_who_may(client: Client) -> None:
    Discussion().save()
    settings = "/admin/comments/discussion/1/change/"
    user = make_user("ada", "Editor")
    client.force_login(user)
    assert PAGE.encode() not in client.get(settings).content
    user.user_permissions.add(Permission.objects.get(codename="handle_personal_data"))
    assert PAGE.encode() in client.get(settings).content
