"""Leaving a reply: what is answered, what is stored, who sees it."""

from __future__ import annotations

from http.cookies import Morsel
from typing import Any

import pytest
from django.test import Client

from articles.models import Contributor
from comments.models import Comment, Decision, Thread
from tests.factories import make_article, make_comment, make_user

from .posting import LONG, form_of, parse, reply, send, shown, text

WAITS = "Your reply is awaiting moderation: only you can see it."
WAITS_UNSEEN = (
    "Your reply is awaiting moderation. Your browser keeps no cookie, so it cannot be shown here."
)

pytestmark = pytest.mark.django_db


def cookie(response: Any, name: str) -> Morsel[str]:
    return response.cookies[name]


def test_a_reply_is_stored_and_answered_with_its_own_address(client: Client) -> None:
    article = make_article()
    response = send(client, article, website="https://fell.example/", body="First.\n\nSecond.")
    stored = Comment.objects.get()
    assert response.status_code == 303
    assert response["Location"] == (f"{article.get_absolute_url()}?received=1#comment-{stored.pk}")
    assert (stored.status, stored.name, stored.website) == (
        "waiting",
        "Nadia Fell",
        "https://fell.example/",
    )
    assert stored.body == "First.\n\nSecond."
    assert stored.html == "<p>First.</p>\n<p>Second.</p>"
    assert not Decision.objects.exists()


@pytest.mark.parametrize("https", [False, True], ids=["http", "https"])
def test_both_cookies_are_closed_to_scripts_and_other_sites(
    client: Client, settings: Any, https: bool
) -> None:
    settings.HTTPS = https
    article = make_article()
    response = send(client, article)
    own, reader = cookie(response, "byline_own"), cookie(response, "byline_reader")
    assert set(response.cookies) == {"byline_own", "byline_reader"}
    for one in (own, reader):
        assert one["httponly"] is True
        assert one["samesite"] == "Lax"
        assert bool(one["secure"]) is https
    assert (own["path"], own["max-age"]) == (article.get_absolute_url(), 30 * 86_400)
    assert (reader["path"], reader["max-age"]) == ("/", 365 * 86_400)


def test_the_cookies_hold_nothing_of_what_was_typed(client: Client) -> None:
    response = send(client, make_article())
    stored = Comment.objects.get()
    values = "".join(one.value for one in response.cookies.values())
    for secret in ("nadia", "example", "Fell", stored.email_index, stored.token_digest):
        assert secret not in values
    assert cookie(response, "byline_reader").value not in {stored.reader, ""}


def test_the_author_sees_the_waiting_reply_in_its_place(client: Client) -> None:
    article = make_article()
    above = make_comment(article)
    response = send(client, article, parent=above.pk)
    own = Comment.objects.waiting().get()
    page = parse(client.get(response["Location"]))
    assert WAITS in text(reply(page, own.pk))
    assert LONG in text(reply(page, own.pk))
    assert reply(page, own.pk).xpath("ancestor::li[2]")[0] is reply(page, above.pk).getparent()
    assert WAITS_UNSEEN not in text(page)


def test_nobody_else_sees_the_waiting_reply(client: Client) -> None:
    article = make_article()
    send(client, article)
    response = Client().get(article.get_absolute_url())
    assert LONG not in response.content.decode()
    assert shown(parse(response)) == []


def test_without_cookies_the_page_says_why_the_reply_is_not_shown(client: Client) -> None:
    location = send(client, make_article())["Location"]
    page = parse(Client().get(location))
    assert WAITS_UNSEEN in text(page)
    assert LONG not in text(page)


def test_after_approval_the_old_address_no_longer_says_that_it_waits(client: Client) -> None:
    location = send(client, make_article())["Location"]
    Comment.objects.get().approve(by=None)
    page = parse(client.get(location))
    assert WAITS not in text(page)
    assert WAITS_UNSEEN not in text(page)
    assert LONG in text(page)


def test_a_rejected_reply_is_shown_to_its_author_alone(client: Client) -> None:
    article = make_article()
    send(client, article)
    own = Comment.objects.get()
    own.reject(by=None)
    page = parse(client.get(article.get_absolute_url()))
    assert "Your reply was not published: only you can see it." in text(reply(page, own.pk))
    assert shown(parse(Client().get(article.get_absolute_url()))) == []


def test_spam_is_not_told_that_it_was_found_out(client: Client) -> None:
    article = make_article()
    send(client, article)
    before = client.get(article.get_absolute_url()).content
    Comment.objects.get().mark_spam(by=None)
    assert client.get(article.get_absolute_url()).content == before


@pytest.mark.parametrize("verb", ["remove", "undo"])
def test_a_reply_taken_back_stands_once_at_most_on_its_authors_page(
    client: Client, verb: str
) -> None:
    article = make_article()
    send(client, article)
    own = Comment.objects.get()
    own.approve(by=None)
    make_comment(article, parent=own, body="An answer below.")
    getattr(own, verb)(by=None)
    page = parse(client.get(article.get_absolute_url()))
    assert shown(page).count(own.pk) == 1


def test_an_answer_on_a_later_page_of_the_thread_leads_to_that_page(client: Client) -> None:
    article = make_article()
    roots = [make_comment(article, body=f"Number {n}") for n in range(51)]
    response = send(client, article, parent=roots[-1].pk)
    own = Comment.objects.waiting().get()
    page = parse(client.get(response["Location"]))
    assert response["Location"].startswith(article.get_absolute_url())
    assert WAITS in text(reply(page, own.pk))
    assert shown(page) == [roots[-1].pk, own.pk]


