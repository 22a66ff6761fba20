"""The form's own rules: lengths in characters, addresses as browsers take them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from comments.addresses import is_email
from comments.forms import ReplyForm
from comments.models import Comment, Discussion
from tests.factories import make_article

from .posting import form_of, make_fields, parse, send, text

LOCAL_SIGNS = "!#$%&'*+-./=?^_`{|}~0aZ"

# What Chromium says of the same addresses when they are typed into an `input type=email`.
VALID = (
    "ada@localhost",
    "ada@example.org",
    "a..b@example.org",
    ".a.@example.org",
    "a'b+c/d=e?f^g`h{i|j}k~l!#$%&*-_@x",
    "ada@127.0.0.1",
    "ada@xn--mnchen-3ya.example",
    "ada@münchen.example",
    "ada@MÜNCHEN.example",
    "ada@straße.example",
    "ada@例え.テスト",
    "ada@例え。テスト",
    "ada@שלום.example",
    "ada@💌.example",
    "ada@" + "a" * 63 + ".org",
)
INVALID = (
    "ada",
    "@example.org",
    "ada@",
    "a@b@c",
    "ada@example.org.",
    "ada@.example.org",
    "ada@example..org",
    "ada@exa mple.org",
    "ada@-a.org",
    "ada@a-.org",
    "ada@-ü.org",
    "ada@ab--ü.org",
    "ada@a_b.org",
    "ada@ü_b.org",
    "ada@" + "a" * 64 + ".org",
    "ada@" + "ü" * 64 + ".org",
    "adä@example.org",
    '"a b"@example.org',
    "ada(home)@example.org",
    "ada@[127.0.0.1]",
    "ada@\u0301a.org",
    "ada@\u202eabc.org",
    "ada\n@example.org",
    "a" * 243 + "@example.org",
)


def form(**fields: Any) -> ReplyForm:
    return ReplyForm(make_fields(**fields), action="/", body_length=200)


def errors(field: str, **fields: Any) -> list[str]:
    return list(form(**fields).errors.get(field, []))


@pytest.mark.parametrize("address", VALID)
def test_email_is_taken_where_browsers_take_it(address: str) -> None:
    assert is_email(address)
    assert errors("email", email=address) == []


@pytest.mark.parametrize("address", INVALID)
def test_email_is_refused_where_browsers_refuse_it(address: str) -> None:
    assert not is_email(address)
    assert len(errors("email", email=address)) == 1


@given(
    st.text(LOCAL_SIGNS, min_size=1, max_size=40),
    st.lists(st.from_regex("[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True), min_size=1),
)
def test_every_email_of_the_standards_grammar_is_taken(local: str, labels: list[str]) -> None:
    address = f"{local}@{'.'.join(labels)}"
    assert is_email(address) is (len(address) <= 254)


@given(st.text(max_size=300))
def test_no_text_stops_the_check_of_an_email(address: str) -> None:
    assert is_email(f"ada@{address}") in {True, False}
    assert not is_email(f"{address} @example.org")


@given(st.text(max_size=300))
def test_no_text_stops_the_form(typed: str) -> None:
    checked = form(name=typed, email=f"ada@{typed}", website=f"https://{typed}", body=typed)
    assert set(checked.errors) <= {"name", "email", "website", "body"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("example.org", "https://example.org"),
        ("http://example.org/a?b#c", "http://example.org/a?b#c"),
        ("HTTPS://example.org", "https://example.org"),
        ("https://münchen.example/straße", "https://münchen.example/straße"),
        ("https://例え.テスト", "https://例え.テスト"),
        ("https://💌.example/", "https://💌.example/"),
        ("http://localhost:8000/", "http://localhost:8000/"),
        ("", ""),
    ],
)
def test_website_is_a_web_address_in_any_script(typed: str, kept: str) -> None:
    checked = form(website=typed)
    assert checked.errors.get("website") is None
    assert checked.cleaned_data["website"] == kept


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "ftp://example.org", "data:,x", "mailto:ada@example.org",
              "https://", "https://a b.org", "https://exa_mple.org", "https://[::1", "//"]
)  # fmt: skip
def test_other_addresses_are_no_website(typed: str) -> None:
    assert len(errors("website", website=typed)) == 1


@pytest.mark.parametrize(
    ("field", "limit"), [("name", 100), ("body", 200), ("email", 254), ("website", 200)]
)
def test_limits_count_characters_and_say_both_numbers(field: str, limit: int) -> None:
    ends = {"email": "@example.org", "website": "https://example.org/"}.get(field, "")
    sign = {"name": "🙂", "body": "🙂", "email": "a", "website": "ü"}[field]
    filling = sign * (limit - len(ends))
    fits = ends + filling if field == "website" else filling + ends
    assert errors(field, **{field: fits}) == []
    message = f"Please use at most {limit} characters; there are {limit + 1}."
    assert errors(field, **{field: fits + "g"}) == [message]


def test_a_line_end_is_one_character() -> None:
    checked = form(body="x\r\n" * 100)
    assert checked.is_valid()
    assert checked.cleaned_data["body"] == ("x\n" * 100).strip()


def test_no_field_lets_the_browser_cut_a_text_silently() -> None:
    assert "maxlength" not in str(ReplyForm(action="/"))
    assert "maxlength" not in str(form(body="x" * 300))


@pytest.mark.django_db
def test_editors_decide_how_long_a_reply_may_be(client: Client) -> None:
    article = make_article()
    assert limit_of(client.get(article.get_absolute_url())) == "5000"
    Discussion(body_length=120).save()
    assert limit_of(client.get(article.get_absolute_url())) == "120"


@pytest.mark.django_db
def test_a_reply_longer_than_editors_want_is_refused(client: Client) -> None:
    Discussion(body_length=120).save()
    article = make_article()
    refused = send(client, article, body="ж" * 121)
    assert refused.status_code == 422
    assert limit_of(refused) == "120"
    assert "at most 120 characters; there are 121" in text(parse(refused))
    assert send(client, article, body="ж" * 120).status_code == 303
    assert len(Comment.objects.get().body) == 120


def limit_of(response: Any) -> str:
    return str(form_of(parse(response)).get("data-limit"))
