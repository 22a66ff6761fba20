"""Readers see the corrected credit; editors see what was printed when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks

from articles.body import Figure
from articles.changes import pages_changed
from articles.models import Article, Image, ImageUse, PrintedCredit, Provider
from articles.tasks import follow_provider
from tests.factories import make_article, make_image

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FIRST, SECOND = "© Harbour Pictures / Ada Moreno", "© Harbour Pictures / Ada Lind"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def printed(article: Article) -> list[tuple[str, datetime]]:
    return list(article.printed_credits.values_list("credit", "printed_at"))


def correct(image: Image, name: str = "Ada Lind") -> None:
    image.creators = [name]
    image.save()


def queued(task: str) -> list[list[int]]:
    rows = DBTaskResult.objects.filter(task_path=f"articles.tasks.{task}").order_by("enqueued_at")
    return [row.args_kwargs["args"] for row in rows]


def test_each_credit_is_kept_with_its_time(clock: Any) -> None:
    image = make_image()
    article = make_article(lead_image=image)
    clock.move_to(NOW + HOUR)
    correct(image)
    assert printed(article) == [(FIRST, NOW), (SECOND, NOW + HOUR)]
    use = ImageUse.objects.get()
    assert (use.credit_snapshot, use.printed_at) == (SECOND, NOW + HOUR)


def test_saving_an_article_again_prints_nothing_new(clock: Any) -> None:
    image = make_image()
    article = make_article(lead_image=image, body=f"<p>It did.</p>{Figure(image.pk)}")
    clock.move_to(NOW + HOUR)
    article.headline = "Another"
    article.save()
    image.caption = "Another"
    image.save()
    assert printed(article) == [(FIRST, NOW)]
    assert set(ImageUse.objects.values_list("credit_snapshot", "printed_at")) == {(FIRST, NOW)}


def test_draft_prints_nothing() -> None:
    article = make_article(publish=False, lead_image=make_image())
    assert printed(article) == []
    article.publish()
    assert printed(article) == [(FIRST, NOW)]


def test_scheduled_article_prints_at_its_time(clock: Any) -> None:
    image = make_image()
    article = make_article(lead_image=image, published_at=NOW + 2 * HOUR)
    assert printed(article) == [(FIRST, NOW + 2 * HOUR)]
    correct(image)
    assert printed(article) == [(SECOND, NOW + 2 * HOUR)]
    article.withdraw()
    assert printed(article) == []


def test_kill_is_where_the_print_ends(clock: Any) -> None:
    image = make_image()
    article = make_article(lead_image=image)
    clock.move_to(NOW + HOUR)
    image.kill(reason="False caption.")
    assert printed(article) == [(FIRST, NOW), ("", NOW + HOUR)]
    image.revive()
    assert printed(article)[2:] == [(FIRST, NOW + HOUR)]


def test_public_files_are_written_anew_with_a_corrected_credit() -> None:
    image = make_image()
    version = image.packet_version
    correct(image)
    assert Image.objects.get().packet_version == version + 1
    assert queued("make_renditions") == [[image.pk], [image.pk]]
    image.keywords = ["ships"]
    image.save()
    assert Image.objects.get().packet_version == version + 1
    assert len(queued("make_renditions")) == 2


def test_pages_of_the_articles_are_announced(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    image = make_image()
    article = make_article(lead_image=image)
    told: set[str] = set()

    def listen(tags: tuple[str, ...], **kwargs: object) -> None:
        told.update(tags)

    pages_changed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        correct(image)
    assert told == {f"image:{image.pk}", "lists", f"article:{article.pk}"}
    with django_capture_on_commit_callbacks(execute=True):
        Provider.objects.get(name="Harbour Pictures").save()
    assert "site" in told
    pages_changed.disconnect(listen)


def test_new_name_of_a_provider_reaches_pages_files_and_the_record(client: Client) -> None:
    image = make_image(renditions=True)
    article = make_article(lead_image=image)
    provider = Provider.objects.get(name="Harbour Pictures")
    provider.name = "Tidewater"
    provider.save()
    new = "© Tidewater / Ada Moreno"
    for page in (article.get_absolute_url(), "/", "/feed/"):
        assert new in client.get(page).text
        assert "Harbour Pictures" not in client.get(page).text
    assert queued("follow_provider") == [[provider.pk, 0]]
    assert follow_provider.func(provider.pk, 0) == 1
    assert [credit for credit, _moment in printed(article)] == [FIRST, new]
    assert Image.objects.get().packet_version == image.packet_version + 1


def test_pictures_of_a_large_provider_are_followed_in_batches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("articles.tasks.BATCH", 2)
    images = [make_image() for _ in range(3)]
    provider = Provider.objects.get(name="Harbour Pictures")
    assert follow_provider.func(provider.pk, 0) == 2
    assert queued("follow_provider") == [[provider.pk, images[1].pk]]
    assert follow_provider.func(provider.pk, images[1].pk) == 1


def test_provider_saved_as_it_was_moves_nothing() -> None:
    image = make_image()
    Provider.objects.get(name="Harbour Pictures").save()
    assert Image.objects.get().packet_version == image.packet_version
    assert queued("follow_provider") == []


@pytest.mark.parametrize("name", ["Getty", "getty images", "GETTY-IMAGES", "Getty  Images Sport"])
def test_provider_is_known_by_its_other_names(name: str) -> None:
    assert Provider.objects.named(name) == Provider.objects.get(name="Getty Images")


@pytest.mark.parametrize(
    "fields", [{"name": "getty"}, {"name": "Tidewater", "aliases": ["A.F.P."]}]
)
def test_name_means_one_provider(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="is a name of"):
        Provider(**fields).full_clean()


def test_unknown_provider_is_made_once() -> None:
    made = Provider.objects.named("  Tide   Water ")
    assert made is not None
    assert (made.name, Provider.objects.named("tide water")) == ("Tide Water", made)
    assert Provider.objects.named(" ") is None


def test_picture_moved_within_its_article_keeps_its_record(clock: Any) -> None:
    one, two = make_image(), make_image()
    body = f"<p>It did.</p>{Figure(one.pk)}{Figure(two.pk)}"
    article = make_article(body=body)
    clock.move_to(NOW + HOUR)
    article.body = f"<p>It did.</p>{Figure(two.pk)}{Figure(one.pk)}"
    article.save()
    uses = list(ImageUse.objects.values_list("image", "position", "printed_at"))
    assert uses == [(two.pk, 0, NOW), (one.pk, 1, NOW)]
    article.body = f"<p>It did.</p>{Figure(two.pk)}"
    article.save()
    assert ImageUse.objects.get().image == two
    assert PrintedCredit.objects.filter(image=one).count() == 1
