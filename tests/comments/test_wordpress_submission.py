"""Leaving a reply, case by case after WordPress's tests of a comment that is handed in.

The answers are Byline's: 404, 403, 409, 422 and 429 where WordPress shows a page apart or none.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Contributor
from comments.models import Comment, Discussion, Thread
from tests.factories import make_article, make_comment, make_user

from .posting import BROWSER, LONG, form_of, make_fields, parse, reply, send, text, typed_in

pytestmark = pytest.mark.django_db


def make_hidden(how: str) -> Article:
    if how == "withdrawn":
        article = make_article()
        article.status = Article.Status.DRAFT
        article.save()
        return article
    if how == "scheduled":
        return make_article(published_at=timezone.now() + timedelta(days=1))
    return make_article(publish=False)


# --- The article ---------------------------------------------------------------------------------


@pytest.mark.parametrize("login", ["", "Reporter", "Editor"])
@pytest.mark.parametrize("how", ["draft", "scheduled", "withdrawn"])
def test_what_is_not_public_takes_no_reply_from_anybody(
    client: Client, how: str, login: str
) -> None:
    """Being closed does not give away that there is an article."""
    article = make_hidden(how)
    Thread.objects.create(article=article, mode="closed")
    if login:
        client.force_login(make_user("ada", login))
    assert send(client, article).status_code == 404
    assert not Comment.objects.exists()


@pytest.mark.parametrize("address", ["/2024/05/no-such-story/", "/2024/13/x/", "/0000/00/0/"])
def test_an_unknown_article_takes_no_reply(client: Client, address: str) -> None:
    response = client.post(f"{address}comments/", make_fields(), headers=BROWSER)
    assert response.status_code == 404


@pytest.mark.parametrize("fields", [{"body": ""}, {"email": "no"}, {"parent": "987654"}])
def test_a_closed_thread_says_so_before_it_looks_at_the_fields(
    client: Client, fields: dict[str, str]
) -> None:
    article = make_article()
    Thread.objects.create(article=article, mode="closed")
    response = send(client, article, **fields)
    assert response.status_code == 403
    assert "Replies to this article are closed." in text(parse(response))


@pytest.mark.parametrize(("hours", "status"), [(47.99, 303), (48.01, 403)])
def test_a_thread_closes_when_its_days_are_over(client: Client, hours: float, status: int) -> None:
    Discussion.objects.update(close_after_days=2)
    article = make_article(published_at=timezone.now() - timedelta(hours=hours))
    assert send(client, article).status_code == status
    page = parse(client.get(article.get_absolute_url()))
    assert bool(page.xpath("//textarea[@name='body']")) is (status == 303)


def test_a_thread_that_never_closes_takes_a_reply_after_years(client: Client) -> None:
    Discussion.objects.update(close_after_days=0)
    article = make_article(published_at=timezone.now() - timedelta(days=5000))
    assert send(client, article).status_code == 303


# --- The reply that is answered ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "answer"),
    [("published", 303), ("waiting", 404), ("rejected", 404), ("spam", 404), ("removed", 404)],
)
def test_only_a_published_reply_is_answered_even_by_the_newsroom(
    client: Client, status: str, answer: int
) -> None:
    article = make_article()
    above = make_comment(article, status=status)
    client.force_login(make_user("ada", "Editor"))
    assert send(client, article, parent=above.pk).status_code == answer
    assert Comment.objects.filter(parent=above).count() == (answer == 303)


@pytest.mark.parametrize("parent", ["-99999", "987654", "9" * 30, "three", "1,2", "1 OR 1=1"])
def test_a_reply_to_nothing_is_refused_and_stands_alone_when_sent_again(
    client: Client, parent: str
) -> None:
    article = make_article()
    response = send(client, article, parent=parent)
    assert response.status_code in {404, 422}
    alert = text(parse(response).xpath("//*[@role='alert']")[0])
    assert "to let it stand alone." in alert
    again = typed_in(parse(response))
    assert (again["parent"], again["body"]) == ("", LONG)
    assert client.post(form_of(parse(response)).action, again, headers=BROWSER).status_code == 303
    assert Comment.objects.get().parent is None


@pytest.mark.parametrize("parent", ["", "0"])
def test_a_reply_to_nobody_stands_on_the_first_level(client: Client, parent: str) -> None:
    """WordPress's own form says 0."""
    assert send(client, make_article(), parent=parent).status_code == 303
    assert Comment.objects.get().depth == 0


def test_a_reply_under_another_article_cannot_be_answered_from_here(client: Client) -> None:
    here, there = make_article("Here"), make_article("There")
    above = make_comment(there)
    assert send(client, here, parent=above.pk).status_code == 404
    assert send(client, there, parent=above.pk).status_code == 303


# --- The fields ----------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["name", "email", "body"])
@pytest.mark.parametrize("blank", [None, " \t\r\n", "\u00a0\u200b\u2060"])
def test_name_email_and_text_are_needed(client: Client, field: str, blank: str | None) -> None:
    fields = make_fields(**{field: blank})
    if blank is None:
        del fields[field]
    article = make_article()
    response = client.post(f"{article.get_absolute_url()}comments/", fields, headers=BROWSER)
    assert response.status_code == 422
    alerts = parse(response).xpath("//*[@role='alert']//a/@href")
    assert alerts == [f"#reply-{field}"]


