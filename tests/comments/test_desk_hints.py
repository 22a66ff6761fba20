"""What a card points out to a moderator beside the rules' reasons."""

from __future__ import annotations

import pytest
from django.test import Client

from comments.models import Comment, Discussion, Signal
from tests.factories import make_article, make_comment, make_user

from .posting import parse, reply, send, text

pytestmark = pytest.mark.django_db

HINT = "Typed the address of somebody in the newsroom"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_user("mona", "Moderator", email="Mona@Byline.example"))
    return client


@pytest.mark.parametrize(
    ("typed", "pointed_out"), [("mona@byline.example", True), ("nadia@example.com", False)]
)
def test_the_address_of_somebody_in_the_newsroom_is_pointed_out(
    desk: Client, typed: str, pointed_out: bool
) -> None:
    comment = make_comment(status="waiting", email=typed)
    page = parse(desk.get("/moderation/"))
    assert (HINT in text(reply(page, comment.pk))) is pointed_out
    assert typed not in text(page)


def test_who_has_left_the_newsroom_is_nobody_in_it(desk: Client) -> None:
    make_user("otto", email="otto@byline.example", is_active=False)
    make_comment(status="waiting", email="otto@byline.example")
    assert HINT not in text(parse(desk.get("/moderation/")))


def test_a_reply_without_an_address_is_nobodys(desk: Client) -> None:
    make_user("otto", email="")
    make_comment(status="waiting", email="")
    assert HINT not in text(parse(desk.get("/moderation/")))


def test_weights_are_short_and_have_their_sign(desk: Client) -> None:
    comment = make_comment(status="waiting")
    Signal.objects.create(comment=comment, code="classifier", weight=3.891820298110627)
    Signal.objects.create(comment=comment, code="known_host", weight=-0.5)
    card = text(reply(parse(desk.get("/moderation/")), comment.pk))
    assert "+3.9" in card
    assert "-0.5" in card
    assert "3.89" not in card


@pytest.mark.parametrize(("policy", "told"), [("everything", True), ("nothing", False)])
def test_without_cookies_only_a_reply_that_waits_is_said_to_wait(policy: str, told: bool) -> None:
    Discussion(premoderation=policy).save()
    article = make_article()
    place = send(Client(), article)["Location"]
    page = text(parse(Client().get(place)))
    assert Comment.objects.get().status == ("waiting" if told else "published")
    assert ("Your browser keeps no cookie" in page) is told
