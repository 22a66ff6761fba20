"""Blocks from a card: what is offered, and the look at what a block would catch."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Act, Block, Claim, Comment, Discussion
from tests.factories import make_article, make_comment

from .at_the_desk import DESK, enter
from .blocking import (
    BLOCKS,
    NETWORK,
    OTHER,
    caught_in_preview,
    make,
    make_spam,
    offered,
    preview,
    typed,
)
from .owning import READER, make_own
from .posting import parse, send, text

pytestmark = pytest.mark.django_db


# --- What is offered ----------------------------------------------------------------------------


def test_a_card_offers_its_hosts_its_network_and_a_phrase(client: Client) -> None:
    enter(client, "Moderator")
    comment = make_spam(client_prefix=NETWORK, website="https://me.example/", reader="r" * 64)
    expected = ["network", "host:shop.pills.example", "host:me.example", "phrase"]
    assert offered(client, comment) == expected


def test_a_browser_that_never_came_back_is_no_proven_person(client: Client) -> None:
    enter(client, "Moderator")
    comment = make_spam(reader="r" * 64)
    assert "person" not in offered(client, comment)
    page = client.get(f"{DESK}{comment.pk}/block/")
    assert "A typed address proves nothing." in text(parse(page))
    make_comment(reader="r" * 64)
    assert "person" in offered(client, comment)


def test_a_proven_address_makes_a_person_of_two_browsers(client: Client) -> None:
    enter(client, "Moderator")
    one, two = make_own(reader=READER), make_own(reader=OTHER)
    for row in (one, two):
        Claim.objects.create(
            comment=row, email_index="1:same", reader=row.reader, confirmed_at=timezone.now()
        )
    assert "person" in offered(client, one)
    assert caught_in_preview(preview(client, one, what="person")) == {one.pk, two.pk}


def test_the_same_typed_address_offers_nobody(client: Client) -> None:
    enter(client, "Moderator")
    comment = make_spam(email="same@example.com")
    make_comment(email="same@example.com")
    assert offered(client, comment) == ["host:shop.pills.example", "phrase"]


def test_after_the_retention_time_the_network_is_not_offered(client: Client) -> None:
    enter(client, "Moderator")
    comment = make_spam(client_prefix=NETWORK)
    Comment.objects.update(client_prefix="")
    assert "network" not in offered(client, comment)
    page = text(parse(client.get(f"{DESK}{comment.pk}/block/")))
    assert "Its network is not kept any more" in page


def test_the_newsrooms_own_senders_are_not_offered(client: Client) -> None:
    user = enter(client, "Moderator")
    comment = make_comment(user=user, is_staff=True, client_prefix=NETWORK, reader="r" * 64)
    make_comment(reader="r" * 64)
    assert offered(client, comment) == ["phrase"]


def test_the_page_warns_whom_a_network_may_hit_and_shows_no_digest(client: Client) -> None:
    enter(client, "Moderator")
    comment = make_spam(client_prefix=NETWORK, reader="r" * 64)
    make_spam(2, client_prefix=NETWORK, reader="r" * 64)
    response = preview(client, comment, what="network")
    assert "people who have done nothing" in text(parse(response))
    made = make(client, comment, what="person")
    for page in (response, made, client.get(BLOCKS)):
        content = page.content.decode()
        assert NETWORK not in content
        assert "r" * 64 not in content
        assert "nadia@example.com" not in content


# --- The look before it -------------------------------------------------------------------------


def test_the_first_step_makes_nothing_and_shows_what_would_be_caught(client: Client) -> None:
    enter(client, "Moderator")
    rows = [make_spam(n) for n in range(12)]
    rows[0].approve(by=None)
    make_comment(body="Nothing to sell.")
    response = preview(client, rows[3])
    assert not Block.objects.exists()
    page = text(parse(response))
    assert "12 replies of the last 30 days would have been caught" in page
    assert "shop.pills.example, the whole site, 1 week" in page
    assert "1 published" in page
    assert "11 waiting" in page
    assert caught_in_preview(response) == {row.pk for row in rows[2:]}


@pytest.mark.parametrize(
    ("fields", "body", "is_met"),
    [
        ({"what": "phrase", "phrase": "cheap bags"}, "Buy CHEAP  bags now", True),
        ({"what": "phrase", "phrase": "cheap bags"}, "Buy cheap old bags now", False),
        ({"what": "phrase", "phrase": "/b[a4]gs/"}, "Buy b4gs now", True),
        ({}, "See http://shop.pills.example", True),
        ({}, "See http://pills.example", False),
    ],
)
def test_the_preview_follows_the_rule_that_judges(
    client: Client, fields: dict[str, str], body: str, is_met: bool
) -> None:
    enter(client, "Moderator")
    other = make_comment(body=body)
    response = preview(client, make_spam(), **fields)
    assert (other.pk in caught_in_preview(response)) is is_met
    make(client, Comment.objects.latest("pk"), **fields)
    Discussion.objects.update(premoderation="nothing", link_limit=0)
    send(Client(), make_article("Afterwards"), body=body)
    assert (Comment.objects.latest("pk").status == "spam") is is_met


def test_old_replies_other_articles_and_the_newsroom_are_not_counted(client: Client) -> None:
    user = enter(client, "Moderator")
    here = make_spam()
    make_spam(2, submitted_at=timezone.now() - timedelta(days=31))
    make_spam(3, user=user, is_staff=True)
    elsewhere = make_spam(4)
    assert caught_in_preview(preview(client, here)) == {here.pk, elsewhere.pk}
    assert caught_in_preview(preview(client, here, scope="article")) == {here.pk}


def test_another_target_than_the_one_looked_at_is_shown_first(client: Client) -> None:
    enter(client, "Moderator")
    comment = make_spam()
    form = parse(preview(client, comment)).xpath("//form[contains(@class, 'act-form')]")[0]
    sent = typed(what="phrase", phrase="stuff", previewed=form.fields["previewed"], make="1")
    response = client.post(f"{DESK}{comment.pk}/block/", sent)
    assert "would have been caught" in text(parse(response))
    assert not Block.objects.exists()


def test_the_preview_costs_the_same_queries_however_many_it_meets(client: Client) -> None:
    enter(client, "Moderator")
    spent = []
    for more in (3, 20):
        for number in range(more):
            make_spam(100 * more + number)
        with CaptureQueriesContext(connection) as queries:
            preview(client, Comment.objects.latest("pk"))
        spent.append(len(queries))
    assert spent[0] == spent[1] <= 14


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": ""},
        {"what": "person"},
        {"what": "host:elsewhere.example"},
        {"what": "email"},
        {"what": "phrase", "phrase": ""},
        {"what": "phrase", "phrase": "/(/"},
        {"what": "phrase", "phrase": "*"},
        {"what": "phrase", "phrase": "x" * 254},
        {"what": "phrase", "phrase": "\x00"},
        {"scope": "world"},
        {"length": "8"},
        {"reason": " "},
        {"reason": "x" * 201},
    ],
    ids=str,
)
def test_a_block_that_makes_no_sense_is_refused_and_nothing_typed_is_lost(
    client: Client, wrong: dict[str, str]
) -> None:
    enter(client, "Moderator")
    comment = make_spam()
    for button in ("preview", "make"):
        sent = typed(**wrong) | {button: "1"}
        response = client.post(f"{DESK}{comment.pk}/block/", sent)
        assert response.status_code == 422
        assert parse(response).xpath("//*[@id='form-errors']//li")
        if "reason" not in wrong:
            assert b"spam shop" in response.content
    assert not Block.objects.exists()
    assert not Act.objects.exists()


def test_a_person_is_blocked_in_every_browser_that_proved_the_same_address(client: Client) -> None:
    Discussion.objects.update(premoderation="nothing")
    enter(client, "Moderator")
    one, two = make_own(reader=READER), make_own(reader=OTHER)
    for row in (one, two):
        Claim.objects.create(
            comment=row, email_index="1:same", reader=row.reader, confirmed_at=timezone.now()
        )
    make(client, one, what="person")
    for token, status in ((READER, "spam"), (OTHER, "spam"), ("e" * 22, "published")):
        browser = Client()
        browser.cookies["byline_reader"] = token
        send(browser, make_article(f"For {token}"), body=f"Words of {token}")
        assert Comment.objects.latest("pk").status == status
