"""Rights that begin and end by the clock: in every query, on every page, without any job."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from articles.body import Figure
from articles.changes import pages_changed
from articles.models import Image, Provider
from articles.tasks import settle_rights
from tests.factories import make_article, make_image
from tests.reading import data_blocks, fetch

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def test_picture_leaves_every_page_the_moment_its_rights_end(client: Client, clock: Any) -> None:
    image = make_image(renditions=True, valid_until=NOW + HOUR)
    article = make_article(lead_image=image, body=f"<p>It did.</p>{Figure(image.pk)}")
    pages = [article.get_absolute_url(), "/", "/section/city/", "/feed/"]
    file = image.renditions.get(spec="w480", extension="jpg").get_absolute_url()
    assert all(image.credit in client.get(page).text for page in pages)
    clock.move_to(NOW + HOUR)
    assert not any(image.credit in client.get(page).text for page in pages)
    assert "image" not in data_blocks(fetch(client, article.get_absolute_url()))[0]
    assert client.get(file).status_code in {404, 410}


def test_picture_under_embargo_appears_when_it_ends(client: Client, clock: Any) -> None:
    image = make_image(renditions=True)
    article = make_article(lead_image=image)
    image.valid_from = NOW + HOUR
    image.save()
    assert image.credit not in client.get(article.get_absolute_url()).text
    clock.move_to(NOW + HOUR)
    assert image.credit in client.get(article.get_absolute_url()).text


@pytest.mark.parametrize("path", ["article", "/", "/section/city/", "/feed/"])
def test_page_says_until_when_it_is_true(client: Client, clock: Any, path: str) -> None:
    coming = make_image(renditions=True, valid_until=NOW + 3 * HOUR)
    article = make_article(lead_image=coming)
    if path == "article":
        path = article.get_absolute_url()
    assert client.get(path).page_until == NOW + 3 * HOUR  # type: ignore[attr-defined]
    make_article("Another", lead_image=make_image(renditions=True))
    Image.objects.filter(pk=coming.pk).update(valid_from=NOW + HOUR)
    assert client.get(path).page_until == NOW + HOUR  # type: ignore[attr-defined]
    clock.move_to(NOW + 4 * HOUR)
    assert getattr(client.get(path), "page_until", None) is None


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, "ready"),
        ({"provider": None}, "ready"),
        ({"file": ""}, "incomplete"),
        ({"alt_text": ""}, "incomplete"),
        ({"alt_text": "", "is_decorative": True}, "ready"),
        ({"creators": [], "provider": None}, "incomplete"),
        ({"editorial_only": True}, "restricted"),
        ({"one_time_use": True}, "restricted"),
        ({"no_archive": True}, "restricted"),
        ({"no_sales": True}, "restricted"),
        ({"restrictions": "Not in the sports pages."}, "restricted"),
        ({"mandatory_credit": True}, "ready"),
        ({"valid_from": NOW + HOUR}, "restricted"),
        ({"valid_from": NOW - HOUR}, "ready"),
        ({"valid_until": NOW + HOUR}, "ready"),
        ({"valid_until": NOW}, "expired"),
        ({"valid_until": NOW, "alt_text": ""}, "incomplete"),
        ({"refusal": "It is damaged."}, "refused"),
    ],
)
def test_status_follows_from_words_rights_and_clock(
    clock: Any, fields: dict[str, Any], status: str
) -> None:
    image = Image(creators=["Ada Moreno"], provider=Provider.objects.named("AP"), alt_text="Ships")
    image.file.name = "elsewhere/ships.jpg"
    for name, value in fields.items():
        setattr(image, name, value)
    image.save()
    assert image.status == image.state == status
    shown = Image.objects.showable().filter(pk=image.pk).exists()
    assert shown == image.is_showable == (not image.problems())
    assert shown == (status in {"ready", "restricted"} and fields != {"valid_from": NOW + HOUR})


def test_stored_status_is_never_trusted_over_the_clock(clock: Any) -> None:
    image = make_image(valid_until=NOW + HOUR)
    assert list(Image.objects.ready()) == list(Image.objects.in_state("ready")) == [image]
    assert list(Image.objects.expiring(NOW + DAY)) == [image]
    clock.move_to(NOW + HOUR)
    assert not Image.objects.ready()
    assert not Image.objects.showable()
    assert not Image.objects.expiring(NOW + DAY)
    assert list(Image.objects.in_state("expired")) == [image]
    assert Image.objects.get().state == "expired"


def test_stored_status_and_caches_follow_within_a_minute(
    clock: Any, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    ending = make_image(valid_until=NOW + HOUR)
    beginning = make_image(valid_from=NOW + HOUR)
    article = make_article(lead_image=ending)
    make_image()
    assert settle_rights.func() == 0
    clock.move_to(NOW + HOUR)
    told: set[str] = set()

    def listen(tags: tuple[str, ...], **kwargs: object) -> None:
        told.update(tags)

    pages_changed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        assert settle_rights.func() == 2
    pages_changed.disconnect(listen)
    statuses = dict(Image.objects.values_list("pk", "status"))
    assert (statuses[ending.pk], statuses[beginning.pk]) == ("expired", "ready")
    assert {f"article:{article.pk}", f"image:{ending.pk}", f"image:{beginning.pk}"} <= told
    assert settle_rights.func() == 0


def test_longer_rights_bring_an_expired_picture_back(clock: Any) -> None:
    image = make_image(valid_until=NOW)
    image.valid_until = NOW + DAY
    image.save()
    assert list(Image.objects.ready()) == [image]


def test_no_archives_ends_thirty_days_after_the_first_print(client: Client, clock: Any) -> None:
    image = make_image(renditions=True, no_archive=True)
    article = make_article(lead_image=image)
    clock.move_to(NOW + 30 * DAY - HOUR)
    assert image.credit in client.get(article.get_absolute_url()).text
    clock.move_to(NOW + 30 * DAY)
    assert image.credit not in client.get(article.get_absolute_url()).text
    image = Image.objects.get()
    image.save()
    assert (image.status, image.valid_until) == ("expired", None)


def test_no_archives_keeps_to_its_date_where_it_has_one(clock: Any) -> None:
    image = make_image(no_archive=True, valid_until=NOW + 90 * DAY)
    make_article(lead_image=image)
    image.refresh_from_db()
    assert image.shown_until == NOW + 90 * DAY


def test_no_archives_of_a_scheduled_article_counts_from_its_publication(clock: Any) -> None:
    image = make_image(no_archive=True)
    article = make_article(lead_image=image, published_at=NOW + 10 * DAY)
    image.refresh_from_db()
    assert image.shown_until == NOW + 40 * DAY
    article.published_at = NOW + 5 * DAY
    article.save()
    image.refresh_from_db()
    assert image.shown_until == NOW + 35 * DAY
    article.withdraw()
    image.refresh_from_db()
    assert (image.shown_until, image.printed_in) == (None, None)


def test_saving_one_field_keeps_what_follows_from_it(clock: Any) -> None:
    image = make_image()
    image.valid_until = NOW
    image.save(update_fields=["valid_until"])
    assert Image.objects.get().status == "expired"
