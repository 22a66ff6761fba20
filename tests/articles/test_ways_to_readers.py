"""However an article came to be public: no page of it shows a picture without credit or rights.

The verbs, the form, the bulk action and the import refuse such an article
(tests/articles/test_publishing_pictures.py). Rows can be written past all of them; then the
pictures are left out when a page is made, and the words stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import serializers
from django.core.management import call_command
from django.test import Client

from articles.body import Figure
from articles.models import Article, Contributor, Image, Tag
from tests.factories import make_article, make_image, make_section

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FLAWS: dict[str, dict[str, Any]] = {
    "no credit": {"creators": [], "provider": None},
    "no alternative text": {"alt_text": ""},
    "time over": {"valid_until": NOW - DAY},
    "embargo": {"valid_from": NOW + 9 * DAY},
}
Way = Callable[[Image, dict[str, Any], Any], Article]


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def spoil(image: Image, flaw: dict[str, Any]) -> Image:
    """Let it lack what it needs, after it had everything: its public files exist."""
    for name, value in flaw.items():
        setattr(image, name, value)
    image.save()
    return image


def placing(image: Image, **fields: Any) -> Article:
    body = f"<p>They came.</p>{Figure(image.pk)}"
    return Article(
        headline="Ships",
        slug="ships",
        section=make_section(),
        body=body,
        lead_image=image,
        **fields,
    )


PUBLIC = {"status": "published", "published_at": NOW}


def saved_by_hand(image: Image, flaw: dict[str, Any], clock: Any) -> Article:
    article = placing(spoil(image, flaw), **PUBLIC)
    article.save()
    return article


def draft_set_to_published(image: Image, flaw: dict[str, Any], clock: Any) -> Article:
    article = placing(spoil(image, flaw))
    article.save()
    article.status, article.published_at = "published", NOW
    article.save(update_fields=["status", "published_at"])
    return article


def updated_in_the_table(image: Image, flaw: dict[str, Any], clock: Any) -> Article:
    article = placing(spoil(image, flaw))
    article.save()
    Article.objects.update(**PUBLIC)
    return article


def written_in_bulk(image: Image, flaw: dict[str, Any], clock: Any) -> Article:
    return Article.objects.bulk_create([placing(spoil(image, flaw), **PUBLIC)])[0]


def loaded_from_a_file(image: Image, flaw: dict[str, Any], clock: Any) -> Article:
    article = placing(spoil(image, flaw), **PUBLIC)
    article.pk = 7
    file = Path(str(image.file.path)).with_suffix(".json")
    file.write_text(serializers.serialize("json", [article]))
    call_command("loaddata", file, verbosity=0)
    return Article.objects.get()


def its_time_came(image: Image, flaw: dict[str, Any], clock: Any) -> Article:
    article = placing(image, published_at=NOW + DAY)
    article.publish()
    spoil(image, flaw)
    clock.move_to(NOW + DAY)
    return article


def spoiled_while_public(image: Image, flaw: dict[str, Any], clock: Any) -> Article:
    article = placing(image)
    article.publish()
    spoil(image, flaw)
    return article


def text_changed_past_the_form(image: Image, flaw: dict[str, Any], clock: Any) -> Article:
    article = make_article("Ships")
    article.body = f"<p>They came.</p>{Figure(spoil(image, flaw).pk)}"
    article.lead_image = image
    article.save()
    return article


WAYS: list[Way] = [
    saved_by_hand,
    draft_set_to_published,
    updated_in_the_table,
    written_in_bulk,
    loaded_from_a_file,
    its_time_came,
    spoiled_while_public,
    text_changed_past_the_form,
]


@pytest.mark.parametrize("flaw", list(FLAWS))
@pytest.mark.parametrize("way", WAYS)
def test_picture_is_left_out_everywhere(client: Client, clock: Any, way: Way, flaw: str) -> None:
    image = make_image(renditions=True, caption="Cranes in fog")
    article = way(image, FLAWS[flaw], clock)
    tag, author = Tag.objects.create(name="Ships"), Contributor.objects.create(name="Ada Moreno")
    article.tags.add(tag)
    article.bylines.add(author)
    article.refresh_from_db()
    address = article.get_absolute_url()
    for page in (
        *(address, f"{address}feed/", "/", "/feed/", "/sitemap.xml"),
        *(one.get_absolute_url() for one in (article.section, tag, author)),
    ):
        answer = client.get(page)
        assert answer.status_code == 200, page
        for trace in ("/media/", image.public_id, image.caption, "<figure", "ImageObject"):
            assert trace not in answer.text, (page, trace)
    assert "They came." in client.get(address).text
    for row in image.renditions.all():
        assert client.get(row.get_absolute_url()).status_code in {404, 410}


@pytest.mark.parametrize("way", [saved_by_hand, updated_in_the_table, written_in_bulk])
def test_picture_with_credit_and_rights_is_shown(client: Client, clock: Any, way: Way) -> None:
    """What the test above looks for is there otherwise."""
    image = make_image(renditions=True, caption="Cranes in fog")
    page = client.get(way(image, {}, clock).get_absolute_url()).text
    for trace in ("/media/", image.public_id, image.caption, "<figure", "ImageObject"):
        assert trace in page
