"""The bar over an article's replies: how they are taken, changed at once, undone, and told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.changes import pages_changed
from articles.models import Article
from comments.models import Act, Comment, Discussion, SectionDiscussion, Thread
from tests.factories import make_article, make_comment, make_user

from .at_the_desk import DESK, enter, enter_as, told, whoever
from .posting import LONG, parse, send, text, typed_in

pytestmark = pytest.mark.django_db


def place(article: Article) -> str:
    return f"{DESK}articles/{article.pk}/"


def bar(response: Any) -> str:
    return text(parse(response).xpath("//*[contains(@class, 'act-bar')]")[0])


def change(client: Client, article: Article, mode: str, **fields: Any) -> Any:
    """Fill in the bar's form as it stands on the page and send it."""
    page = parse(client.get(place(article)))
    form = page.xpath("//*[contains(@class, 'act-bar')]//form")[0]
    sent = {**dict(form.fields), "mode": mode, **fields}
    return client.post(form.get("action"), sent, follow=True)


def test_closing_from_the_bar_refuses_the_next_reply_and_keeps_its_text(client: Client) -> None:
    user = enter(client, "Editor")
    article = make_article()
    assert send(Client(), article).status_code == 303
    response = change(client, article, "closed")
    assert response.redirect_chain == [(place(article), 303)]
    assert "readers see it at once" in told(response)
    assert "Replies: closed (set for this article)" in bar(response)
    refused = send(Client(), article, body=LONG)
    assert refused.status_code == 403
    assert typed_in(parse(refused))["body"] == LONG
    assert Comment.objects.count() == 1
    act = Act.objects.get()
    assert (act.verb, act.by, act.article) == ("mode", user, article)
    assert (act.before, act.after) == ("inherit", "closed")


def test_pre_moderation_and_the_slow_mode_hold_at_once(client: Client) -> None:
    enter(client, "Editor")
    Discussion.objects.update(premoderation="nothing")
    article = make_article()
    change(client, article, "moderated")
    send(Client(), article)
    assert Comment.objects.latest("pk").status == "waiting"
    response = change(client, article, "slow", slow_seconds="120")
    assert "slow: one reply in 120 seconds" in bar(response)
    assert send(Client(), article, body="Another word.").status_code == 429
    assert list(Act.objects.values_list("before", "after")) == [
        ("moderated", "slow 120"),
        ("inherit", "moderated"),
    ]


