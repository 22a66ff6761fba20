"""How long a page is shown: by the clock, the calendar and the terms of its thread."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles.models import Article
from articles.page_life import end_at, hand_over
from comments.models import Discussion, Thread
from tests.factories import make_article, make_comment

from .cached import Site

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def own(clock: time_machine.Traveller) -> str:
    return make_article(published_at=NOON - timedelta(days=1)).get_absolute_url()


def at(clock: time_machine.Traveller, seconds: float) -> None:
    clock.move_to(NOON + timedelta(seconds=seconds))


def test_page_lives_a_minute(site: Site, own: str, clock: time_machine.Traveller) -> None:
    site.get(own)
    at(clock, 59)
    said = site.get(own)
    assert (said.cache, said["Age"]) == ("hit", "59")
    at(clock, 60)
    assert site.get(own).cache == "miss"
    assert site.get(own)["Age"] == "0"


def test_lost_announcement_heals(site: Site, own: str, clock: time_machine.Traveller) -> None:
    site.get(own)
    Article.objects.update(headline="Nobody announced this")
    assert "Nobody announced this" not in site.get(own).html
    at(clock, 61)
    assert "Nobody announced this" in site.get(own).html


def test_clock_set_back_keeps_no_page_for_longer(
    site: Site, own: str, clock: time_machine.Traveller
) -> None:
    site.get(own)
    at(clock, -3600)
    assert site.get(own).cache == "miss"


@pytest.mark.parametrize("address", ["/", "/feed/", "/section/city/", "own"])
def test_scheduled_article_ends_every_page(
    site: Site, own: str, clock: time_machine.Traveller, address: str
) -> None:
    make_article("Later today", published_at=NOON + timedelta(seconds=20))
    address = own if address == "own" else address
    first = site.get(address)
    assert "Later today" not in first.html
    assert first["CDN-Cache-Control"] == "s-maxage=20"
    at(clock, 19)
    assert site.get(address).cache == "hit"
    at(clock, 20)
    said = site.get(address)
    assert said.cache == "miss"
    assert ("Later today" in said.html) == (address != own)
    assert said["CDN-Cache-Control"].startswith("s-maxage=60")


def test_link_to_a_scheduled_article_appears_with_it(
    site: Site, clock: time_machine.Traveller
) -> None:
    target = make_article("Later today", published_at=NOON + timedelta(seconds=20))
    body = f'<p>So it is.</p><aside data-article="{target.pk}">Later today</aside>'
    own = make_article("Now", body=body, published_at=NOON - timedelta(days=1)).get_absolute_url()
    assert target.get_absolute_url() not in site.get(own).html
    at(clock, 20)
    assert target.get_absolute_url() in site.get(own).html


def test_schedule_is_asked_for_once_and_after_each_change(
    site: Site,
    own: str,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    asked: list[datetime] = []
    from cms.pagecache import life

    real = life.next_publication
    monkeypatch.setattr(life, "next_publication", lambda after: asked.append(after) or real(after))
    for address in (own, "/", "/feed/"):
        site.get(address)
    assert len(asked) == 1
    with django_capture_on_commit_callbacks(execute=True):
        make_article("Soon", published_at=NOON + timedelta(seconds=20))
    assert site.get("/")["CDN-Cache-Control"] == "s-maxage=20"
    assert len(asked) == 2


def test_article_that_appears_while_a_page_is_made_is_not_missed(
    site: Site, own: str, clock: time_machine.Traveller
) -> None:
    make_article("Later today", published_at=NOON + timedelta(seconds=20))
    django = site.django

    def slow(environ: Any, start_response: Any) -> Any:
        response = django(environ, start_response)
        at(clock, 20.01)
        return response

    at(clock, 19.99)
    site.django = slow
    assert "Later today" not in site.get("/").html
    assert "Later today" in site.get("/").html


def test_page_ends_with_the_closing_of_its_thread(
    site: Site, clock: time_machine.Traveller
) -> None:
    article = make_article(published_at=NOON - timedelta(days=1))
    reply = make_comment(article)
    Thread.objects.filter(article=article).update(closes_at=NOON + timedelta(seconds=30))
    for address, form in (
        (article.get_absolute_url(), 'name="body"'),
        (f"/comments/{reply.pk}/reply/", 'name="body"'),
    ):
        at(clock, 0)
        site.cache.memory.clear()
        assert form in site.get(address).html
        at(clock, 29)
        assert site.get(address).cache == "hit"
        at(clock, 30)
        said = site.get(address)
        assert (said.cache, form in said.html) == ("miss", False)


def test_page_ends_when_its_thread_grows_too_old(site: Site, clock: time_machine.Traveller) -> None:
    Discussion.objects.update(close_after_days=2)
    article = make_article(published_at=NOON - timedelta(days=2) + timedelta(seconds=5))
    own = article.get_absolute_url()
    assert site.get(own)["CDN-Cache-Control"] == "s-maxage=5"
    at(clock, 5)
    assert 'name="body"' not in site.get(own).html


def test_thread_opened_for_good_has_no_end(site: Site, clock: time_machine.Traveller) -> None:
    Discussion.objects.update(close_after_days=2)
    article = make_article(published_at=NOON - timedelta(days=2) + timedelta(seconds=5))
    Thread.objects.update_or_create(article=article, defaults={"mode": "open"})
    assert site.get(article.get_absolute_url())["CDN-Cache-Control"].startswith("s-maxage=60")


def test_feed_lists_a_reply_when_its_approval_is_settled(
    site: Site, own: str, clock: time_machine.Traveller
) -> None:
    reply = make_comment(make_article("Here", published_at=NOON - timedelta(days=1)))
    for address in ("/comments/feed/", f"{reply.article.get_absolute_url()}feed/"):
        at(clock, 10)
        site.cache.memory.clear()
        assert reply.body not in site.get(address).html
        at(clock, 29)
        assert site.get(address).cache == "hit"
        at(clock, 30)
        assert reply.body in site.get(address).html


def test_view_says_until_when_its_page_is_true(
    site: Site, own: str, clock: time_machine.Traveller
) -> None:
    """As for the rights of a picture: `page_until` on the response."""
    django = site.django

    def limited(environ: Any, start_response: Any) -> Any:
        response = django(environ, start_response)
        end_at(response, timezone.now() + timedelta(seconds=7))
        return response

    site.django = limited
    assert site.get(own)["CDN-Cache-Control"] == "s-maxage=7"
    at(clock, 6.9)
    assert site.get(own).cache == "hit"
    at(clock, 7)
    assert site.get(own).cache == "miss"


def test_earliest_moment_counts(clock: time_machine.Traveller) -> None:
    request, response = HttpRequest(), HttpResponse()
    later, soon, past = (NOON + timedelta(minutes=n) for n in (5, 1, -1))
    end_at(request, later, None)
    end_at(request, past, soon)
    hand_over(request, response)
    assert response.page_until == soon  # type: ignore[attr-defined]
    end_at(response, later)
    assert response.page_until == soon  # type: ignore[attr-defined]


def test_moment_that_passed_while_the_page_was_made_still_counts(
    clock: time_machine.Traveller,
) -> None:
    response = HttpResponse()
    end_at(response, NOON - timedelta(milliseconds=50))
    assert hasattr(response, "page_until")
