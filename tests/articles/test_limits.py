"""What is too much: extreme times, endless bodies, made-up form data. Sentences, no crashes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.body import Figure, Inset
from articles.limits import MOST_CHARACTERS, MOST_REFERENCES
from articles.models import Article
from tests.factories import make_article, make_section, make_user

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/add/"
MANY = "<p>a</p>" + str(Figure(7)) * (MOST_REFERENCES // 2) + str(Inset(None, "Q")) * 251


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user("ada", "Editor"))
    return client


def typed(**fields: str) -> dict[str, str]:
    forms = {"byline_set-TOTAL_FORMS": "0", "byline_set-INITIAL_FORMS": "0"}
    forms |= {"thread-TOTAL_FORMS": "0", "thread-INITIAL_FORMS": "0"}
    section = str(make_section().pk)
    return {"headline": "Rain", "section": section, "body": "<p>a</p>", **forms, **fields}


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("a" * (MOST_CHARACTERS + 1), "The body is longer than"),
        ("<ul><li>a" * 5000, "too many elements within one another"),
        (MANY, "more than 500 pictures and READ MORE insets"),
    ],
)
def test_too_much_of_a_body_is_refused_with_a_sentence(
    editor: Client, body: str, sentence: str
) -> None:
    answer = editor.post(ADD, typed(body=body))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Article.objects.exists()
    assert sentence in " ".join(Article(headline="Rain", body=body).problems())


@pytest.mark.parametrize("year", ["0001", "0999", "9999"])
def test_extreme_year_is_refused_with_a_sentence(editor: Client, year: str) -> None:
    when = {"published_at_0": f"{year}-12-31", "published_at_1": "23:59:59"}
    answer = editor.post(ADD, typed(**when))
    assert answer.status_code == 422
    assert "The year must lie between 1000 and 9998." in answer.text


@pytest.mark.parametrize("moment", [datetime.min, datetime(999, 6, 1), datetime.max])
def test_article_of_an_extreme_year_is_not_published(moment: datetime) -> None:
    with pytest.raises(ValidationError, match="between 1000 and 9998"):
        make_article(published_at=moment.replace(tzinfo=UTC))


def test_scheduled_article_was_not_changed_in_the_future() -> None:
    article = make_article(published_at=timezone.now() + timedelta(days=9))
    assert article.modified_at <= timezone.now()


def test_action_on_rows_that_are_no_numbers_is_answered_with_a_message(editor: Client) -> None:
    draft = make_article(publish=False)
    address = "/admin/articles/article/"
    for wrong in ("x", "9" * 40, "٣"):
        data = {"action": "publish_selected", "_selected_action": wrong}
        answer = editor.post(address, data, follow=True)
        assert "Some of the chosen rows do not exist." in answer.text
    data["_selected_action"] = ["x", str(draft.pk)]  # type: ignore[assignment]
    assert "1 article published." in editor.post(address, data, follow=True).text


def test_request_cannot_ask_for_endless_bylines(editor: Client) -> None:
    answer = editor.post(ADD, typed(**{"byline_set-TOTAL_FORMS": "99999999"}))
    assert answer.status_code == 422
    assert answer.text.count('name="byline_set-') < 200
    assert "Please submit at most 20 forms." in answer.text


def test_refused_form_still_leads_to_the_saved_article(editor: Client) -> None:
    article = make_article(publish=False)
    address = reverse("admin:articles_article_change", args=[article.pk])
    answer = editor.post(address, typed(slug="", headline=""))
    assert answer.status_code == 422
    assert f'href="{article.get_absolute_url()}"' in answer.text
