"""The admin's start page says how many replies wait, to those who may look after them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment
from tests.factories import make_article, make_comment

from .at_the_desk import DESK, enter, enter_as, whoever
from .posting import parse, text

pytestmark = pytest.mark.django_db


def line(client: Client) -> str:
    """What links to the desk from the content of the start page."""
    page = parse(client.get(reverse("admin:index")))
    return " ".join(text(link) for link in page.xpath(f"//*[@id='content']//a[@href='{DESK}']"))


def test_it_says_what_the_queue_says(client: Client) -> None:
    user = enter(client, "Editor")
    assert line(client) == "No reply waits"
    article = make_article()
    rows = [make_comment(article, status="waiting", body=f"Reply {n}") for n in range(3)]
    make_comment(article, status="spam", body="Casino")
    assert line(client) == "3 replies wait"
    rows[0].defer(until=timezone.now() + timedelta(hours=1), by=user)
    rows[1].approve(by=user)
    assert line(client) == "1 reply waits"
    assert "1 reply waits" in text(parse(client.get(DESK)).xpath("//h2[@id='waiting-title']")[0])


@whoever("moderator", "editor", "superuser")
def test_only_who_may_see_the_desk_reads_it(client: Client, name: str, may: bool) -> None:
    enter_as(client, name)
    make_comment(status="waiting")
    assert line(client) == ("1 reply waits" if may else "")


def test_it_costs_one_query(client: Client) -> None:
    enter(client, "Editor")
    for n in range(5):
        make_comment(status="waiting", body=f"Reply {n}")
    client.get(reverse("admin:index"))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("admin:index"))
    table = Comment._meta.db_table
    assert sum(table in query["sql"] for query in queries) == 1
