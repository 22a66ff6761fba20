"""Replies that are not taken: the status says why, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Discussion, Thread, intake
from tests.factories import make_article, make_comment

from .posting import LONG, form_of, make_fields, parse, send, text, typed_in

pytestmark = pytest.mark.django_db

ALL = {"name": "Nadia <b>Fell", "website": "https://fell.example/", "body": 'Said "so" & <i>left'}


def assert_refused(response: Any, status: int, *sentences: str, **fields: str) -> None:
    """The page comes back with this status, these sentences and everything typed in place."""
    page = parse(response)
    assert response.status_code == status
    assert response["Cache-Control"] == "private, no-store"
    for sentence in sentences:
        assert sentence in text(page.xpath("//*[@role='alert']")[0])
    expected = make_fields(**fields)
    assert {name: typed_in(page)[name] for name in expected} == expected
    assert page.xpath("//*[@role='alert'][@tabindex='-1']"), "the summary can take focus"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"body": ""}, "Please write your reply."),
        ({"body": "\u200b\u2060 \u3164"}, "Please write your reply."),
        ({"name": ""}, "Please give a name to show above your reply."),
        ({"name": "\u200b\u202e"}, "Please give a name to show above your reply."),
        ({"email": ""}, "Please give your email address; it will not be published."),
        ({"email": "nadia at home"}, "Please give an email address like name@example.org."),
        ({"website": "javascript:alert(1)"}, "Please give a web address like"),
        ({"website": "ftp://fell.example/"}, "Please give a web address like"),
        ({"website": "https://["}, "Please give a web address like"),
        ({"body": "x" * 5001}, "5000"),
        ({"name": "x" * 101}, "100"),
    ],
)
def test_a_wrong_field_is_named_beside_it_and_in_the_summary(
    client: Client, wrong: dict[str, str], sentence: str
) -> None:
    response = send(client, make_article(), **(ALL | wrong))
    field = next(iter(wrong))
    page = parse(response)
    control = form_of(page).xpath(f".//*[@name='{field}']")[0]
    described = (control.get("aria-describedby") or "").split()
    beside = " ".join(text(page.get_element_by_id(name)) for name in described)
    assert response.status_code == 422
    assert control.get("aria-invalid") == "true"
    assert sentence in beside
    assert sentence in text(page.xpath("//*[@role='alert']")[0])
    assert page.xpath(f"//*[@role='alert']//a[@href='#{control.get('id')}']")
    assert not Comment.objects.exists()


def test_everything_typed_stays_in_an_invalid_form(client: Client) -> None:
    assert_refused(send(client, make_article(), **ALL, email="no"), 422, **ALL, email="no")


@pytest.mark.parametrize("how", ["mode", "time", "site", "age"])
def test_a_closed_thread_takes_no_reply_and_keeps_the_text(client: Client, how: str) -> None:
    article = make_article(published_at=timezone.now() - timedelta(days=9))
    if how == "mode":
        Thread.objects.create(article=article, mode="closed")
    elif how == "time":
        Thread.objects.create(article=article, closes_at=timezone.now() - timedelta(seconds=1))
    else:
        Discussion.objects.update(is_open=how != "site", close_after_days=8 if how == "age" else 0)
    response = send(client, article, **ALL)
    assert_refused(response, 403, "Replies to this article are closed.", **ALL)
    assert not Comment.objects.exists()


def test_a_closed_thread_shows_no_form_and_says_so(client: Client) -> None:
    article = make_article()
    Thread.objects.create(article=article, mode="closed")
    page = parse(client.get(article.get_absolute_url()))
    assert "Replies to this article are closed." in text(page.get_element_by_id("respond"))
    assert not page.xpath("//textarea")


def test_articles_that_are_not_public_take_no_reply(client: Client) -> None:
    draft = make_article("Draft", publish=False)
    later = make_article("Later", published_at=timezone.now() + timedelta(hours=1))
    for article in (draft, later):
        assert send(client, article).status_code == 404
        assert client.get(f"{article.get_absolute_url()}comments/").status_code == 404
    assert client.post("/2024/05/no-such-story/comments/", make_fields()).status_code == 404
    assert not Comment.objects.exists()


@pytest.mark.parametrize("status", ["waiting", "rejected", "spam", "removed"])
def test_only_public_replies_are_answered(client: Client, status: str) -> None:
    article = make_article()
    hidden = make_comment(article, status=status)
    unseen = send(client, article, **ALL, parent=hidden.pk)
    assert_refused(unseen, 404, "The reply you answer is not here any more.", **ALL)
    unknown = send(client, article, **ALL, parent=hidden.pk + 999)
    assert unseen.content == unknown.content


def test_a_reply_under_another_article_is_not_answered_here(client: Client) -> None:
    there = make_comment(make_article("There"))
    response = send(client, make_article("Here"), **ALL, parent=there.pk)
    assert_refused(response, 404, **ALL)
    assert typed_in(parse(response))["parent"] == ""
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("again", [LONG, LONG.upper(), LONG.replace("i", "\u200bi"), f" {LONG}\n"])
def test_the_same_reply_is_taken_once(client: Client, again: str) -> None:
    article = make_article()
    send(client, article)
    response = send(client, article, body=again)
    assert_refused(response, 409, "You have sent this reply already.", body=again.strip())
    assert Comment.objects.count() == 1


def test_the_same_words_are_no_duplicate_elsewhere_or_from_others(client: Client) -> None:
    article = make_article()
    above = make_comment(article)
    send(client, article)
    assert send(client, article, parent=above.pk).status_code == 303
    assert send(client, make_article("Other")).status_code == 303
    assert send(client, article, name="Otto").status_code == 303
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert send(elsewhere, article).status_code == 303


def test_the_same_browser_in_another_network_is_known(client: Client) -> None:
    article = make_article()
    send(client, article)
    client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    assert send(client, article).status_code == 409


def test_too_many_replies_have_to_wait_and_keep_their_text(client: Client, settings: Any) -> None:
    settings.RATE_LIMITS = True
    article = make_article()
    for number in range(6):
        assert send(client, article, body=f"Reply {number}").status_code == 303
    response = send(client, article, **ALL)
    assert_refused(response, 429, "Please wait", **ALL)
    assert 0 < int(response["Retry-After"]) <= 60
    assert Comment.objects.count() == 6
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert send(other, article, **ALL).status_code == 303


def test_the_limit_holds_for_a_network_and_no_more(client: Client, settings: Any) -> None:
    settings.RATE_LIMITS = True
    article = make_article()
    for number in range(6):
        neighbour = Client(REMOTE_ADDR=f"::ffff:198.51.100.{number}")
        assert send(neighbour, article, body=f"Reply {number}").status_code == 303
    assert send(Client(REMOTE_ADDR="198.51.100.77"), article).status_code == 429
    assert send(Client(REMOTE_ADDR="::ffff:203.0.113.9"), article).status_code == 303


def test_limits_can_be_switched_off(client: Client, settings: Any) -> None:
    settings.RATE_LIMITS = False
    article = make_article()
    for number in range(8):
        assert send(client, article, body=f"Reply {number}").status_code == 303


def test_a_reply_that_cannot_be_stored_keeps_its_text(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("disk full")

    monkeypatch.setattr(intake, "store", fail)
    response = send(client, make_article(), **ALL)
    assert_refused(response, 503, "Your reply cannot be stored now.", **ALL)
    assert not response.cookies


def test_looking_at_the_address_leads_to_the_form(client: Client) -> None:
    article = make_article()
    response = client.get(f"{article.get_absolute_url()}comments/")
    assert response.status_code == 303
    assert response["Location"] == f"{article.get_absolute_url()}#respond"
