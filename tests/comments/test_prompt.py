"""The question over the form: asked from the desk and the admin, read at once, undone, logged."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.changes import pages_changed
from articles.models import Article
from comments.models import Act, Discussion, Thread
from tests.factories import make_article, make_comment, make_user

from .at_the_desk import DESK, enter, enter_as, told, whoever
from .posting import parse, send, text

pytestmark = pytest.mark.django_db

QUESTION = "How did the strike change your way to work?"


def place(article: Article) -> str:
    return f"{DESK}articles/{article.pk}/"


def ask(client: Client, article: Article, prompt: str, **fields: Any) -> Any:
    """Fill in the question on the article's page at the desk and send it."""
    page = parse(client.get(place(article)))
    (form,) = page.xpath("//form[.//input[@name='prompt' and not(@type='hidden')]]")
    sent = {**filled(form), "prompt": prompt, **fields}
    return client.post(form.get("action"), sent, follow=True)


def filled(form: Any) -> dict[str, str]:
    """What a browser sends; a field without a value says nothing."""
    return {name: value or "" for name, value in form.fields.items()}


def asked(article: Article, client: Client | None = None, **query: Any) -> list[str]:
    """What readers of the article are asked."""
    page = parse((client or Client()).get(article.get_absolute_url(), query))
    return [text(found) for found in page.xpath("//*[@id='respond']/p[@dir='auto']")]


def make_asking(prompt: str = QUESTION, **fields: Any) -> Article:
    article = make_article()
    Thread.objects.create(article=article, prompt=prompt, **fields)
    return article


def test_readers_see_what_a_moderator_asks_over_the_form(client: Client) -> None:
    user = enter(client, "Moderator")
    article = make_article()
    assert asked(article) == []
    assert "readers see it at once" in told(ask(client, article, QUESTION))
    assert asked(article) == [QUESTION]
    make_comment(article)
    assert asked(article) == [QUESTION]
    act = Act.objects.get()
    assert (act.verb, act.by, act.article) == ("prompt", user, article)
    assert (act.before, act.after) == ("", QUESTION)
    assert "changed the question to readers" in text(parse(client.get(f"{DESK}log/")))


def test_another_article_asks_nothing_or_its_own(client: Client) -> None:
    article, other = make_asking(), make_article("Another")
    third = make_article("A third")
    Thread.objects.create(article=third, prompt="And you?")
    assert (asked(article), asked(other), asked(third)) == ([QUESTION], [], ["And you?"])


@pytest.mark.parametrize(
    "prompt",
    ["<b>Bold</b> & <script>alert(1)</script>?", "{prompt}", "/0000/00/article/", "למה? why?"],
)
def test_it_is_text_for_readers_and_for_the_newsroom(client: Client, prompt: str) -> None:
    enter(client, "Moderator")
    article = make_article()
    ask(client, article, prompt)
    assert asked(article) == [prompt]
    assert asked(article, client) == [prompt]
    assert b"<script>alert" not in client.get(place(article)).content


def test_a_refused_reply_is_asked_again(client: Client) -> None:
    page = parse(send(client, make_asking(), body=""))
    assert QUESTION in text(page.xpath("//*[@id='respond']")[0])


@pytest.mark.parametrize("closed", ["mode", "time"])
def test_a_closed_thread_asks_nothing(client: Client, closed: str) -> None:
    how = {"mode": {"mode": "closed"}, "time": {"closes_at": timezone.now() - timedelta(hours=1)}}
    article = make_asking(**how[closed])
    assert QUESTION not in text(parse(client.get(article.get_absolute_url())))
    assert QUESTION not in text(parse(send(client, article)))


