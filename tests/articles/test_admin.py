"""The newsroom's admin over HTTP: who may do what, what is refused, what is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.forms import model_to_dict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from articles.models import Article, Image
from comments.models import Discussion, Thread
from tests.factories import make_article, make_image, make_section, make_user

pytestmark = pytest.mark.django_db

INLINES = {
    "byline_set-TOTAL_FORMS": "0",
    "byline_set-INITIAL_FORMS": "0",
    "thread-TOTAL_FORMS": "0",
    "thread-INITIAL_FORMS": "0",
}


def login(client: Client, *groups: str, **fields: Any) -> Client:
    client.force_login(make_user("ada", *groups, **fields))
    return client


@pytest.fixture
def reporter(client: Client) -> Client:
    return login(client, "Reporter")


@pytest.fixture
def editor(client: Client) -> Client:
    return login(client, "Editor")


def typed(article: Article | None = None, **fields: Any) -> dict[str, Any]:
    """What the article form sends."""
    section = article.section_id if article else make_section().pk
    body = article.body if article else "<p>It did.</p>"
    return {"headline": "Harbour reopens", "section": section, "body": body, **INLINES, **fields}


ADD = "/admin/articles/article/add/"


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


# --- Who may do what ----------------------------------------------------------------------------

LISTS = [
    # address, reporter, editor, moderator
    ("/admin/articles/article/", 200, 200, 200),
    ("/admin/articles/article/add/", 200, 200, 403),
    ("/admin/articles/article/pick/images/", 200, 200, 403),
    ("/admin/articles/article/pick/articles/", 200, 200, 200),
    ("/admin/articles/image/", 200, 200, 403),
    ("/admin/articles/image/add/", 200, 200, 403),
    ("/admin/articles/section/", 200, 200, 403),
    ("/admin/articles/section/add/", 403, 200, 403),
    ("/admin/articles/contributor/", 200, 200, 403),
    ("/admin/articles/contributor/add/", 403, 200, 403),
    ("/admin/articles/provider/", 200, 200, 403),
    ("/admin/articles/provider/add/", 403, 200, 403),
    ("/admin/articles/tag/", 200, 200, 403),
    ("/admin/articles/tag/add/", 200, 200, 403),
    ("/admin/comments/discussion/1/change/", 403, 200, 403),
]


@pytest.mark.parametrize("place", range(3), ids=["Reporter", "Editor", "Moderator"])
def test_each_role_reaches_its_pages_and_no_others(client: Client, place: int) -> None:
    Discussion().save()
    login(client, ("Reporter", "Editor", "Moderator")[place])
    found = {row[0]: client.get(row[0]).status_code for row in LISTS}
    assert found == {row[0]: row[place + 1] for row in LISTS}


def test_pages_about_one_row_ask_for_permission(client: Client) -> None:
    image = make_image(renditions=True)
    article = make_article()
    addresses = [
        change(article),
        reverse("admin:articles_article_delete", args=[article.pk]),
        reverse("admin:articles_image_change", args=[image.pk]),
        reverse("admin:articles_image_original", args=[image.pk]),
        reverse("admin:articles_image_thumbnail", args=[image.pk]),
    ]
    assert [client.get(address).status_code for address in addresses] == [302] * 5
    login(client)  # staff without any group
    assert [client.get(address).status_code for address in addresses] == [403] * 5


def test_replies_have_no_admin_that_could_show_an_address(client: Client) -> None:
    login(client, is_superuser=True)
    assert client.get("/admin/comments/comment/").status_code == 404


def test_reporter_cannot_publish(reporter: Client) -> None:
    article = make_article(publish=False)
    answer = reporter.post(change(article), typed(article, _publish="1"))
    article.refresh_from_db()
    assert answer.status_code == 403
    assert article.status == Article.Status.DRAFT
    assert 'name="_publish"' not in reporter.get(change(article)).text


def test_reporter_cannot_change_what_is_published(reporter: Client) -> None:
    article = make_article()
    answer = reporter.post(change(article), typed(article, headline="Changed"))
    assert answer.status_code == 403
    assert 'name="headline"' not in reporter.get(change(article)).text


def test_reporter_cannot_publish_from_the_list(reporter: Client) -> None:
    article = make_article(publish=False)
    data = {"action": "publish_selected", "_selected_action": [article.pk]}
    reporter.post("/admin/articles/article/", data)
    article.refresh_from_db()
    assert article.status == Article.Status.DRAFT


# --- Writing and publishing ---------------------------------------------------------------------


def test_draft_is_saved_with_its_author_and_clean_body(reporter: Client) -> None:
    answer = reporter.post(ADD, typed(body="<div onclick='x()'>A</div><script>x()</script>"))
    article = Article.objects.get()
    assert answer.status_code == 302
    assert (article.status, article.body) == ("draft", "<p>A</p>")
    assert article.created_by is not None
    assert article.created_by.get_username() == "ada"


def test_new_article_is_published_at_once(editor: Client) -> None:
    answer = editor.post(ADD, typed(_publish="1"))
    article = Article.objects.get()
    assert answer.headers["Location"] == change(article)
    assert article.is_visible
    assert "View on site" in editor.get(change(article)).text


@pytest.mark.parametrize(
    ("lacks", "sentence"),
    [
        ({"creators": [], "provider": None}, "it has no credit"),
        ({"alt_text": ""}, "it has no alternative text"),
        ({"file": ""}, "its file is missing"),
    ],
)
def test_incomplete_picture_is_not_published(
    editor: Client, lacks: dict[str, Any], sentence: str
) -> None:
    image = make_image(**lacks)
    article = make_article("Old headline", publish=False)
    body = f'<p>Typed.</p><figure data-image="{image.pk}"></figure>'
    answer = editor.post(change(article), typed(article, body=body, _publish="1"))
    article.refresh_from_db()
    assert answer.status_code == 422
    assert sentence in answer.text
    assert escape("<p>Typed.</p>") in answer.text
    assert (article.status, article.headline) == ("draft", "Old headline")


def test_incomplete_picture_does_not_enter_a_published_article(editor: Client) -> None:
    image, article = make_image(creators=[], provider=None), make_article()
    answer = editor.post(change(article), typed(article, lead_image=image.pk))
    article.refresh_from_db()
    assert answer.status_code == 422
    assert "it has no credit" in answer.text
    assert article.lead_image is None


def test_incomplete_picture_may_stand_in_a_draft(reporter: Client) -> None:
    image = make_image(creators=[], provider=None)
    assert reporter.post(ADD, typed(lead_image=image.pk)).status_code == 302


def test_article_without_text_is_not_published(editor: Client) -> None:
    answer = editor.post(ADD, typed(body="<p></p>", _publish="1"))
    assert "The body is empty." in answer.text
    assert not Article.objects.exists()


def test_future_time_schedules(editor: Client) -> None:
    moment = timezone.localtime() + timedelta(days=2)
    when = {"published_at_0": f"{moment:%Y-%m-%d}", "published_at_1": f"{moment:%H:%M:%S}"}
    editor.post(ADD, typed(_publish="1", **when))
    article = Article.objects.get()
    assert article.is_scheduled
    assert "scheduled for" in editor.get("/admin/articles/article/?state=scheduled").text
    assert "View on site" in editor.get(change(article)).text  # the page is for staff until then


def test_withdrawn_article_is_a_draft_again(editor: Client) -> None:
    article = make_article()
    answer = editor.post(change(article), typed(article, _withdraw="1"), follow=True)
    article.refresh_from_db()
    assert article.status == Article.Status.DRAFT
    assert "readers no longer see it" in answer.text


def test_incomplete_article_can_be_withdrawn(editor: Client) -> None:
    image = make_image()
    article = make_article(lead_image=image)
    Image.objects.filter(pk=image.pk).update(creators=[], provider=None)
    sent = typed(article, lead_image=image.pk, _withdraw="1")
    assert editor.post(change(article), sent).status_code == 302


def test_publishing_from_the_list_reports_each_failure(editor: Client) -> None:
    good = make_article("Good", publish=False)
    bad = make_article("Bad", publish=False, body="")
    data = {"action": "publish_selected", "_selected_action": [good.pk, bad.pk]}
    text = editor.post("/admin/articles/article/", data, follow=True).text
    assert "“Bad” was not published: The body is empty." in text
    assert "1 article published." in text
    assert list(Article.objects.published()) == [good]


def test_withdrawing_from_the_list(editor: Client) -> None:
    article = make_article()
    data = {"action": "withdraw_selected", "_selected_action": [article.pk]}
    assert "is a draft again" in editor.post("/admin/articles/article/", data, follow=True).text
    assert not Article.objects.published().exists()


def test_list_costs_the_same_for_any_number_of_articles(
    editor: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        make_article(f"Story {number}")
    with django_assert_max_num_queries(15):
        editor.get("/admin/articles/article/")


def test_thread_is_set_on_the_article(editor: Client) -> None:
    article = make_article()
    own = {"article": article.pk, "mode": "closed", "slow_seconds": 300}
    thread = {f"thread-0-{name}": value for name, value in own.items()}
    thread["thread-TOTAL_FORMS"] = "1"
    editor.post(change(article), typed(article, **thread))
    assert Thread.objects.get(article=article).mode == "closed"


def test_discussion_settings_are_one_row(editor: Client) -> None:
    Discussion.objects.all().delete()
    address = "/admin/comments/discussion/"
    assert editor.get(address).headers["Location"] == f"{address}add/"
    defaults = model_to_dict(Discussion(), exclude=["id", "retention_days"])
    editor.post(f"{address}add/", {**defaults, "is_open": "on"})
    row = Discussion.objects.get()
    assert editor.get(address).headers["Location"] == f"{address}{row.pk}/change/"
    assert editor.get(f"{address}add/").status_code == 403
