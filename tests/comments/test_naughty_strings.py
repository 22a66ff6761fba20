"""Hundreds of texts that programs stumble over, in every field: no 500, no broken page."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from articles.models import Article
from comments.forms import DECOYS, ReplyForm
from comments.models import Comment
from tests.factories import make_article, make_comment
from tests.reading import data_blocks, find, xml

from . import naughty
from .hostile import dangers, make_thread, skeleton
from .posting import BROWSER, make_fields, parse, reply, text

pytestmark = pytest.mark.django_db

FIELDS = ("name", "email", "website", "body", "parent")
ANSWERS = {303, 400, 403, 404, 409, 413, 422, 429}


@pytest.fixture(autouse=True)
def _no_rate_limits(settings: Any) -> None:
    settings.RATE_LIMITS = False


def post(
    client: Client, article: Article, fields: dict[str, Any], source: str = "127.0.0.1"
) -> Any:
    """Urlencoded like a browser's form; bytes go out as they are."""
    pairs = (
        quote(name).encode() + b"=" + (value if isinstance(value, bytes) else quote(value).encode())
        for name, value in fields.items()
    )
    return client.post(
        f"{article.get_absolute_url()}comments/",
        b"&".join(pairs),
        content_type="application/x-www-form-urlencoded",
        headers=BROWSER,
        REMOTE_ADDR=source,
    )


def assert_answered(response: Any, typed: dict[str, Any]) -> None:
    answers = ANSWERS | ({200} if "preview" in typed else set())
    assert response.status_code in answers, f"{response.status_code} for {typed!r}"
    assert "Set-Cookie" not in response.headers.get("Location", "")
    if response.status_code in {409, 422}:
        page = parse(response)
        assert len(page.xpath("//main")) == len(page.xpath("//body")) == 1
        assert page.xpath("//*[@id='respond']//form//*[@name='body']"), repr(typed)


def test_there_are_hundreds_of_texts() -> None:
    assert len(naughty.strings()) >= 300


def test_no_text_in_a_reply_that_is_taken_breaks_anything(client: Client) -> None:
    article = make_article()
    every = naughty.strings()
    stored = 0
    for number, (name, body) in enumerate(zip(every[::2], every[1::2], strict=False)):
        fields = make_fields(name=name, body=body, email=f"reader{number}@example.com")
        answer = post(client, article, fields, f"198.51.{number}.1")
        assert_answered(answer, fields)
        stored += answer.status_code == 303
    assert Comment.objects.count() == stored > 100


def test_no_text_in_any_field_breaks_anything(client: Client) -> None:
    article = make_article()
    every = naughty.strings()
    for number in range(0, len(every), 4):
        texts = (every[(number + step * 7) % len(every)] for step in range(len(FIELDS)))
        fields = dict(zip(FIELDS, texts, strict=True))
        assert_answered(post(client, article, fields), fields)


@pytest.mark.parametrize("field", [*FIELDS, *DECOYS])
def test_form_has_an_answer_to_every_text(field: str) -> None:
    for typed in naughty.strings():
        form = ReplyForm(make_fields(**{field: typed}), action="/")
        if form.is_valid():
            submitted = str(form.cleaned_data[field])
            submitted.encode()
            assert "\x00" not in submitted
        else:
            assert form.errors.as_data().keys() & {field, "__all__"}, typed


@pytest.mark.parametrize("field", [*FIELDS, "comment_subject_line", "preview", "attempt", "took"])
def test_bytes_that_are_no_text_are_no_error_of_the_server(client: Client, field: str) -> None:
    article = make_article()
    for raw in (*naughty.RAW, b"%F0%9F%98%80", b"x" * 300, b"%00", b"-1", b"1e999", b"nan"):
        fields = make_fields(body=f"{field} {raw!r}", **({} if field == "body" else {field: raw}))
        if field == "body":
            fields["body"] = raw
        assert_answered(post(client, article, fields), fields)


@pytest.mark.parametrize("field", FIELDS)
def test_same_field_twice_or_missing_is_no_error_of_the_server(client: Client, field: str) -> None:
    article = make_article()
    path = f"{article.get_absolute_url()}comments/"
    fields = make_fields()
    fields.pop(field, None)
    assert client.post(path, fields, headers=BROWSER).status_code in ANSWERS
    twice = make_fields() | {field: ["one", "two"]}
    assert client.post(path, twice, headers=BROWSER).status_code in ANSWERS


def test_page_feeds_and_data_with_all_texts_are_well_formed(client: Client) -> None:
    every = [typed for typed in naughty.strings() if "\x00" not in typed]
    plain = make_thread([("Nadia", "", "So")] * len(every), "Harbour one")
    expected = skeleton(parse(client.get(plain.get_absolute_url())))
    article = make_thread([(typed[:100], "", typed) for typed in every], "Harbour two")
    before = make_comment(article, name="Before", body="I stand above.")
    page = parse(client.get(article.get_absolute_url()))
    assert "I stand above." in text(reply(page, before.pk))
    assert dangers(page) == []
    assert data_blocks(page)[1]["commentCount"] == len(every) + 1
    before.remove(by=None)
    page = parse(client.get(article.get_absolute_url()))
    assert skeleton(page) == expected


def test_feed_with_every_text_as_a_name_and_a_reply_is_xml(client: Client) -> None:
    every = naughty.strings()
    for start in range(0, len(every), 30):
        Comment.objects.all().delete()
        part = every[start : start + 30]
        article = make_thread([(typed[:100], "", typed) for typed in part], f"Harbour {start}")
        feed = xml(client.get(f"{article.get_absolute_url()}feed/"))
        assert len(find(feed, "//item")) == len(part)
