"""A reply on its way in: what is stored, and what happens where something cannot be known."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from comments.models import Comment, Discussion, Signal, intake
from tests.factories import make_article, make_comment, make_user

from .posting import parse, send, text, typed_in

pytestmark = pytest.mark.django_db


def break_source(monkeypatch: pytest.MonkeyPatch, name: str, error: Exception) -> None:
    def source(comment: Any, reply: Any) -> Any:
        raise error

    monkeypatch.setitem(intake.SOURCES, name, source)


@pytest.mark.parametrize("name", sorted(intake.SOURCES))
@pytest.mark.parametrize("is_staff", [False, True], ids=["guest", "staff"])
def test_a_source_that_fails_leaves_the_reply_waiting(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    name: str,
    is_staff: bool,
) -> None:
    Discussion.objects.update(premoderation="nothing")
    if is_staff:
        client.force_login(make_user("ada", "Editor"))
    break_source(monkeypatch, name, RuntimeError("no idea"))
    assert send(client, make_article()).status_code == 303
    comment = Comment.objects.get()
    assert comment.status == "waiting"
    assert (comment.signals.get().code, comment.signals.get().detail) == ("rule_failed", name)
    assert name in caplog.text
    assert "nadia.fell@example.com" not in caplog.text


def test_a_failing_source_files_nothing_as_spam_that_waited_before(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    Discussion.objects.update(held_words="casino")
    break_source(monkeypatch, "hosts", ValueError("broken"))
    send(client, make_article(), body="A casino at http://one.example/ for you.")
    assert Comment.objects.get().status == "waiting"


def test_a_failing_source_on_an_edit_publishes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    Discussion.objects.update(premoderation="nothing")
    comment = make_comment(body="Well said.")
    break_source(monkeypatch, "repeats", RuntimeError("no idea"))
    comment.edit("Something else.")
    row = Comment.objects.get()
    assert (row.status, row.body, row.proposed is not None) == ("published", "Well said.", True)


def test_a_database_that_cannot_be_asked_refuses_and_keeps_the_text(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_source(monkeypatch, "person", DatabaseError("disk full"))
    response = send(client, make_article(), body="Keep this, please.")
    assert response.status_code == 503
    page = parse(response)
    assert "Your reply cannot be stored now. Please send it again in a minute." in text(page)
    assert typed_in(page)["body"] == "Keep this, please."
    assert not response.cookies
    assert not Comment.objects.exists()
    assert not Signal.objects.exists()


def test_signals_are_kept_with_weight_and_detail_and_in_the_decision(client: Client) -> None:
    Discussion.objects.update(blocked_words="casino")
    send(client, make_article(), body="casino casino http://one.example/ and more words")
    comment = Comment.objects.get()
    stored = list(comment.signals.values("code", "weight", "detail"))
    assert {"links", "new_host", "blocked_word"} <= {signal["code"] for signal in stored}
    assert all(signal["weight"] for signal in stored)
    assert comment.decisions.get().signals == stored
    assert comment.decisions.get().by is None


def test_a_detail_is_cut_to_what_is_kept(client: Client) -> None:
    send(client, make_article(), body="http://one.example/" + "x" * 1000)
    assert max(len(signal.detail) for signal in Signal.objects.all()) <= 200


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ("The bridge was painted in spring, and it rusts already!", True),
        ("THE BRIDGE was painted in spring and it rusts already http://one.example/", True),
        ("The tower was painted in spring and it rusts already.", False),
    ],
)
def test_the_same_text_elsewhere_is_noticed(client: Client, other: str, found: bool) -> None:
    make_comment(body="The bridge was painted in spring and it rusts already.")
    send(client, make_article("Elsewhere"), body=other)
    codes = Comment.objects.latest("pk").signals.values_list("code", flat=True)
    assert ("repeated" in codes) is found


def test_a_text_does_not_repeat_itself_when_it_is_edited() -> None:
    comment = make_comment(
        status="waiting", body="The bridge was painted in spring and it rusts already."
    )
    comment.edit("The bridge was painted in spring and it rusts already, I hear.")
    comment.edit("The bridge was painted in spring and it rusts already.")
    assert not comment.signals.filter(code="repeated").exists()


@pytest.mark.parametrize("name", ["Ada Moreno", "АDА МОRENO", "ada.moreno", "Byline", "ada"])
def test_guests_who_sign_with_the_newsrooms_names_wait(client: Client, name: str) -> None:
    Discussion.objects.update(premoderation="nothing")
    make_user("ada", "Editor", first_name="Ada", last_name="Moreno")
    send(client, make_article(), name=name)
    comment = Comment.objects.get()
    assert comment.status == "waiting"
    assert comment.signals.filter(code="impersonation").exists()


def test_names_of_who_has_left_the_newsroom_are_free(client: Client) -> None:
    Discussion.objects.update(premoderation="nothing")
    make_user("ada", first_name="Ada", last_name="Moreno", is_active=False)
    make_user("otto", first_name="Otto", last_name="Brandt", is_staff=False)
    send(client, make_article(), name="Ada Moreno")
    send(client, make_article("Two"), name="Otto Brandt", body="Mine is another one.")
    assert set(Comment.objects.values_list("status", flat=True)) == {"published"}


@pytest.mark.parametrize("network", ["192.0.2.0/24", "192.0.2.10"])
def test_networks_in_the_lists_meet_the_live_address_only(client: Client, network: str) -> None:
    Discussion.objects.update(premoderation="nothing", held_words=network)
    send(Client(REMOTE_ADDR="192.0.2.10"), make_article())
    send(Client(REMOTE_ADDR="198.51.100.7"), make_article("Two"), body="From elsewhere, I say.")
    statuses = Comment.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["waiting", "published"]
    stored = str(Comment.objects.order_by("pk").values().first())
    assert "192.0.2" not in stored
