"""The writer of a reply changes its text: until when, how often, and what readers see meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from comments import vault
from comments.models import Comment, Discussion, Stale, Thread, Version
from comments.models.edits import MOST_VERSIONS
from tests.factories import make_article, make_user

from .owning import act, make_own, mine
from .posting import LONG, parse, reply, text

pytestmark = pytest.mark.django_db

NEW = "On second thoughts: it was painted in *autumn*."
LOOKS_FIRST = "A moderator looks at the new text first."


def errors(response: Any) -> str:
    return " ".join(text(box) for box in parse(response).xpath("//*[@id='form-errors']"))


def typed(response: Any) -> str:
    (area,) = parse(response).xpath("//textarea[@name='body']")
    return (area.text or "").removeprefix("\n")


def test_a_waiting_reply_is_changed_at_any_time(client: Client) -> None:
    own = make_own()
    Comment.objects.update(submitted_at=timezone.now() - timedelta(days=3))
    assert typed(client.get(mine(own))) == "Well said."
    response = client.post(mine(own), {"act": "edit", "body": NEW}, follow=True)
    assert response.redirect_chain == [(f"{mine(own)}?done=edited", 303)]
    assert "Your new text is stored." in text(parse(response))
    row = Comment.objects.get()
    assert (row.status, row.body) == ("waiting", NEW)
    assert "<em>autumn</em>" in row.html


def test_readers_see_the_approved_text_until_a_moderator_has_looked_at_the_new_one(
    client: Client,
) -> None:
    own = make_own("published")
    page = parse(client.post(mine(own), {"act": "edit", "body": NEW}, follow=True))
    words = "Readers see your earlier text until a moderator has looked at the new one."
    assert words in text(page)
    assert "Well said." in text(page)
    assert page.xpath("//blockquote//em/text()") == ["autumn"]
    address = own.article.get_absolute_url()
    assert "Well said." in text(reply(parse(client.get(address)), own.pk))
    Comment.objects.get().approve(by=make_user("mona"))
    assert "autumn" in text(reply(parse(client.get(address)), own.pk))
    assert words not in text(parse(client.get(mine(own))))


@pytest.mark.parametrize(
    ("premoderation", "mode", "waits"),
    [
        ("everything", "", True),
        ("newcomers", "", True),
        ("nothing", "", False),
        ("nothing", "moderated", True),
        ("nothing", "closed", False),
    ],
)
def test_the_page_says_that_a_moderator_looks_first_when_one_does(
    client: Client, premoderation: str, mode: str, waits: bool
) -> None:
    own = make_own("published")
    Discussion.objects.update_or_create(pk=1, defaults={"premoderation": premoderation})
    Thread.objects.update_or_create(article=own.article, defaults={"mode": mode})
    assert (LOOKS_FIRST in text(parse(client.get(mine(own))))) is waits
    act(client, own, "edit", body=NEW)
    assert (Comment.objects.get().proposed is not None) is waits


def test_the_page_promises_nobody_a_look_at_the_words_of_the_newsroom(client: Client) -> None:
    editor = make_user("edda", "Editor")
    own = make_own("published", user=editor)
    assert LOOKS_FIRST in text(parse(client.get(mine(own))))  # without the login
    client.force_login(editor)
    assert LOOKS_FIRST not in text(parse(client.get(mine(own))))
    act(client, own, "edit", body=NEW)
    assert (Comment.objects.get().proposed, Comment.objects.get().body) == (None, NEW)


def test_a_published_reply_is_changed_within_the_minutes_that_the_newsroom_grants(
    client: Client,
) -> None:
    own = make_own("published")
    Comment.objects.update(submitted_at=timezone.now() - timedelta(minutes=14, seconds=50))
    assert parse(client.get(mine(own))).xpath("//textarea")
    Comment.objects.update(submitted_at=timezone.now() - timedelta(minutes=15, seconds=1))
    assert not parse(client.get(mine(own))).xpath("//textarea")
    late = act(client, own, "edit", body=NEW)
    assert late.status_code == 403
    assert errors(late).endswith("The time for changing this reply is over.")
    assert typed(late) == NEW
    Discussion.objects.update(edit_minutes=20)
    assert act(client, own, "edit", body=NEW).status_code == 303


@pytest.mark.parametrize("status", ["rejected", "removed"])
def test_what_was_decided_against_is_not_changed(client: Client, status: str) -> None:
    own = make_own(status)
    assert not parse(client.get(mine(own))).xpath("//textarea[@name='body']")
    assert act(client, own, "edit", body=NEW).status_code == 403
    assert Comment.objects.get().body == "Well said."


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", "Please write your reply."),
        (" \n ", "Please write your reply."),
        ("\u200b\u2060", "Please write your reply."),
        ("x" * 5001, "5"),
        ("a\x00b", "Null characters are not allowed."),
    ],
    ids=["empty", "blank", "invisible", "long", "nul"],
)
def test_a_text_that_cannot_be_taken_comes_back_with_the_reason(
    client: Client, body: str, why: str
) -> None:
    own = make_own()
    response = act(client, own, "edit", body=body)
    assert response.status_code == 422
    assert why in errors(response)
    assert parse(response).xpath("//*[@id='form-errors']//a[@href='#own-body']")
    if len(body) > 100:
        assert typed(response) == body
    assert Comment.objects.get().body == "Well said."


def test_a_limit_that_the_newsroom_has_set_holds_for_edits_too(client: Client) -> None:
    Discussion.objects.update(body_length=100)
    own = make_own()
    assert act(client, own, "edit", body="y" * 101).status_code == 422
    assert act(client, own, "edit", body="y" * 100).status_code == 303


def test_a_reply_is_changed_often_but_not_for_ever(client: Client, settings: Any) -> None:
    settings.RATE_LIMITS = False
    own = make_own()
    for number in range(MOST_VERSIONS):
        Version.objects.write(own, Version.Kind.EDITED, f"Version {number}")
    response = act(client, own, "edit", body=NEW)
    assert response.status_code == 422
    assert "too often" in errors(response)
    assert typed(response) == NEW


def test_who_changes_too_fast_waits_and_keeps_the_text(client: Client) -> None:
    own = make_own()
    for number in range(6):
        assert act(client, own, "edit", body=f"{LONG} {number}").status_code == 303
    response = act(client, own, "edit", body=NEW)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 60
    assert f"Please wait {response['Retry-After']} seconds" in errors(response)
    assert typed(response) == NEW


def test_a_network_that_changes_many_replies_waits_too(client: Client) -> None:
    prefix = vault.prefix("127.0.0.1")
    for number in range(6):
        row = make_own(client_prefix=prefix, body=f"Reply {number}")
        assert act(client, row, "edit", body=f"{LONG} {number}").status_code == 303
    last = make_own(client_prefix=prefix, body="Last")
    assert act(client, last, "edit", body=NEW).status_code == 429


def test_load_tests_are_not_slowed_down(client: Client, settings: Any) -> None:
    settings.RATE_LIMITS = False
    own = make_own()
    for number in range(8):
        assert act(client, own, "edit", body=f"{LONG} {number}").status_code == 303


def test_a_decision_in_the_same_moment_wins_and_the_text_is_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = make_own()

    def stale(*args: Any, **kwargs: Any) -> None:
        raise Stale

    monkeypatch.setattr(Comment, "edit", stale)
    response = act(client, own, "edit", body=NEW)
    assert response.status_code == 409
    assert "Your reply has changed in the meantime." in errors(response)
    assert typed(response) == NEW


def test_a_full_disk_loses_no_text(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    own = make_own()

    def fail(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(Comment, "edit", fail)
    response = act(client, own, "edit", body=NEW)
    assert response.status_code == 503
    assert "This cannot be stored now." in errors(response)
    assert typed(response) == NEW


def test_the_same_text_again_changes_nothing(client: Client) -> None:
    own = make_own("published")
    assert act(client, own, "edit", body="Well said.").status_code == 303
    assert Comment.objects.get().proposed is None
    assert not Version.objects.exists()


def test_what_is_typed_as_html_is_shown_as_text(client: Client) -> None:
    own = make_own(article=make_article())
    response = client.post(
        mine(own), {"act": "edit", "body": "</textarea><script>alert(1)</script>"}, follow=True
    )
    assert b"<script>alert" not in response.content
    assert typed(response) == "</textarea><script>alert(1)</script>"
