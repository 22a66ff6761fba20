"""Whether replies are taken: the article decides, else its section, else the site."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments.models import Comment, Discussion, SectionDiscussion, Thread
from tests.factories import make_article, make_comment, make_section, make_user

from .posting import LONG, parse, reply, send, text, typed_in

pytestmark = pytest.mark.django_db

CLOSED = "Replies to this article are closed."


def make_place(
    *,
    site: bool = True,
    section: str = "",
    thread: str = "",
    days_old: int = 0,
    close_after: int = 0,
    closes_in: int | None = None,
) -> Article:
    """An article whose site, section and thread say this about replies; `closes_in` seconds."""
    now = timezone.now()
    article = make_article(published_at=now - timedelta(days=days_old))
    Discussion.objects.update(is_open=site, close_after_days=close_after)
    if section:
        SectionDiscussion.objects.create(section=article.section, mode=section)
    if thread or closes_in is not None:
        closes_at = None if closes_in is None else now + timedelta(seconds=closes_in)
        Thread.objects.create(article=article, mode=thread, closes_at=closes_at)
    return article


@pytest.mark.parametrize(
    ("place", "is_open"),
    [
        ({}, True),
        ({"site": False}, False),
        ({"site": False, "section": "open"}, True),
        ({"site": False, "thread": "open"}, True),
        ({"site": False, "thread": "slow"}, True),
        ({"section": "closed"}, False),
        ({"section": "closed", "thread": "open"}, True),
        ({"section": "closed", "thread": "moderated"}, True),
        ({"section": "open", "thread": "closed"}, False),
        ({"site": False, "section": "open", "thread": "closed"}, False),
        ({"days_old": 8, "close_after": 7}, False),
        ({"days_old": 6, "close_after": 7}, True),
        ({"days_old": 800, "close_after": 0}, True),
        ({"days_old": 8, "close_after": 7, "section": "open"}, False),
        ({"days_old": 8, "close_after": 7, "thread": "open"}, True),
        ({"days_old": 8, "close_after": 7, "thread": "slow"}, True),
        ({"closes_in": -1}, False),
        ({"closes_in": 60}, True),
        ({"closes_in": -1, "thread": "open"}, False),
        ({"closes_in": -1, "section": "open"}, False),
        ({"closes_in": -1, "thread": "open", "site": False}, False),
    ],
    ids=str,
)
def test_the_narrowest_place_that_speaks_decides_on_page_and_post(
    client: Client, place: dict[str, Any], is_open: bool
) -> None:
    article = make_place(**place)
    page = text(parse(client.get(article.get_absolute_url())))
    response = send(client, article)
    assert (CLOSED in page) is not is_open
    assert response.status_code == (303 if is_open else 403)
    assert Comment.objects.exists() is is_open
    if not is_open:
        assert CLOSED in text(parse(response))
        assert typed_in(parse(response))["body"] == LONG


@pytest.mark.parametrize("premoderation", ["nothing", "newcomers"])
@pytest.mark.parametrize("where", ["section", "thread"])
def test_in_a_moderated_place_every_reply_waits(
    client: Client, where: str, premoderation: str
) -> None:
    send(client, make_article("Elsewhere"))
    Comment.objects.get().approve(by=make_user("mona"))
    Discussion.objects.update(premoderation=premoderation)
    send(client, make_place(**{where: "moderated"}), body="What I think of this one.")
    assert Comment.objects.latest("pk").status == "waiting"


def test_an_article_that_is_open_in_a_moderated_section_is_not_moderated(client: Client) -> None:
    article = make_place(section="moderated", thread="open")
    Discussion.objects.update(premoderation="nothing")
    send(client, article)
    assert Comment.objects.get().status == "published"


def test_staff_are_published_in_a_moderated_place_too(client: Client) -> None:
    client.force_login(make_user("ada", "Editor"))
    send(client, make_place(thread="moderated"))
    assert Comment.objects.get().status == "published"


def test_another_sections_word_does_not_count_here(client: Client) -> None:
    SectionDiscussion.objects.create(section=make_section("Sport"), mode="closed")
    assert send(client, make_article()).status_code == 303


def test_a_closed_thread_still_shows_its_replies_without_a_way_to_answer(client: Client) -> None:
    article = make_place(section="closed")
    comment = make_comment(article)
    page = parse(client.get(article.get_absolute_url()))
    assert "Well said." in text(reply(page, comment.pk))
    assert not page.xpath(f"//a[@href='/comments/{comment.pk}/reply/']")
    response = client.get(f"/comments/{comment.pk}/reply/")
    assert (response.status_code, response["Location"]) == (
        303,
        f"{article.get_absolute_url()}#respond",
    )


@pytest.mark.parametrize("section", ["", "slow"])
def test_the_article_page_costs_no_more_where_a_section_decides(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, section: str
) -> None:
    article = make_place(section=section, thread="moderated")
    make_comment(article, parent=make_comment(article))
    with django_assert_max_num_queries(8):
        client.get(article.get_absolute_url())


def test_terms_are_the_same_while_nobody_has_saved_any_settings() -> None:
    article = make_place(section="slow", thread="moderated", closes_in=60)
    with_row = Thread.objects.of(article)
    Discussion.objects.all().delete()
    without = Thread.objects.of(article)
    assert without.terms() == with_row.terms()
    assert without.terms().is_moderated
    assert without.discussion.pk is None


# --- Where editors say it -----------------------------------------------------------------------


def inline(name: str, owner: int, **fields: Any) -> dict[str, Any]:
    """What the page of an article or section sends for the one row beside it."""
    counts = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1}
    sent = {f"{name}-{key}": value for key, value in counts.items()}
    return sent | {f"{name}-0-{key}": value for key, value in fields.items()}


def save_article(client: Client, article: Article, **fields: Any) -> Any:
    typed = {
        "headline": article.headline,
        "section": article.section_id,
        "body": article.body,
        "slug": article.slug,
        "byline_set-TOTAL_FORMS": "0",
        "byline_set-INITIAL_FORMS": "0",
        **inline("thread", article.pk, article=article.pk, **fields),
    }
    return client.post(reverse("admin:articles_article_change", args=[article.pk]), typed)


def save_section(client: Client, section: Any, **fields: Any) -> Any:
    typed = {
        "name": section.name,
        "slug": section.slug,
        "position": getattr(section, "position", 0),
        **inline("discussion", section.pk, section=section.pk, **fields),
    }
    return client.post(reverse("admin:articles_section_change", args=[section.pk]), typed)


def test_editors_say_it_on_the_articles_page(client: Client) -> None:
    article = make_article(publish=False)
    client.force_login(make_user("ada", "Editor"))
    assert save_article(client, article, mode="slow", slow_seconds=90).status_code == 302
    thread = Thread.objects.get(article=article)
    assert (thread.mode, thread.slow_seconds) == ("slow", 90)


def test_editors_say_it_on_the_sections_page(client: Client) -> None:
    section = make_section()
    client.force_login(make_user("ada", "Editor"))
    response = save_section(client, section, mode="closed", slow_seconds=300)
    assert response.status_code == 302
    assert SectionDiscussion.objects.get(section=section).mode == "closed"


@pytest.mark.parametrize("seconds", ["0", "-1", "86401", str(2**62), "soon"])
def test_an_interval_that_no_clock_measures_is_refused(client: Client, seconds: str) -> None:
    client.force_login(make_user("ada", "Editor"))
    response = save_article(client, make_article(publish=False), mode="slow", slow_seconds=seconds)
    assert response.status_code == 422
    assert not Thread.objects.exists()


def test_reporters_neither_see_it_nor_say_it(client: Client) -> None:
    reporter = make_user("rob", "Reporter")
    article = make_article(publish=False, created_by=reporter)
    client.force_login(reporter)
    page = client.get(reverse("admin:articles_article_change", args=[article.pk]))
    assert page.status_code == 200
    assert b"thread-0-mode" not in page.content
    assert save_article(client, article, mode="closed", slow_seconds=300).status_code == 302
    assert not Thread.objects.exists()
    assert save_section(client, article.section, mode="closed").status_code == 403
    assert not SectionDiscussion.objects.exists()
