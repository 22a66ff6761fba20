"""The number of replies, asked for again and again by a reader's page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from tests.factories import make_article, make_comment
from tests.reading import fetch

pytestmark = pytest.mark.django_db


def count_of(article: Article) -> str:
    return f"{article.get_absolute_url()}comments/count"


def test_the_count_is_a_number_and_nothing_else(client: Client) -> None:
    article = make_article()
    assert client.get(count_of(article)).content == b"0"
    make_comment(article, parent=make_comment(article))
    make_comment(article, status="waiting", body="Not yet")
    response = client.get(count_of(article))
    assert response.content == b"2"
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "max-age=0, must-revalidate"
    assert response["Cache-Tag"] == f"article:{article.pk} thread:{article.pk}"
    assert not response.cookies


def test_a_count_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    article = make_article()
    row = make_comment(article)
    known = {"If-None-Match": client.get(count_of(article))["ETag"]}
    again = client.get(count_of(article), headers=known)
    assert (again.status_code, again.content) == (304, b"")
    row.remove(by=None)
    changed = client.get(count_of(article), headers=known)
    assert (changed.status_code, changed.content) == (200, b"0")


def test_the_head_of_a_count_is_answered_and_a_post_is_not(client: Client) -> None:
    article = make_article()
    head = client.head(count_of(article))
    assert (head.status_code, head.content) == (200, b"")
    assert client.post(count_of(article)).status_code == 405


def test_the_count_of_what_is_not_public_is_not_found(client: Client) -> None:
    draft = make_article("Draft", publish=False)
    later = make_article("Later", published_at=timezone.now() + timedelta(hours=1))
    for article in (draft, later):
        make_comment(article)
        assert client.get(count_of(article)).status_code == 404
    assert client.get("/2024/05/no-such-story/comments/count").status_code == 404


def test_under_another_month_the_count_leads_to_its_address(client: Client) -> None:
    article = make_article()
    response = client.get(f"/1999/01/{article.slug}/comments/count")
    assert (response.status_code, response["Location"]) == (301, count_of(article))


def test_the_count_costs_two_queries(client: Client, django_assert_num_queries: Any) -> None:
    article = make_article()
    make_comment(article)
    with django_assert_num_queries(2):
        client.get(count_of(article))


def test_the_thread_tells_its_script_where_to_ask_and_what_to_say(client: Client) -> None:
    article = make_article()
    make_comment(article)
    section = fetch(client, article.get_absolute_url()).get_element_by_id("comments")
    told = {name: value for name, value in section.items() if name.startswith("data-")}
    assert told == {
        "data-count": "1",
        "data-count-url": count_of(article),
        "data-words-new-one": "1 reply is new since your last visit",
        "data-words-new-many": "{n} replies are new since your last visit",
        "data-words-next": "Next new reply",
        "data-words-fresh-one": "1 new reply",
        "data-words-fresh-many": "{n} new replies",
        "data-word-new": "new",
    }