@pytest.mark.parametrize(
    ("field", "start", "letter", "end", "limit"),
    [
        ("name", "", "ж", "", 100),
        ("email", "", "a", "@example.org", 254),
        ("website", "https://example.org/", "ж", "", 200),
        ("body", "", "語", "", 5000),
    ],
)
def test_a_field_may_be_as_long_as_its_limit_in_letters_of_any_script(
    client: Client, field: str, start: str, letter: str, end: str, limit: int
) -> None:
    article, room = make_article(), limit - len(start + end)
    assert send(client, article, **{field: start + letter * (room + 1) + end}).status_code == 422
    assert send(client, article, **{field: start + letter * room + end}).status_code == 303
    if field != "email":
        assert len(getattr(Comment.objects.get(), field)) == limit


def test_the_website_may_be_left_out_or_lack_its_scheme(client: Client) -> None:
    fields = make_fields(website="fell.example")
    article = make_article()
    client.post(f"{article.get_absolute_url()}comments/", fields, headers=BROWSER)
    assert Comment.objects.get().website == "https://fell.example"
    del fields["website"]
    fields["body"] = "Something else."
    response = client.post(f"{article.get_absolute_url()}comments/", fields, headers=BROWSER)
    assert response.status_code == 303
    assert Comment.objects.latest("pk").website == ""


@pytest.mark.parametrize(
    "website",
    ["nadia.fell@example.com", "https://nadia.fell@example.com/", "https://bank.example@evil.example",
     "https://example.com/?m=Nadia.Fell@example.com", "https://a.example/nadia.fell%40example.com"],
)  # fmt: skip
def test_an_email_address_in_the_field_of_the_website_is_not_published(
    client: Client, website: str
) -> None:
    response = send(client, make_article(), website=website)
    assert response.status_code == 422
    assert parse(response).xpath("//*[@role='alert']//a/@href") == ["#reply-website"]
    assert typed_in(parse(response))["website"] == website


def test_backslashes_and_quotes_arrive_as_they_were_typed(client: Client) -> None:
    typed = {"name": 'O\'Fell \\ "N"', "body": "One \\ two \\\\ 'three' \"four\" %s {5} $6"}
    send(client, make_article(), **typed)
    stored = Comment.objects.get()
    assert (stored.name, stored.body) == (typed["name"], typed["body"])


def test_what_no_field_asks_for_changes_nothing(client: Client) -> None:
    article = make_article()
    response = send(
        client, article, status="published", user="1", user_id="1", pk="77", html="<b>x</b>",
        submitted_at="2001-01-01", comment_type="pingback", comment_approved="1", depth="3",
        published_at="2001-01-01", token_digest="x", author="Ada", url="https://x.example",
    )  # fmt: skip
    stored = Comment.objects.get()
    assert response.status_code == 303
    assert (stored.status, stored.user, stored.depth, stored.website) == ("waiting", None, 0, "")
    assert stored.name == "Nadia Fell"
    assert stored.html == f"<p>{LONG}</p>"
    assert timezone.now() - stored.submitted_at < timedelta(minutes=1)


@pytest.mark.parametrize("login", ["", "Reporter", "Editor"])
def test_nobody_may_leave_a_script_not_even_the_newsroom(client: Client, login: str) -> None:
    article = make_article()
    if login:
        client.force_login(make_user("ada", login, is_superuser=login == "Editor"))
    typed = "So <script>alert(document.cookie)</script> <b onclick=x>it</b> is"
    assert send(client, article, body=typed, _wp_unfiltered_html_comment="1").status_code == 303
    stored = Comment.objects.get()
    if stored.status == "waiting":
        stored.approve(by=None)
    page = parse(Client().get(article.get_absolute_url()))
    assert typed in text(reply(page, stored.pk))
    assert not reply(page, stored.pk).xpath(".//script | .//b[@onclick]")


# --- Members of the newsroom ---------------------------------------------------------------------


def test_a_member_of_the_newsroom_signs_with_the_byline_whatever_is_typed(client: Client) -> None:
    article = make_article()
    user = make_user("ada", "Editor", email="ada@news.example")
    Contributor.objects.create(name="Ada Moreno", user=user)
    client.force_login(user)
    response = send(client, article, name="X", email="no address", website="javascript:x")
    stored = Comment.objects.get()
    assert response.status_code == 303
    assert (stored.name, stored.website, stored.user) == ("Ada Moreno", "", user)
    assert (stored.email_sealed, stored.email_index) == (None, "")


@pytest.mark.parametrize("fields", [{"body": ""}, {"body": "ж" * 5001}, {"body": " \n "}])
def test_the_newsroom_needs_a_text_like_everybody(client: Client, fields: dict[str, str]) -> None:
    client.force_login(make_user("ada", "Editor"))
    assert send(client, make_article(), **fields).status_code == 422