def test_a_reader_keeps_the_same_token_and_at_most_ten_own_replies(
    client: Client, settings: Any
) -> None:
    settings.RATE_LIMITS = False
    article = make_article()
    readers = set()
    for number in range(12):
        response = send(client, article, body=f"Reply number {number}")
        readers.add(cookie(response, "byline_reader").value)
    page = parse(client.get(article.get_absolute_url()))
    newest = list(Comment.objects.order_by("pk").values_list("pk", flat=True))[-10:]
    assert shown(page) == newest
    assert len(readers) == 1
    assert len(set(Comment.objects.values_list("reader", flat=True))) == 1


@pytest.mark.parametrize("cut", [slice(1, None), slice(None, -1), slice(0, 0), slice(0, 20)])
def test_a_tampered_cookie_shows_nothing(client: Client, cut: slice) -> None:
    article = make_article()
    send(client, article)
    client.cookies["byline_own"] = client.cookies["byline_own"].value[cut]
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    assert shown(parse(response)) == []


def test_another_articles_cookie_shows_nothing_here(client: Client) -> None:
    here, there = make_article("Here"), make_article("There")
    send(client, there)
    other = Client()
    other.cookies["byline_own"] = client.cookies["byline_own"].value
    assert shown(parse(other.get(here.get_absolute_url()))) == []


@pytest.mark.parametrize("token", ["\xe2\x82\xac", "x" * 3000, '"\\001"', "a b", ""])
def test_a_reader_token_that_we_did_not_make_is_replaced(client: Client, token: str) -> None:
    article = make_article()
    response = send(client, article, headers={"Cookie": f"byline_reader={token}"})
    assert response.status_code == 303
    assert cookie(response, "byline_reader").value != token
    assert len(cookie(response, "byline_reader").value) == 22


def test_reading_sets_no_cookie_and_the_form_holds_no_token(client: Client) -> None:
    article = make_article()
    first = make_comment(article)
    own = article.get_absolute_url()
    for address in (own, f"{own}?received=1", f"/comments/{first.pk}/reply/", "/", f"{own}feed/"):
        response = client.get(address)
        assert response.status_code == 200
        assert not response.cookies, address
        assert b"csrf" not in response.content
    assert form_of(parse(client.get(own))).get("action") == f"{own}comments/"


def test_a_refused_form_sets_no_cookie_either(client: Client) -> None:
    response = send(client, make_article(), email="")
    assert response.status_code == 422
    assert not response.cookies
    assert b"csrf" not in response.content


def test_staff_replies_are_published_at_once_under_the_byline(client: Client) -> None:
    article = make_article()
    user = make_user("ada", "Editor")
    Contributor.objects.create(name="Ada Moreno", user=user)
    client.force_login(user)
    response = send(client, article, name="Somebody Else", email="", body="Thank you for asking.")
    stored = Comment.objects.get()
    assert response.status_code == 303
    assert (
        response["Location"]
        == f"{article.get_absolute_url()}?received=published#comment-{stored.pk}"
    )
    assert (stored.status, stored.name, stored.user) == ("published", "Ada Moreno", user)
    assert stored.email_sealed is None
    assert stored.decisions.get().by == user
    assert "Ada Moreno" in text(reply(parse(Client().get(article.get_absolute_url())), stored.pk))
    assert Thread.objects.get(article=article).reply_count == 1


def test_a_staff_reply_on_a_later_page_is_led_to_where_it_stands(client: Client) -> None:
    article = make_article()
    for number in range(50):
        make_comment(article, body=f"Number {number}")
    client.force_login(make_user("ada", "Editor"))
    location = send(client, article)["Location"]
    newest = Comment.objects.order_by("pk").last()
    assert newest is not None
    page_two = f"{article.get_absolute_url()}comment-page-2/"
    assert location == f"{page_two}?received=published#comment-{newest.pk}"
    assert newest.pk in shown(parse(client.get(location)))


def test_a_long_login_name_does_not_keep_staff_from_replying(client: Client) -> None:
    user = make_user("a" * 150, "Editor", first_name="B" * 150, last_name="C" * 150)
    client.force_login(user)
    assert send(client, make_article()).status_code == 303
    assert len(Comment.objects.get().name) == 100


def test_a_login_name_is_never_published(client: Client) -> None:
    """It may be an address."""
    client.force_login(make_user("ada@paper.example", "Editor"))
    article = make_article()
    assert send(client, article).status_code == 303
    assert Comment.objects.get().name == "Byline"
    assert "ada@paper.example" not in client.get(article.get_absolute_url()).content.decode()


def test_staff_without_a_right_in_the_newsroom_waits_like_any_reader(client: Client) -> None:
    client.force_login(make_user("clerk"))
    assert send(client, make_article()).status_code == 303
    assert Comment.objects.get().status == "waiting"


def test_an_address_in_the_field_of_the_name_is_refused(client: Client) -> None:
    response = send(client, make_article(), name="Nadia@Example.com", email="nadia@example.com")
    assert response.status_code == 422
    assert "This would publish your address." in response.content.decode()


def test_a_preview_shows_the_reply_and_stores_nothing(client: Client) -> None:
    response = send(client, make_article(), body="So *very* true.", preview="1")
    assert response.status_code == 200
    page = response.content.decode()
    assert "<em>very</em>" in page
    assert "So *very* true.</textarea>" in page
    assert not Comment.objects.exists()
    assert not response.cookies


def test_a_login_without_a_place_in_the_newsroom_replies_like_any_reader(client: Client) -> None:
    client.force_login(make_user("reader", is_staff=False))
    assert send(client, make_article()).status_code == 303
    assert Comment.objects.get().status == "waiting"
