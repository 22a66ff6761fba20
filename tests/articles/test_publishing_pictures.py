"""No path shows an article with a picture that lacks credit or rights."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from articles.body import Figure
from articles.models import Article, Image
from tests.factories import make_article, make_image, make_section, make_user
from tests.reading import fetch

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FLAWS: list[tuple[dict[str, Any], str]] = [
    ({"creators": [], "provider": None}, "it has no credit"),
    ({"alt_text": ""}, "it has no alternative text"),
    ({"valid_until": NOW - DAY}, "its rights end on 3 May 2026"),
    ({"valid_from": NOW + DAY}, "it must not be printed before 5 May 2026"),
    ({"killed_at": NOW, "kill_reason": "False caption."}, "it was killed: False caption."),
]
flawed = pytest.mark.parametrize(("fields", "sentence"), FLAWS)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user("ada", "Editor"))
    return client


def form(article: Article, **fields: Any) -> dict[str, Any]:
    """The admin's form of an article as a browser sends it."""
    return {
        "headline": article.headline,
        "standfirst": article.standfirst,
        "section": article.section_id,
        "body": article.body,
        "slug": article.slug,
        "byline_set-TOTAL_FORMS": 0,
        "byline_set-INITIAL_FORMS": 0,
        **fields,
    }


@flawed
def test_verb_refuses_it(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        make_article(lead_image=make_image(**fields))
    with pytest.raises(ValidationError, match=sentence):
        make_article(body=f"<p>It did.</p>{Figure(make_image(**fields).pk)}")
    assert not Article.objects.published()


@flawed
def test_form_refuses_it(editor: Client, fields: dict[str, Any], sentence: str) -> None:
    article = make_article(publish=False, lead_image=make_image(**fields))
    address = reverse("admin:articles_article_change", args=[article.pk])
    answer = editor.post(address, form(article, lead_image=article.lead_image_id, _publish="1"))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Article.objects.published()


@flawed
def test_form_does_not_place_it_in_a_public_article(
    editor: Client, fields: dict[str, Any], sentence: str
) -> None:
    article, image = make_article(), make_image(**fields)
    address = reverse("admin:articles_article_change", args=[article.pk])
    answer = editor.post(address, form(article, body=f"<p>Yes.</p>{Figure(image.pk)}"))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not image.uses.exists()


@flawed
def test_bulk_action_refuses_it(editor: Client, fields: dict[str, Any], sentence: str) -> None:
    article = make_article(publish=False, lead_image=make_image(**fields))
    answer = editor.post(
        reverse("admin:articles_article_changelist"),
        {"action": "publish_selected", "_selected_action": [article.pk]},
        follow=True,
    )
    assert sentence in answer.text
    assert not Article.objects.published()


def test_import_refuses_to_publish_it(tmp_path: Path) -> None:
    copy = "City\n\nShips\n\nThey came.\n\nShips © Tidewater / Ada Moreno\n\nThey did.\n"
    file = tmp_path / "ships.txt"
    file.write_text(copy)
    call_command("import_article", file, verbosity=0)
    article = Article.objects.get()
    article.lead_image = Image.objects.get()  # its file is missing
    article.save()
    with pytest.raises(CommandError, match="its file is missing"):
        call_command("import_article", file, publish=True)
    assert not Article.objects.published()


@flawed
def test_page_drops_it_however_it_came_there(
    client: Client, fields: dict[str, Any], sentence: str
) -> None:
    image = make_image(renditions=True)
    article = Article.objects.create(
        headline="Ships",
        section=make_section(),
        status="published",
        published_at=NOW,
        lead_image=image,
        body=f"<p>They came.</p>{Figure(image.pk)}",
    )
    reason = fields.get("kill_reason")
    if reason:
        image.kill(reason=reason)
    else:
        for name, value in fields.items():
            setattr(image, name, value)
        image.save()
    for page in (article.get_absolute_url(), "/", "/feed/"):
        assert "/media/" not in client.get(page).text
    assert fetch(client, article.get_absolute_url()).xpath("//p[text()='They came.']")


def test_scheduled_article_appears_without_what_was_killed_meanwhile(
    client: Client, clock: Any
) -> None:
    image = make_image(renditions=True)
    article = make_article(lead_image=image, published_at=NOW + DAY)
    image.kill(reason="False caption.")
    clock.move_to(NOW + DAY)
    page = client.get(article.get_absolute_url())
    assert page.status_code == 200
    assert image.credit not in page.text


def test_rights_must_hold_at_the_time_of_publication() -> None:
    image = make_image(valid_until=NOW + DAY)
    assert make_article("Today", lead_image=image).is_visible
    with pytest.raises(ValidationError, match="its rights end on 5 May 2026"):
        make_article("Then", lead_image=image, published_at=NOW + 2 * DAY)


def test_embargo_may_end_before_the_publication(client: Client, clock: Any) -> None:
    image = make_image(renditions=True, valid_from=NOW + DAY)
    article = make_article(lead_image=image, published_at=NOW + DAY)
    clock.move_to(NOW + DAY)
    assert image.credit in client.get(article.get_absolute_url()).text


def test_picture_for_one_time_use_is_refused_to_a_second_article() -> None:
    image = make_image(one_time_use=True)
    first = make_article("One", lead_image=image)
    first.publish()
    with pytest.raises(ValidationError, match="it may be used once and was printed already"):
        make_article("Two", lead_image=image)
    with pytest.raises(ValidationError, match="it may be used once"):
        make_article("Three", lead_image=image, published_at=NOW + DAY)


def test_page_of_a_second_article_drops_a_picture_for_one_time_use(client: Client) -> None:
    image = make_image(renditions=True)
    first = make_article("One", lead_image=image)
    second = make_article("Two", lead_image=image)
    image.refresh_from_db()
    image.one_time_use = True
    image.save()
    assert image.credit in client.get(first.get_absolute_url()).text
    assert image.credit not in client.get(second.get_absolute_url()).text
    cards = fetch(client, "/").xpath(
        "//main//article[.//figure]//h2 | //main//article[.//figure]//h3"
    )
    assert [card.text_content().strip() for card in cards] == ["One"]


def test_one_time_use_that_nobody_saw_is_free_again() -> None:
    image = make_image(one_time_use=True)
    waiting = make_article("One", lead_image=image, published_at=NOW + DAY)
    waiting.withdraw()
    assert make_article("Two", lead_image=image).is_visible


def test_one_time_use_is_spent_by_an_article_that_was_deleted_since() -> None:
    image = make_image(one_time_use=True)
    make_article("One", lead_image=image).delete()
    with pytest.raises(ValidationError, match="it may be used once"):
        make_article("Two", lead_image=image)
