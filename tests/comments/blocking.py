"""How the tests block from a card: look first, then make; and lift again."""

from __future__ import annotations

from typing import Any

from django.test import Client

from comments import vault
from comments.models import Block, Comment
from tests.factories import make_article, make_comment

from .at_the_desk import DESK
from .posting import parse

BLOCKS = f"{DESK}blocks/"
NETWORK = vault.prefix("192.0.2.10")
PILLS = "Good stuff at http://shop.pills.example/cheap today."
OTHER = "d" * 22


def make_spam(number: int = 1, **fields: Any) -> Comment:
    values = {"status": "waiting", "body": f"{PILLS} Number {number}."}
    return make_comment(make_article(f"Story {number}"), **(values | fields))


def typed(**fields: str) -> dict[str, str]:
    values = {"what": "host:shop.pills.example", "phrase": "", "scope": "site", "length": "7"}
    return values | {"reason": "spam shop"} | fields


def preview(client: Client, comment: Comment, **fields: str) -> Any:
    return client.post(f"{DESK}{comment.pk}/block/", typed(preview="1", **fields))


def make(client: Client, comment: Comment, **fields: str) -> Any:
    """Both steps: look, then press the button of the preview."""
    form = parse(preview(client, comment, **fields)).xpath("//form[contains(@class, 'act-form')]")
    sent = typed(**fields) | {"previewed": form[0].fields["previewed"], "make": "1"}
    return client.post(f"{DESK}{comment.pk}/block/", sent, follow=True)


def lift(client: Client, block: Block) -> Any:
    return client.post(f"{BLOCKS}{block.pk}/lift/", follow=True)


def offered(client: Client, comment: Comment) -> list[str]:
    page = parse(client.get(f"{DESK}{comment.pk}/block/"))
    return [str(value) for value in page.xpath("//input[@name='what']/@value")]


def caught_in_preview(response: Any) -> set[int]:
    found = parse(response).xpath("//*[contains(@class, 'act-list')]//a/@href")
    return {int(address.strip("/").split("/")[-1]) for address in found}
