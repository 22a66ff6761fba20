"""Blocks: what they catch, when and where they hold, and who may set and lift them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import vault
from comments.models import Block, Comment, Discussion
from tests.factories import make_article, make_user

from .posting import parse, reply, send, text

pytestmark = pytest.mark.django_db

WAITS = "Your reply is awaiting moderation: only you can see it."
BODY = "Good stuff at http://shop.pills.example/cheap today."
LIST, ADD = "/admin/comments/block/", "/admin/comments/block/add/"
HERE, ELSEWHERE = "192.0.2.10", "198.51.100.7"


@pytest.fixture(autouse=True)
def _nothing_waits(db: None) -> None:
    Discussion.objects.update(premoderation="nothing", link_limit=0)


def make_block(**fields: Any) -> Block:
    values = {"kind": "host", "value": "pills.example", "reason": "spam shop"}
    return Block.objects.create(**(values | fields))


def leave(client: Client, article: Article | None = None, body: str = BODY) -> Comment:
    assert send(client, article or make_article(), body=body).status_code == 303
    return Comment.objects.latest("pk")


# --- What they catch ----------------------------------------------------------------------------


def test_without_a_block_the_reply_is_published(client: Client) -> None:
    assert leave(client).status == "published"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("host", "pills.example"),
        ("host", "shop.pills.example"),
        ("phrase", "good stuff"),
        ("phrase", "/g[o0]{2}d stuff/"),
        ("network", vault.prefix(HERE)),
    ],
)
def test_each_kind_files_a_reply_as_spam(kind: str, value: str) -> None:
    make_block(kind=kind, value=value)
    comment = leave(Client(REMOTE_ADDR=HERE))
    assert comment.status == "spam"
    assert comment.decisions.get().reason == "blocked"
    assert comment.signals.get(code="blocked").detail == f"{kind}: spam shop"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("host", "ills.example"),
        ("host", "pills.example.org"),
        ("phrase", "good st"),
        ("network", vault.prefix(ELSEWHERE)),
        ("person", vault.digest("A" * 22)),
        ("person", ""),
    ],
)
def test_what_a_block_does_not_name_it_lets_pass(kind: str, value: str) -> None:
    make_block(kind=kind, value=value)
    assert leave(Client(REMOTE_ADDR=HERE)).status == "published"


def test_a_blocked_person_is_known_by_the_browser_and_not_by_the_address(client: Client) -> None:
    first = leave(client, body="My first words.")
    make_block(kind="person", value=first.reader)
    assert leave(client, make_article("Two"), "My second words.").status == "spam"
    assert leave(Client(), make_article("Three"), "My third words.").status == "published"


def test_staff_are_not_caught(client: Client) -> None:
    make_block()
    client.force_login(make_user("ada", "Editor"))
    assert leave(client).status == "published"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"expires_at": timedelta(hours=1)}, "spam"),
        ({"expires_at": timedelta(seconds=-1)}, "published"),
        ({"lifted_at": timedelta(seconds=-1)}, "published"),
        ({"expires_at": timedelta(hours=1), "lifted_at": timedelta(seconds=-1)}, "published"),
    ],
    ids=["in force", "expired", "lifted", "lifted before its end"],
)
def test_a_block_holds_until_it_expires_or_is_lifted(
    client: Client, fields: dict[str, timedelta], status: str
) -> None:
    make_block(**{name: timezone.now() + after for name, after in fields.items()})
    assert leave(client).status == status


def test_a_block_under_one_article_holds_there_alone(client: Client) -> None:
    here, there = make_article("Here"), make_article("There")
    make_block(article=here)
    assert leave(client, there).status == "published"
    assert leave(client, here).status == "spam"


def test_the_writer_of_a_blocked_reply_sees_it_waiting(client: Client) -> None:
    make_block()
    comment = leave(client)
    page = parse(client.get(comment.article.get_absolute_url()))
    assert WAITS in text(reply(page, comment.pk))
    assert f"comment-{comment.pk}" not in Client().get(comment.article.get_absolute_url()).text


# --- Who sets and lifts them --------------------------------------------------------------------


def login(client: Client, *groups: str) -> Client:
    client.force_login(make_user("mona", *groups))
    return client


def typed(**fields: Any) -> dict[str, Any]:
    values = {"kind": "host", "value": "pills.example", "article": "", "reason": "spam shop"}
    return {**values, "expires_at_0": "", "expires_at_1": "", **fields}


@pytest.mark.parametrize("groups", [(), ("Reporter",), ("Editor",)], ids=str)
def test_who_may_not_block_repliers_sees_no_blocks(client: Client, groups: tuple[str]) -> None:
    block = make_block()
    login(client, *groups)
    for address in (LIST, ADD, f"{LIST}{block.pk}/change/"):
        assert client.get(address).status_code == 403, address
    assert client.post(ADD, typed(value="other.example")).status_code == 403
    lift = {"action": "lift", "_selected_action": [block.pk]}
    assert client.post(LIST, lift).status_code == 403
    assert Block.objects.get().lifted_at is None


def test_who_is_not_logged_in_is_asked_to(client: Client) -> None:
    response = client.get(LIST)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={LIST}")


def test_the_one_permission_is_enough(client: Client) -> None:
    user = make_user("val")
    user.user_permissions.add(Permission.objects.get(codename="ban_comment"))
    client.force_login(user)
    assert client.get(LIST).status_code == 200
    assert client.post(ADD, typed()).status_code == 302


def test_moderators_block_hosts_and_phrases(client: Client) -> None:
    login(client, "Moderator")
    assert client.post(ADD, typed(value="https://www.Pills.example/buy?x=1")).status_code == 302
    assert client.post(ADD, typed(kind="phrase", value=" buy pills* ")).status_code == 302
    rows = list(Block.objects.order_by("pk").values_list("kind", "value", "by__username"))
    assert rows == [("host", "pills.example", "mona"), ("phrase", "buy pills*", "mona")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "person", "value": "a" * 64},
        {"kind": "network", "value": "192.0.2.0/24"},
        {"kind": ""},
        {"kind": "host", "value": "no host at all"},
        {"kind": "host", "value": "localhost"},
        {"kind": "phrase", "value": "/(/"},
        {"kind": "phrase", "value": "*"},
        {"value": ""},
        {"value": "x" * 254},
        {"reason": ""},
        {"article": "999"},
        {"article": "\x00"},
        {"expires_at_0": "some day"},
    ],
    ids=str,
)
def test_a_block_that_could_catch_nothing_is_refused(client: Client, wrong: dict[str, str]) -> None:
    response = login(client, "Moderator").post(ADD, typed(**wrong))
    assert response.status_code == 422
    assert parse(response).xpath("//*[contains(@class, 'errorlist')]")
    assert not Block.objects.exists()


def test_a_block_is_not_rewritten_or_deleted(client: Client) -> None:
    block = make_block()
    login(client, "Moderator")
    assert client.post(f"{LIST}{block.pk}/change/", typed(value="x.example")).status_code == 403
    assert client.post(f"{LIST}{block.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Block.objects.get().value == "pills.example"


def test_chosen_blocks_are_lifted_and_stay_in_the_list(client: Client) -> None:
    block, other = make_block(), make_block(value="other.example")
    login(client, "Moderator")
    sent = {"action": "lift", "_selected_action": [block.pk]}
    response = client.post(LIST, sent, follow=True)
    assert "1 block is lifted." in text(parse(response))
    assert Block.objects.get(pk=block.pk).lifted_at is not None
    assert Block.objects.get(pk=other.pk).lifted_at is None
    assert len(parse(response).xpath("//table[@id='result_list']/tbody/tr")) == 2


@pytest.mark.parametrize("kind", ["person", "network"])
def test_digests_are_shown_to_nobody(client: Client, kind: str) -> None:
    block = make_block(kind=kind, value=vault.digest("somebody"), by=make_user("otto"))
    client.force_login(make_user("ada", is_superuser=True))
    for address in (LIST, f"{LIST}?q=x", f"{LIST}{block.pk}/change/", f"{LIST}{block.pk}/history/"):
        response = client.get(address, follow=True)
        assert response.status_code == 200
        assert block.value not in response.content.decode()
    assert "spam shop" in client.get(LIST).content.decode()
