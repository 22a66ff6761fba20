"""Slow mode: one reply of a sender in an interval."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from articles.models import Article
from comments.models import Comment, SectionDiscussion, Thread
from tests.factories import make_article, make_user

from .posting import parse, send, text, typed_in

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
ELSEWHERE = "198.51.100.7"  # another network than the test client's


def make_slow_article(seconds: int = 300) -> Article:
    article = make_article(published_at=NOON - timedelta(days=1))
    Thread.objects.create(article=article, mode="slow", slow_seconds=seconds)
    return article


def test_the_second_reply_within_the_interval_has_to_wait(client: Client) -> None:
    article = make_slow_article()
    with time_machine.travel(NOON, tick=False):
        assert send(client, article, body="The first.").status_code == 303
    with time_machine.travel(NOON + timedelta(seconds=100), tick=False):
        response = send(client, article, body="The second.")
    assert response.status_code == 429
    assert response["Retry-After"] == "200"
    page = parse(response)
    assert "Please wait 200 seconds before your next reply; your text is kept below." in text(page)
    assert typed_in(page)["body"] == "The second."
    assert Comment.objects.count() == 1


def test_the_words_do_not_tell_which_limit_it_was(client: Client, settings: Any) -> None:
    slow = make_slow_article(60)
    usual = make_article("Usual", published_at=NOON)
    with time_machine.travel(NOON, tick=False):
        send(client, slow, body="The first.")
        by_mode = send(client, slow, body="One more.")
        other = Client(REMOTE_ADDR=ELSEWHERE)
        answers = [send(other, usual, body=f"Number {n}.") for n in range(7)]
    by_limit = answers[-1]
    assert by_limit.status_code == by_mode.status_code == 429
    alerts = [parse(one).xpath("//*[@role='alert']")[0] for one in (by_mode, by_limit)]
    assert text(alerts[0]) == text(alerts[1])
    assert by_mode["Retry-After"] == by_limit["Retry-After"] == "60"


def test_nobody_waits_for_what_a_clock_that_was_ahead_has_dated(client: Client) -> None:
    """It was a day ahead and is set back: the interval is seconds, not a day."""
    article = make_slow_article()
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        assert send(client, article, body="The first.").status_code == 303
    with time_machine.travel(NOON, tick=False):
        assert send(client, article, body="The second.").status_code == 303
        assert send(client, article, body="The third.").status_code == 429


@pytest.mark.parametrize(("after", "status"), [(299, 429), (300, 303)])
def test_the_interval_ends_to_the_second(client: Client, after: int, status: int) -> None:
    article = make_slow_article()
    with time_machine.travel(NOON, tick=False):
        send(client, article, body="The first.")
    with time_machine.travel(NOON + timedelta(seconds=after), tick=False):
        assert send(client, article, body="The second.").status_code == status


def test_the_same_browser_waits_in_another_network_too(client: Client) -> None:
    article = make_slow_article()
    send(client, article, body="The first.")
    client.defaults["REMOTE_ADDR"] = ELSEWHERE
    assert send(client, article, body="The second.").status_code == 429


def test_without_cookies_the_network_waits(client: Client) -> None:
    article = make_slow_article()
    send(client, article, body="The first.")
    assert send(Client(), article, body="The second.").status_code == 429


def test_other_people_and_other_articles_are_not_slowed_down(client: Client) -> None:
    article = make_slow_article()
    send(client, article, body="The first.")
    assert send(Client(REMOTE_ADDR=ELSEWHERE), article, body="Mine.").status_code == 303
    assert send(client, make_article("Usual"), body="There.").status_code == 303


def test_a_slow_section_slows_down_each_of_its_articles(client: Client) -> None:
    one, two = make_article("One"), make_article("Two")
    SectionDiscussion.objects.create(section=one.section, mode="slow", slow_seconds=300)
    assert send(client, one, body="Here.").status_code == 303
    assert send(client, two, body="There.").status_code == 303
    assert send(client, one, body="Here again.").status_code == 429


def test_staff_are_not_slowed_down(client: Client) -> None:
    article = make_slow_article()
    client.force_login(make_user("ada", "Editor"))
    sent = [send(client, article, body=f"Number {n}.").status_code for n in range(3)]
    assert sent == [303] * 3


def test_where_limits_are_off_nobody_is_slowed_down(client: Client, settings: Any) -> None:
    settings.RATE_LIMITS = False
    article = make_slow_article()
    sent = [send(client, article, body=f"Number {n}.").status_code for n in range(3)]
    assert sent == [303] * 3


def test_a_preview_neither_waits_nor_counts(client: Client) -> None:
    article = make_slow_article()
    assert send(client, article, body="The first.", preview="1").status_code == 200
    assert send(client, article, body="The first.").status_code == 303
    assert send(client, article, body="The second.", preview="1").status_code == 200