def test_readers_pages_are_renewed(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    enter(client, "Moderator")
    article = make_article()
    heard: list[str] = []

    def hear(tags: tuple[str, ...], **_kwargs: object) -> None:
        heard.extend(tags)

    pages_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            ask(client, article, QUESTION)
    finally:
        pages_changed.disconnect(hear)
    assert f"thread:{article.pk}" in heard


def test_questions_and_modes_are_undone_each_on_its_own(client: Client) -> None:
    enter(client, "Moderator")
    article = make_article()
    ask(client, article, QUESTION)
    client.post(place(article), {"mode": "moderated", "seen": "inherit"})
    ask(client, article, "And on Sundays?")
    forms = parse(client.get(place(article))).xpath("//*[@id='changes']//form")
    assert len(forms) == 2
    client.post(forms[0].get("action"), filled(forms[0]))
    thread = Thread.objects.get()
    assert (thread.prompt, thread.mode) == (QUESTION, "moderated")
    client.post(forms[1].get("action"), filled(forms[1]))
    thread.refresh_from_db()
    assert (thread.prompt, thread.mode) == (QUESTION, "")


def test_the_first_question_is_undone_to_none(client: Client) -> None:
    enter(client, "Moderator")
    article = make_article()
    ask(client, article, QUESTION)
    (form,) = parse(client.get(place(article))).xpath("//*[@id='changes']//form")
    client.post(form.get("action"), filled(form))
    assert asked(article) == []


def test_who_comes_second_is_told_and_keeps_what_was_typed(client: Client) -> None:
    enter(client, "Moderator")
    article = make_asking()
    response = ask(client, article, "And on Sundays?", seen="Something else?")
    assert response.status_code == 409
    assert "Somebody else has changed this" in told(response)
    assert asked(article) == [QUESTION]
    assert not Act.objects.exists()
    (form,) = parse(response).xpath("//form[.//*[@id='prompt-prompt']]")
    assert (form.fields["prompt"], form.fields["seen"]) == ("And on Sundays?", QUESTION)


def test_the_same_again_is_no_change(client: Client) -> None:
    enter(client, "Moderator")
    article = make_asking()
    assert "the question already" in told(ask(client, article, f"  {QUESTION}\n"))
    assert not Act.objects.exists()


def test_two_hundred_characters_are_the_limit(client: Client) -> None:
    enter(client, "Moderator")
    article = make_article()
    response = ask(client, article, "é" * 201)
    assert response.status_code == 422
    assert parse(response).xpath("//*[@id='form-errors']//a[@href='#prompt-prompt']")
    assert "é" * 201 in response.content.decode()
    assert ask(client, article, "é" * 200).status_code == 200
    assert asked(article) == ["é" * 200]


def test_what_no_text_holds_is_refused(client: Client) -> None:
    enter(client, "Moderator")
    article = make_article()
    assert client.post(f"{place(article)}prompt/", {"prompt": "\x00"}).status_code in (400, 422)
    assert not Thread.objects.exists()


def test_from_the_queue_it_leads_back_there(client: Client) -> None:
    enter(client, "Moderator")
    article = make_article()
    page = parse(client.get(DESK, {"article": article.pk}))
    (form,) = page.xpath("//form[.//*[@id='prompt-prompt']]")
    response = client.post(form.get("action"), filled(form) | {"prompt": QUESTION})
    assert response["Location"] == f"{DESK}?article={article.pk}"


@whoever("moderator", "editor", "superuser")
def test_only_who_may_change_threads_asks(client: Client, name: str, may: bool) -> None:
    enter_as(client, name)
    article = make_article()
    response = client.post(f"{place(article)}prompt/", {"prompt": QUESTION, "seen": ""})
    assert response.status_code == (303 if may else 403)
    assert asked(article) == ([QUESTION] if may else [])


def test_who_may_only_look_sees_the_question(client: Client) -> None:
    enter(client, rights=("view_comment",))
    article = make_asking()
    page = parse(client.get(place(article)))
    assert QUESTION in text(page)
    assert not page.xpath("//main//form")
    assert client.get(f"{place(article)}prompt/")["Location"] == place(article)


def test_it_costs_no_query(client: Client) -> None:
    spent = []
    for article in (make_article("Plain"), make_asking()):
        client.get(article.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(article.get_absolute_url())
        spent.append(len(queries))
    assert spent[0] == spent[1]


def test_terms_without_saved_settings_ask_too() -> None:
    article = make_asking()
    Discussion.objects.all().delete()
    assert Thread.objects.of(article).prompt == QUESTION


# --- In the admin -------------------------------------------------------------------------------


def admin_form(client: Client, article: Article) -> tuple[str, dict[str, Any]]:
    """The article's page in the admin as a browser would send it back."""
    address = reverse("admin:articles_article_change", args=[article.pk])
    form = parse(client.get(address)).xpath("//form[@id='article_form']")[0]
    return address, dict(form.form_values())


def test_editors_ask_on_the_articles_page_and_the_log_says_so(client: Client) -> None:
    user = enter(client, "Editor")
    article = make_article()
    address, typed = admin_form(client, article)
    assert client.post(address, typed | {"thread-0-prompt": QUESTION}).status_code == 302
    assert asked(article) == [QUESTION]
    act = Act.objects.get()
    assert (act.verb, act.by, act.before, act.after) == ("prompt", user, "", QUESTION)


def test_saving_an_article_leaves_what_the_desk_has_asked_meanwhile(client: Client) -> None:
    enter(client, "Editor")
    article = make_asking("Why?")
    address, typed = admin_form(client, article)
    thread = Thread.objects.of(article)
    thread.change_prompt(QUESTION, by=make_user("otto"))
    assert client.post(address, typed | {"thread-0-mode": "moderated"}).status_code == 302
    found = Thread.objects.get()
    assert (found.prompt, found.mode) == (QUESTION, "moderated")


def test_two_questions_at_once_are_refused_in_the_admin(client: Client) -> None:
    enter(client, "Editor")
    article = make_asking("Why?")
    address, typed = admin_form(client, article)
    Thread.objects.of(article).change_prompt(QUESTION, by=make_user("otto"))
    response = client.post(address, typed | {"thread-0-prompt": "And on Sundays?"})
    assert response.status_code == 422
    assert "Somebody else has changed this" in response.content.decode()
    assert asked(article) == [QUESTION]
    again = dict(parse(response).get_element_by_id("article_form").form_values())
    assert again["thread-0-prompt"] == "And on Sundays?"
    assert client.post(address, again | {"_save": "1"}).status_code == 302  # now it has been seen
    assert asked(article) == ["And on Sundays?"]
