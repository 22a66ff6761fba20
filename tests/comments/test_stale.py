"""A page that shows what is there no more decides nothing, and shows both versions."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from comments.models import Comment, Decision
from tests.factories import make_comment, make_user

from .deciding import decide, fresh, make_moderator, sentences
from .posting import parse, text

pytestmark = pytest.mark.django_db


def card_of(response: Any) -> Any:
    return parse(response).xpath("//article[contains(@class, 'desk-stale')]")[0]


@pytest.mark.parametrize("card", [True, False])
def test_both_texts_stand_side_by_side(client: Client, card: bool) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting", name="Otto Brandt", body="What was seen.")
    seen, revision = comment.seen, comment.revision
    comment.edit("What is there http://now.example/ now.")
    response = decide(client, comment, "approve", card=card, seen=seen, revision=revision)
    assert response.status_code == 409
    assert (b"<html" in response.content) is not card
    element = card_of(response)
    assert element.get("data-revision") == str(fresh(comment).revision)
    versions = [text(part) for part in element.xpath(".//section")]
    assert "What was seen." in versions[0]
    assert "What is there http://now.example/ now." in versions[1]
    assert not element.xpath(".//a[contains(@href, 'now.example')]")
    assert "Its writer has changed the text." in text(element)
    assert "nothing was changed" in sentences(response)
    assert fresh(comment).status == "waiting"
    assert not Decision.objects.exists()


def test_a_text_that_differs_in_one_link_is_another_one(client: Client) -> None:
    """The fingerprint that finds repetitions passes over links; here they count."""
    make_moderator(client)
    words = "The very same words in both of these texts, "
    comment = make_comment(status="waiting", body=f"{words}http://one.example/")
    seen, revision = comment.seen, comment.revision
    comment.edit(f"{words}http://two.example/")
    response = decide(client, comment, "approve", seen=seen, revision=revision, card=True)
    versions = [text(part) for part in card_of(response).xpath(".//section")]
    assert [("one.example" in v, "two.example" in v) for v in versions] == [(1, 0), (0, 1)]


def test_who_decided_is_named_and_the_text_was_the_same(client: Client) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting", body="The same.")
    fresh(comment).reject(by=make_user("otto"))
    response = decide(client, comment, "approve", card=True, revision=comment.revision)
    element = card_of(response)
    assert "otto: rejected." in text(element)
    assert "The text is the one you saw" in text(element)
    assert len(element.xpath(".//section")) == 1
    assert fresh(comment).status == "rejected"


def test_a_proposed_text_is_compared_with_the_one_before_it(client: Client) -> None:
    make_moderator(client)
    comment = make_comment(status="published", body="As published.")
    comment.edit("First idea.")
    seen, revision = fresh(comment).seen, fresh(comment).revision
    fresh(comment).edit("Second idea.")
    response = decide(client, comment, "approve", seen=seen, revision=revision, card=True)
    versions = [text(part) for part in card_of(response).xpath(".//section")]
    assert "First idea." in versions[0]
    assert "Second idea." in versions[1]


def test_from_the_stale_card_one_decides_about_what_is_there(client: Client) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting")
    revision = comment.revision
    comment.edit("Another text.")
    form = card_of(decide(client, comment, "approve", revision=revision)).xpath(".//form")[0]
    values = {name: form.fields[name] for name in ("revision", "seen", "next")}
    assert client.post(form.get("action"), values | {"verb": "approve"}).status_code == 303
    assert fresh(comment).status == "published"


def test_a_reply_that_was_withdrawn_says_so(client: Client) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting")
    Comment.objects.get().withdraw()
    response = decide(client, comment, "approve", revision=comment.revision, card=True)
    assert response.status_code == 409
    assert "Its writer has taken it back." in text(card_of(response))
    assert not card_of(response).xpath(".//button")


@pytest.mark.parametrize("seen", ["", "x", "0" * 16, "é", "\x00", "f" * 3000])
def test_a_mark_of_no_text_shows_what_is_there(client: Client, seen: str) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting", body="First.")
    comment.edit("What is there now.")
    response = decide(client, comment, "approve", seen=seen, revision=1, card=True)
    assert response.status_code == 409
    assert "What is there now." in text(card_of(response))


@pytest.mark.parametrize("path", ["redact/"])
def test_redacting_a_stale_text_takes_nothing_out(client: Client, path: str) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting", body="One two three.")
    revision = comment.revision
    comment.edit("One two three four.")
    values = {"revision": revision, "kept": "One three.", "verb": "redact"}
    assert client.post(f"/moderation/{comment.pk}/{path}", values).status_code == 409
    assert fresh(comment).body == "One two three four."
