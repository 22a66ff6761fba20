"""Posts from other sites, from robots and from broken clients: never an error of ours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory

from articles.models import Article
from comments.models import Comment
from tests.factories import make_article, make_comment, make_user

from .posting import LONG, make_fields, parse, reply, send, text, typed_in

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"


def address(article: Article) -> str:
    return f"{article.get_absolute_url()}comments/"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "Same-Origin, cross-site"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver:8000"},
        {"Origin": "http://testserver.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
    ],
    ids=str,
)
def test_forms_of_other_sites_are_refused(client: Client, headers: dict[str, str]) -> None:
    response = send(client, make_article(), headers=headers)
    assert response.status_code == 403
    assert "This was sent from another site." in text(parse(response))
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "http://testserver"},
    ],
    ids=str,
)
def test_our_own_form_is_taken(client: Client, headers: dict[str, str]) -> None:
    assert send(client, make_article(), headers=headers).status_code == 303
    assert not Comment.objects.get().signals.exists()


def test_a_text_browser_that_says_nothing_is_taken_with_a_signal(client: Client) -> None:
    assert send(client, make_article(), headers={}).status_code == 303
    stored = Comment.objects.get()
    assert [signal.code for signal in stored.signals.all()] == ["unknown_origin"]
    assert stored.status == "waiting"


def make_strict_client(user: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def test_a_session_needs_the_token_of_its_form() -> None:
    article = make_article()
    client = make_strict_client(make_user("ada", "Editor"))
    refused = send(client, article)
    assert refused.status_code == 403
    assert typed_in(parse(refused))["body"] == LONG
    assert not Comment.objects.exists()
    token = typed_in(parse(refused))["csrfmiddlewaretoken"]
    assert send(client, article, csrfmiddlewaretoken="x" * 64).status_code == 403
    assert send(client, article, csrfmiddlewaretoken=token).status_code == 303
    assert Comment.objects.get().status == "published"


@pytest.mark.parametrize("is_staff", [True, False])
def test_the_page_gives_every_session_its_token(is_staff: bool) -> None:
    article = make_article()
    client = make_strict_client(make_user("ada", is_staff=is_staff))
    token = typed_in(parse(client.get(article.get_absolute_url())))["csrfmiddlewaretoken"]
    assert send(client, article, csrfmiddlewaretoken=token).status_code == 303


def test_another_site_cannot_use_a_login() -> None:
    client = make_strict_client(make_user("ada", "Editor"))
    response = send(client, make_article(), headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert LONG not in response.content.decode()


@pytest.mark.parametrize("charset", ["utf-16", "latin-1", "utf-7", "base64", "undefined", "nope"])
@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=x"])
def test_a_foreign_charset_is_refused_with_a_sentence(
    client: Client, charset: str, kind: str
) -> None:
    body = urlencode(make_fields(body="Grüße")).encode()
    response = client.generic(
        "POST", address(make_article()), body, content_type=f"{kind}; charset={charset}"
    )
    assert response.status_code == 400
    assert "charset that is not UTF-8" in text(parse(response))


@pytest.mark.parametrize("charset", ["utf-16", "base64", "undefined", "rot13"])
@pytest.mark.parametrize(("kind", "status"), [("text/plain", 200), (FORM, 400)])
def test_no_charset_stops_the_server_before_it_can_answer(
    charset: str, kind: str, status: int
) -> None:
    from cms.wsgi import (
        django_application as application,
    )  # only now: static files have their folder

    own = make_article().get_absolute_url()
    environ = RequestFactory().get(f"{own}?received=%C3%BC").environ
    request = application.request_class(environ | {"CONTENT_TYPE": f"{kind}; charset={charset}"})
    assert request.GET["received"] == "ü"
    assert application.get_response(request).status_code == status


def test_utf8_by_any_of_its_names_is_read(client: Client) -> None:
    body = urlencode(make_fields(body="Grüße aus Köln")).encode()
    for name in ("utf-8", "UTF-8", '"utf-8"'):
        kind = f"{FORM}; charset={name}"
        response = client.post(address(make_article(name)), body, content_type=kind)
        assert response.status_code == 303
    assert set(Comment.objects.values_list("body", flat=True)) == {"Grüße aus Köln"}


def test_bytes_that_are_no_utf8_are_taken_as_far_as_they_go(client: Client) -> None:
    body = urlencode(make_fields()).encode() + b"%FF%FE%ED%A0%80"
    response = client.post(address(make_article()), body, content_type=FORM)
    assert response.status_code < 500


@pytest.mark.parametrize("field", ["name", "email", "website", "body", "parent"])
def test_null_bytes_are_refused(client: Client, field: str) -> None:
    response = send(client, make_article(), **{field: "a\x00b"})
    assert response.status_code == 422
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("parent", "status"),
    [("abc", 422), ("-1", 404), ("0", 303), ("1.5", 422), ("²", 422), ("9" * 18, 404),
     ("9" * 40, 404), ("9" * 6000, 422), ("1e9", 422), ("٣" * 12, 404), ("", 303)],
)  # fmt: skip
def test_strange_numbers_of_a_parent_do_no_harm(client: Client, parent: str, status: int) -> None:
    assert send(client, make_article(), parent=parent).status_code == status


def test_a_body_of_five_thousand_signs_is_taken(client: Client) -> None:
    assert send(client, make_article(), body="ж" * 5000).status_code == 303


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        # RFC 9110, 15.5.14: too many bytes have a status of their own.
        (urlencode(make_fields(body="x" * 3_000_000)), 413, "This is too much at once"),
        ("&".join(f"f{n}=1" for n in range(3000)), 400, "This request cannot be read"),
    ],
    ids=["bytes", "fields"],
)
def test_huge_requests_get_a_sentence(
    client: Client, body: str, status: int, sentence: str
) -> None:
    response = client.post(address(make_article()), body, content_type=FORM)
    assert response.status_code == status
    assert sentence in text(parse(response))


@pytest.mark.parametrize("body", [b"", b"--x", b"--x\r\n\r\n", b"\xff\xfe" * 50, b"--x--"])
def test_broken_multipart_is_no_error_of_ours(client: Client, body: bytes) -> None:
    kind = "multipart/form-data; boundary=x"
    response = client.post(address(make_article()), body, content_type=kind)
    assert response.status_code in {400, 422}


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "", "multipart/form-data"])
def test_other_kinds_of_content_are_no_reply(client: Client, kind: str) -> None:
    response = client.post(address(make_article()), b'{"body": "x"}', content_type=kind)
    assert response.status_code in {400, 422}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_not_known_here(client: Client, method: str) -> None:
    article = make_article()
    first = make_comment(article)
    for where in (address(article), article.get_absolute_url(), f"/comments/{first.pk}/",
                  f"/comments/{first.pk}/reply/"):  # fmt: skip
        assert client.generic(method, where, b"x").status_code == 405


@pytest.mark.parametrize("char", ["\x01", "\x1f", "\u202e", "\ufeff", "\ufffe", "\n", "\x7f"])
def test_controls_in_a_name_turn_nothing_around_and_break_no_feed(
    client: Client, char: str
) -> None:
    article = make_article()
    send(client, article, name=f"Na{char}dia", body=f"Some{char}thing")
    stored = Comment.objects.get()
    stored.approve(by=None)
    Comment.objects.update(published_at=article.published_at - timedelta(minutes=1))
    assert char not in stored.name
    assert "thing" in text(reply(parse(client.get(article.get_absolute_url())), stored.pk))
    for feed in ("/comments/feed/", f"{article.get_absolute_url()}feed/"):
        response = client.get(feed)
        assert response.status_code == 200
        assert b"thing" in response.content


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "byline_own", "messages"])
def test_garbage_in_cookies_does_no_harm(client: Client, cookie: str) -> None:
    article: Any = make_article()
    client.cookies[cookie] = "%00\xe9:::...=&;{}"
    assert client.get(article.get_absolute_url()).status_code == 200
    assert send(client, article).status_code in {303, 403}
