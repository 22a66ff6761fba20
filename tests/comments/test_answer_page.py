"""The form for answering one reply, for browsers without script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment, Discussion, Thread
from tests.factories import make_article, make_comment, make_user

from .posting import BROWSER, form_of, make_fields, parse, reply, send, text, typed_in

pytestmark = pytest.mark.django_db


def test_the_page_quotes_the_reply_and_names_its_writer(client: Client) -> None:
    article = make_article("Harbour reopens")
    row = make_comment(article, name="Otto Brandt", body="Well *said*.")
    page = parse(client.get(f"/comments/{row.pk}/reply/"))
    assert text(page.xpath("//h1")[0]) == "Reply to Otto Brandt"
    assert page.xpath("//blockquote//em/text()") == ["said"]
    assert page.xpath(f"//a[@href='{article.get_absolute_url()}#comment-{row.pk}']")
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert "In reply to Otto Brandt" in text(page.get_element_by_id("respond"))
    assert "Your email address will not be published." in text(page.get_element_by_id("respond"))


def test_its_form_posts_to_the_article_with_the_reply_it_answers(client: Client) -> None:
    article = make_article()
    row = make_comment(article)
    page = parse(client.get(f"/comments/{row.pk}/reply/"))
    fields = typed_in(page)
    assert form_of(page).get("action") == f"{article.get_absolute_url()}comments/"
    assert fields["parent"] == str(row.pk)
    posted = {**fields, **make_fields()}
    response = client.post(form_of(page).get("action"), posted, headers=BROWSER)
    answer = Comment.objects.waiting().get()
    assert response.status_code == 303
    assert (answer.parent, answer.root, answer.depth) == (row, row, 1)
    shown = parse(client.get(response["Location"]))
    assert reply(shown, answer.pk).xpath(f"ancestor::li[2]/*[@id='comment-{row.pk}']")
    assert not answer.signals.exists()


def test_the_articles_own_form_answers_nobody(client: Client) -> None:
    article = make_article()
    make_comment(article)
    page = parse(client.get(article.get_absolute_url()))
    assert typed_in(page)["parent"] == ""
    for hidden in page.xpath("//*[@hidden]"):
        hidden.drop_tree()
    assert "In reply to" not in text(page.get_element_by_id("respond"))


def test_a_refused_answer_still_knows_what_it_answers(client: Client) -> None:
    article = make_article()
    row = make_comment(article, name="Otto Brandt")
    page = parse(send(client, article, parent=row.pk, email=""))
    assert typed_in(page)["parent"] == str(row.pk)
    assert "In reply to Otto Brandt" in text(page.get_element_by_id("respond"))


def test_answers_to_answers_belong_to_the_same_branch(client: Client) -> None:
    article = make_article()
    root = make_comment(article)
    middle = make_comment(article, parent=root)
    send(client, article, parent=middle.pk)
    answer = Comment.objects.waiting().get()
    assert (answer.parent, answer.root, answer.depth) == (middle, root, 2)


@pytest.mark.parametrize("status", ["waiting", "rejected", "spam", "removed"])
def test_a_reply_that_is_not_public_cannot_be_answered(client: Client, status: str) -> None:
    row = make_comment(status=status)
    hidden = client.get(f"/comments/{row.pk}/reply/")
    unknown = client.get("/comments/987654321/reply/")
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.content == unknown.content


def test_under_an_article_not_public_yet_nothing_can_be_answered(client: Client) -> None:
    later = make_article(published_at=timezone.now() + timedelta(hours=1))
    assert client.get(f"/comments/{make_comment(later).pk}/reply/").status_code == 404


def test_under_a_closed_thread_it_leads_to_where_that_is_said(client: Client) -> None:
    article = make_article()
    row = make_comment(article)
    Thread.objects.filter(article=article).update(mode="closed")
    response = client.get(f"/comments/{row.pk}/reply/", follow=True)
    assert response.redirect_chain == [(f"{article.get_absolute_url()}#respond", 303)]
    page = parse(response)
    assert "Replies to this article are closed." in text(page.get_element_by_id("respond"))
    assert not page.xpath(f"//a[@href='/comments/{row.pk}/reply/']")


def test_its_form_keeps_to_the_settings_which_are_read_once(client: Client) -> None:
    row = make_comment()
    Discussion(body_length=120).save()
    with CaptureQueriesContext(connection) as asked:
        response = client.get(f"/comments/{row.pk}/reply/")
    assert form_of(parse(response)).get("data-limit") == "120"
    settings = Discussion._meta.db_table
    assert sum(f'FROM "{settings}"' in query["sql"] for query in asked.captured_queries) == 1


def test_staff_are_asked_for_the_text_alone(client: Client) -> None:
    row = make_comment()
    client.force_login(make_user("ada", "Editor"))
    fields = typed_in(parse(client.get(f"/comments/{row.pk}/reply/")))
    assert set(fields) == {"body", "parent", "csrfmiddlewaretoken"}
    assert fields["parent"] == str(row.pk)