def test_readers_pages_are_renewed(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    enter(client, "Editor")
    article = make_article()
    heard: list[str] = []

    def hear(tags: tuple[str, ...], **_kwargs: object) -> None:
        heard.extend(tags)

    pages_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            change(client, article, "closed")
    finally:
        pages_changed.disconnect(hear)
    assert f"thread:{article.pk}" in heard


def test_a_change_is_undone_from_the_page(client: Client) -> None:
    enter(client, "Editor")
    article = make_article()
    change(client, article, "slow", slow_seconds="60")
    change(client, article, "closed")
    for expected in ("slow 60", "closed"):
        forms = parse(client.get(place(article))).xpath("//*[@id='changes']//form")
        assert len(forms) == 1
        client.post(place(article), dict(forms[0].fields))
        assert Thread.objects.get().setting == expected
    assert Act.objects.count() == 4


def test_the_first_change_is_undone_to_what_the_section_says(client: Client) -> None:
    enter(client, "Editor")
    article = make_article()
    change(client, article, "closed")
    form = parse(client.get(place(article))).xpath("//*[@id='changes']//form")[0]
    response = client.post(place(article), dict(form.fields), follow=True)
    assert Thread.objects.get().mode == ""
    assert "open (as the site)" in bar(response)


def test_who_comes_second_is_told_and_changes_nothing(client: Client) -> None:
    enter(client, "Editor")
    article = make_article()
    response = change(client, article, "open", seen="moderated")
    assert response.status_code == 409
    assert "Somebody else has changed this" in told(response)
    assert not Thread.objects.exclude(mode="").exists()
    assert not Act.objects.exists()


def test_the_same_again_is_no_change(client: Client) -> None:
    enter(client, "Editor")
    article = make_article()
    change(client, article, "closed")
    assert "like that already" in told(change(client, article, "closed"))
    assert Act.objects.count() == 1


def test_the_interval_of_another_mode_does_not_matter(client: Client) -> None:
    enter(client, "Editor")
    article = make_article()
    change(client, article, "closed", slow_seconds="")
    assert Thread.objects.get().slow_seconds == 300


@pytest.mark.parametrize(
    "wrong",
    [
        {"mode": "shut"},
        {"mode": "slow", "slow_seconds": ""},
        {"mode": "slow", "slow_seconds": "0"},
        {"mode": "slow", "slow_seconds": "86401"},
        {"mode": "slow", "slow_seconds": "soon"},
        {"mode": "slow", "slow_seconds": "9" * 5000},
        {"mode": "\x00"},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused_on_the_page(client: Client, wrong: dict[str, str]) -> None:
    enter(client, "Editor")
    article = make_article()
    response = client.post(place(article), {"seen": "inherit"} | wrong)
    assert response.status_code == 422
    assert parse(response).xpath("//*[@id='form-errors']//li")
    assert not Act.objects.exists()


def test_a_queue_filtered_by_the_article_is_gone_back_to(client: Client) -> None:
    enter(client, "Editor")
    article = make_article()
    sent = {"mode": "closed", "seen": "inherit", "next": f"article={article.pk}&order=oldest"}
    response = client.post(place(article), sent)
    assert response["Location"] == f"{DESK}?article={article.pk}&order=oldest"


@pytest.mark.parametrize(
    ("site", "section", "thread", "words"),
    [
        ({}, "", {}, "open (as the site)"),
        ({"is_open": False}, "", {}, "closed (as the site)"),
        ({}, "closed", {}, "closed (as its section)"),
        ({}, "moderated", {}, "every reply waits for a moderator (as its section)"),
        ({}, "closed", {"mode": "open"}, "open (set for this article)"),
        ({"close_after_days": 7}, "", {}, "closed (older than 7 days)"),
        ({"close_after_days": 7}, "open", {}, "closed (older than 7 days)"),
        ({"close_after_days": 7}, "closed", {}, "closed (as its section)"),
        ({"close_after_days": 7}, "", {"mode": "open"}, "open (set for this article)"),
        ({}, "", {"closes_at": -1}, "closed (its closing time has passed)"),
        ({}, "", {"closes_at": 1}, "open (as the site)"),
    ],
    ids=str,
)
def test_the_bar_says_how_replies_are_taken_and_who_says_so(
    client: Client, site: dict[str, Any], section: str, thread: dict[str, Any], words: str
) -> None:
    enter(client, "Moderator")
    now = timezone.now()
    article = make_article(published_at=now - timedelta(days=8))
    Discussion.objects.update(**site)
    if section:
        SectionDiscussion.objects.create(section=article.section, mode=section)
    if "closes_at" in thread:
        thread = {"closes_at": now + timedelta(hours=thread["closes_at"])}
    if thread:
        Thread.objects.create(article=article, **thread)
    assert f"Replies: {words}" in bar(client.get(place(article)))


def test_the_bar_counts_what_became_of_the_replies(client: Client) -> None:
    enter(client, "Moderator")
    article = make_article()
    make_comment(body="Elsewhere", status="spam")
    statuses = ["published"] * 5 + ["waiting"] * 2 + ["rejected", "spam", "removed"]
    for number, status in enumerate(statuses):
        make_comment(article, status=status, body=f"Reply {number}")
    words = bar(client.get(place(article)))
    for expected in ("5 published", "2 waiting", "30 % of the newest 10 refused"):
        assert expected in words


def test_the_bar_costs_two_queries_however_many_replies_there_are() -> None:
    article, user = make_article(), make_user("ada", is_superuser=True)
    request = RequestFactory().get(DESK, {"article": article.pk})
    request.user = user
    template = Template("{% load article_bar %}{% article_bar article as bar %}{{ bar.next }}")
    for number in range(3):
        for more in range(1 + 10 * number):
            make_comment(article, body=f"{number} {more}")
        with CaptureQueriesContext(connection) as queries:
            shown = template.render(Context({"article": article, "request": request}))
        assert len(queries) == 2
        assert shown == f"article={article.pk}"


def test_the_chart_has_thirty_days_and_a_table_behind_it(client: Client) -> None:
    enter(client, "Moderator")
    article = make_article()
    for days, status in ((0, "published"), (3, "spam"), (3, "rejected"), (29, "waiting")):
        sent = timezone.now() - timedelta(days=days)
        make_comment(article, status=status, submitted_at=sent, body=f"{days} {status}")
    make_comment(article, submitted_at=timezone.now() - timedelta(days=40), body="Long ago")
    rows = parse(client.get(place(article))).xpath("//figure//tbody/tr")
    table = [[text(cell) for cell in row] for row in rows]
    assert len(table) == 30
    assert table[-1][1:] == ["1", "0", "0", "0", "0"]
    assert table[-4][1:] == ["0", "0", "1", "1", "0"]
    assert table[0][1:] == ["0", "1", "0", "0", "0"]
    assert sum(int(n) for row in table for n in row[1:]) == 4


@whoever("moderator", "editor", "superuser")
def test_only_who_may_see_the_desk_sees_the_page(client: Client, name: str, may: bool) -> None:
    enter_as(client, name)
    article = make_article()
    assert client.get(place(article)).status_code == (200 if may else 403)


@whoever("moderator", "editor", "superuser")
def test_only_who_may_change_threads_changes_one(client: Client, name: str, may: bool) -> None:
    enter_as(client, name)
    article = make_article()
    response = client.post(place(article), {"mode": "closed", "seen": "inherit"})
    assert response.status_code == (303 if may else 403)
    assert Thread.objects.filter(mode="closed").exists() is may
    assert Act.objects.exists() is may
    page = client.get(place(article))
    assert bool(page.status_code == 200 and parse(page).xpath("//main//form")) is may


def test_who_may_only_look_sees_the_bar_without_its_form(client: Client) -> None:
    enter(client, rights=("view_comment",))
    article = make_article()
    page = client.get(place(article))
    assert "Replies: open" in bar(page)
    assert not parse(page).xpath("//main//form")
    assert client.post(place(article), {"mode": "closed", "seen": "inherit"}).status_code == 403
    assert not Act.objects.exists()


def test_strangers_are_asked_to_log_in(client: Client) -> None:
    article = make_article()
    assert client.get(place(article)).status_code == 302
    assert client.post(place(article), {"mode": "closed", "seen": "inherit"}).status_code == 302
    assert not Thread.objects.exists()


def test_an_unknown_article_is_not_found(client: Client) -> None:
    enter(client, "Editor")
    assert client.get(f"{DESK}articles/999/").status_code == 404
    assert client.post(f"{DESK}articles/999/", {"mode": "closed"}).status_code == 404
