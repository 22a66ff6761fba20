"""Anybody notifies the newsroom of illegal content; the form loses nothing that was typed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import DatabaseError
from django.test import Client

from comments import vault
from comments.models import Discussion, Notice
from tests.factories import make_comment, make_user

from .notifying import ADDRESS, SITE, WHY, make_notice, make_said, notify, page
from .owning import known
from .posting import parse, text

pytestmark = pytest.mark.django_db


def main(response: Any) -> str:
    return text(parse(response).xpath("//main")[0])


def errors(response: Any) -> dict[str, str]:
    """The problems in the summary with the element each leads to."""
    links = parse(response).xpath("//*[@id='form-errors']//a")
    return {link.get("href"): text(link) for link in links}


def value(response: Any, name: str) -> Any:
    field = parse(response).xpath(f"//main//form//*[@name='{name}']")[0]
    if field.get("type") == "checkbox":
        return field.get("checked") is not None
    return (field.get("value") or field.text_content()).removeprefix("\n")


def test_the_form_is_the_same_for_everybody_and_sets_no_cookie(client: Client) -> None:
    response = client.get("/notice/")
    assert response.status_code == 200
    assert not response.cookies
    assert response["Cache-Tag"] == "site"
    document = parse(response)
    assert document.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not document.xpath("//main//input[@name='csrfmiddlewaretoken']")
    assert not document.xpath("//main//input[@checked]")
    assert "article 16 of Regulation (EU) 2022/2065" in main(response)


def test_a_notice_is_kept_and_leads_to_its_own_page(client: Client) -> None:
    Discussion(notice_days=3).save()
    comment = make_comment()
    response = notify(client, comment)
    assert response.status_code == 303
    assert not response.cookies
    row = Notice.objects.get()
    assert (row.comment, row.url) == (comment, f"{SITE}/comments/{comment.pk}/")
    assert (row.explanation, row.law, row.name) == (WHY, "Penal code, section 7", "Hana Sender")
    assert (row.good_faith, row.is_trapped, row.state) == (True, False, "received")
    assert row.due_at - row.received_at == timedelta(days=3)
    assert row.email_index == vault.index(ADDRESS)
    assert row.address == ADDRESS
    assert ADDRESS.encode() not in bytes(row.email_sealed or b"")
    assert row.client_prefix == vault.prefix("198.51.1.0")
    assert row.token_digest == vault.digest(row.token())
    shown = client.get(response["Location"])
    assert "Your notice is stored." in main(shown)
    assert "We have received your notice." in main(shown)


def test_a_text_browser_sends_neither_origin_nor_cookies(client: Client) -> None:
    assert notify(client, make_comment(), headers={}).status_code == 303
    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"url": ""}, "Please give the address of the content."),
        ({"url": "x" * 501}, "Please use at most 500 characters; there are 501."),
        ({"explanation": ""}, "Please write why it is illegal."),
        ({"explanation": "\u200b \u2060"}, "Please write why it is illegal."),
        ({"explanation": "ü" * 5001}, "Please use at most 5000 characters; there are 5001."),
        ({"explanation": "a\x00"}, "Null characters are not allowed."),
        ({"law": "x" * 201}, "Please use at most 200 characters; there are 201."),
        ({"name": ""}, "Please give your name."),
        ({"name": "x" * 101}, "Please use at most 100 characters; there are 101."),
        ({"email": ""}, "Please give your email address."),
        ({"email": "nobody"}, "Please give an email address like name@example.org."),
        ({"good_faith": None}, "Please confirm that you write this in good faith."),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(
    client: Client, fields: dict[str, Any], why: str
) -> None:
    response = notify(client, make_comment(), **fields)
    assert response.status_code == 422
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    (name,) = fields
    assert errors(response) == {f"#notice-{name}": why}
    document = parse(response)
    assert text(document.xpath(f"//*[@id='notice-{name}_error']")[0]) == why
    assert f"notice-{name}_error" in document.get_element_by_id(f"notice-{name}").get(
        "aria-describedby", ""
    )
    assert document.xpath("//*[@id='form-errors'][@tabindex='-1'][@autofocus]")
    for other, typed in make_said().items():
        if other not in {name, "url"}:
            assert value(response, other) == (typed == "on" or typed)
    assert not Notice.objects.exists()


def test_whoever_notifies_of_an_offence_against_a_child_may_stay_unknown(client: Client) -> None:
    response = notify(client, make_comment(), child="on", name=None, email=None)
    assert response.status_code == 303
    row = Notice.objects.get()
    assert (row.name, row.email_sealed, row.email_index, row.address) == ("", None, "", "")
    wrong = notify(client, make_comment(), child="on", name="", email="nobody")
    assert errors(wrong) == {"#notice-email": "Please give an email address like name@example.org."}


def test_controls_are_left_out_of_what_is_kept(client: Client) -> None:
    notify(client, make_comment(), name="Ha\u202ena", law="One\ntwo", explanation="a\u202e\r\nb")
    row = Notice.objects.get()
    assert (row.name, row.law, row.explanation) == ("Hana", "One two", "a\nb")


@pytest.mark.parametrize("name", ["comment_subject_line", "leave_this_empty"])
def test_a_decoy_is_noted_and_changes_nothing_else(client: Client, name: str) -> None:
    assert notify(client, make_comment(), **{name: "Buy"}).status_code == 303
    assert Notice.objects.get().is_trapped


def test_a_network_that_notifies_too_fast_waits_and_keeps_its_words(client: Client) -> None:
    comment = make_comment()
    for _ in range(3):
        assert notify(client, comment).status_code == 303
    response = notify(client, comment)
    assert response.status_code == 429
    wait = response["Retry-After"]
    assert f"Please wait {wait} seconds before your next notice" in main(response)
    assert value(response, "explanation") == WHY
    assert Notice.objects.count() == 3
    assert notify(client, comment, network=2).status_code == 303


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil"}])
def test_another_site_cannot_notify_for_its_visitors(client: Client, headers: Any) -> None:
    response = notify(client, make_comment(), headers=headers)
    assert response.status_code == 403
    assert "sent from another site" in main(response)
    assert value(response, "explanation") == WHY
    assert not Notice.objects.exists()


def test_a_login_needs_the_token_of_its_form() -> None:
    comment, client = make_comment(), Client(enforce_csrf_checks=True)
    client.force_login(make_user("ada", "Editor"))
    response = notify(client, comment)
    assert response.status_code == 403
    assert "Your login has changed." in main(response)
    form = client.get("/notice/")
    assert "no-store" in form["Cache-Control"]
    token = value(form, "csrfmiddlewaretoken")
    assert notify(client, comment, csrfmiddlewaretoken=token).status_code == 303


def test_a_full_disk_loses_no_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    comment = make_comment()

    def fail(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(type(Notice.objects), "receive", fail)
    response = notify(client, comment)
    assert response.status_code == 503
    assert value(response, "explanation") == WHY


def test_the_page_of_a_notice_is_for_its_sender_alone(client: Client) -> None:
    notice = make_notice()
    response = client.get(page(notice))
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "same-origin"
    assert not response.cookies
    assert "To be decided by" in main(response)
    token = notice.token()
    for wrong in (token[:-1], f"{notice.pk}", f"{notice.pk}:x", "x"):
        missing = client.get(f"/notice/{wrong}/")
        assert missing.status_code == 404
        assert WHY not in main(missing)
        assert client.post(f"/notice/{wrong}/").status_code == 404


def test_the_page_survives_a_new_secret_of_the_site(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = page(make_notice())
    signer = signing.Signer(key="another secret of the site", salt="comments.notice")
    monkeypatch.setattr("comments.models.notice._signer", signer)
    assert client.get(old).status_code == 200
    assert page(Notice.objects.get()) != old  # what the next mail leads to
    assert client.get(page(Notice.objects.get())).status_code == 200
    assert client.get(old).status_code == 404


def test_a_reader_who_is_known_gets_no_other_page() -> None:
    comment = make_comment()
    assert known().get("/notice/").content == Client().get("/notice/").content
    assert notify(known(), comment).status_code == 303
