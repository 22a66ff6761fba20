"""The desk's form for taking words out, and the mark that readers see."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from comments.models import Act, Comment, Decision
from tests.factories import make_article, make_comment, make_user

from .deciding import DESK, fresh, make_moderator, sentences
from .posting import parse, text

pytestmark = pytest.mark.django_db

BODY = "Otto Brandt of 5 Main Street is a fool. The bridge is not."


def send(client: Client, comment: Comment, kept: str, verb: str = "redact", **fields: Any) -> Any:
    values = {"revision": fresh(comment).revision, "kept": kept, "verb": verb, "next": "pile=spam"}
    return client.post(f"{DESK}{comment.pk}/redact/", values | fields)


def test_the_form_shows_the_newest_text(client: Client) -> None:
    make_moderator(client)
    comment = make_comment(status="published", body="As published.\n\nTwo paragraphs.")
    fresh(comment).edit("\nIts <b>new</b> text.")
    page = parse(client.get(f"{DESK}{comment.pk}/redact/?next=pile%3Dspam"))
    form = page.xpath("//form[.//textarea]")[0]
    assert form.fields["kept"].lstrip("\n") == "Its <b>new</b> text."
    assert form.fields["next"] == "pile=spam"
    assert page.xpath("//a[@href='/moderation/?pile=spam']")


def test_words_go_and_a_mark_stays(client: Client) -> None:
    mona = make_moderator(client)
    comment = make_comment(status="waiting", body=BODY)
    response = send(client, comment, "Otto Brandt is a fool. The bridge is not.", note="Address")
    assert response.status_code == 303
    assert response["Location"] == f"{DESK}?pile=spam#receipt"
    row = fresh(comment)
    assert row.body == "Otto Brandt […] is a fool. The bridge is not."
    assert (row.status, row.is_redacted) == ("waiting", True)
    decision = Decision.objects.get()
    assert (decision.by, decision.verb, decision.reason) == (mona, "redact", "Address")
    assert row.versions.order_by("pk")[1].by == mona


def test_redacting_and_approving_is_one_step(client: Client) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting", body=BODY)
    send(client, comment, "Otto Brandt. The bridge is not.", "approve")
    row = fresh(comment)
    assert row.status == "published"
    assert row.body == "Otto Brandt […]. The bridge is not."
    page = parse(client.get(comment.article.get_absolute_url()))
    assert "edited by a moderator" in text(page.xpath(f"//*[@id='comment-{row.pk}']")[0])
    for _ in range(2):
        fresh(comment).undo(by=None)
    row = fresh(comment)
    assert (row.status, row.body, row.is_redacted) == ("waiting", BODY, False)


@pytest.mark.parametrize(
    ("kept", "why"),
    [
        ("Otto Brandt is a wise man.", "does not say “wise”"),
        ("", "Nothing would be left"),
        (" \n ", "Nothing would be left"),
        (BODY, "No word was taken out"),
        ("<script>alert(1)</script>", "does not say"),
    ],
)
def test_what_is_no_redaction_is_refused_and_kept_in_the_form(
    client: Client, kept: str, why: str
) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting", body=BODY)
    response = send(client, comment, kept)
    assert response.status_code == 422
    assert why in sentences(response)
    assert parse(response).xpath("//textarea[@name='kept']")[0].text.strip() == kept.strip()
    assert fresh(comment).body == BODY
    assert not Decision.objects.exists()


def test_a_refused_approval_takes_no_words_out_either(client: Client) -> None:
    mona = make_moderator(client)
    comment = make_comment(status="waiting", body=BODY)
    fresh(comment).escalate(to="second", by=mona)
    assert send(client, comment, "The bridge is not.", "approve").status_code == 422
    assert fresh(comment).body == BODY
    assert comment.versions.count() == 0


@pytest.mark.parametrize("kept", ["\x00", "\ud800".encode("utf-8", "replace").decode(), "[…]" * 9])
def test_strange_texts_are_refused_with_a_sentence(client: Client, kept: str) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting", body=BODY)
    assert send(client, comment, kept).status_code in {303, 422}


def test_a_note_is_kept_for_good(client: Client) -> None:
    mona = make_moderator(client)
    comment = make_comment(status="waiting")
    url = f"{DESK}{comment.pk}/note/"
    response = client.post(
        url, {"note": " Wrote to the writer.\r\nTwice. ", "next": "order=oldest"}
    )
    assert response["Location"] == f"{DESK}?order=oldest#comment-{comment.pk}"
    act = Act.objects.get()
    assert (act.verb, act.by, act.comment_id) == ("note", mona, comment.pk)
    assert act.reason == "Wrote to the writer.\nTwice."
    for empty in ("", " \x00 ", "x" * 2001):
        refused = client.post(url, {"note": empty}, headers={"X-Desk": "card"})
        assert refused.status_code == 422
    assert Act.objects.count() == 1
    assert client.get(url).status_code == 405
    assert fresh(comment).revision == comment.revision


def test_fifty_ordinary_replies_make_no_page_longer(client: Client) -> None:
    """The marks cost bytes where they stand, and none elsewhere."""
    article, mona = make_article(), make_user("mona")
    rows = [make_comment(article, body=f"Number {n} of them all.") for n in range(3)]
    address = article.get_absolute_url()
    plain = len(client.get(address).content)
    rows[0].pick(by=mona)
    picked = len(client.get(address).content)
    rows[0].unpick(by=mona)
    assert len(client.get(address).content) == plain < picked
