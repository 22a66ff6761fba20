"""The desk's verbs: what each does, what it needs, what the desk answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Decision, Reason
from tests.factories import make_comment, make_user

from .deciding import DESK, decide, fresh, make_moderator, sentences
from .posting import parse, report, text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("verb", "start", "status"),
    [
        ("approve", "waiting", "published"),
        ("reject", "waiting", "rejected"),
        ("mark_spam", "waiting", "spam"),
        ("remove", "published", "removed"),
        ("undo", "rejected", "waiting"),
    ],
)
def test_a_verb_leads_to_its_state_and_back_to_the_queue(
    client: Client, verb: str, start: str, status: str
) -> None:
    mona = make_moderator(client)
    comment = make_comment(status=start, name="Otto Brandt")
    response = decide(client, comment, verb, next="pile=reported&order=oldest")
    assert response.status_code == 303
    assert response["Location"] == f"{DESK}?pile=reported&order=oldest#receipt"
    assert fresh(comment).status == status
    newest = Decision.objects.first()
    assert newest is not None
    assert (newest.by, newest.verb) == (mona, verb)


@pytest.mark.parametrize(
    "typed", ["//evil.example", "https://evil.example/", "/\\evil.example", "?\r\nSet-Cookie: a=b"]
)
def test_the_way_back_leads_nowhere_else(client: Client, typed: str) -> None:
    make_moderator(client)
    response = decide(client, make_comment(status="waiting"), "approve", next=typed)
    assert response["Location"].startswith("/moderation/?")
    assert "\n" not in response["Location"]


def test_the_script_gets_a_receipt_with_undo(client: Client) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting", name="Otto Brandt")
    response = decide(client, comment, "reject", card=True)
    assert response.status_code == 200
    assert b"<html" not in response.content
    receipt = parse(response).xpath("//article")[0]
    assert receipt.get("class") == "desk-receipt"
    assert receipt.get("id") == f"comment-{comment.pk}"
    assert receipt.get("data-comment") == str(comment.pk)
    assert receipt.get("data-revision") == str(fresh(comment).revision)
    for words in ("rejected", "Otto Brandt", "30 seconds"):
        assert words in text(receipt)
    mine = parse(client.get(f"{DESK}?pile=mine")).xpath("//*[@class='desk-receipt']")[0]
    for words in ("rejected", "Otto Brandt", "mona"):
        assert words in text(mine)
    button = receipt.xpath(".//button[@data-act='undo']")[0]
    form = button.getparent()
    assert form.fields["revision"] == str(fresh(comment).revision)
    undone = decide(client, comment, button.get("value"), card=True)
    assert parse(undone).xpath("//article")[0].get("class").startswith("desk-card")
    assert fresh(comment).status == "waiting"


def test_a_reason_is_kept_and_told_only_when_asked(client: Client) -> None:
    make_moderator(client)
    reason = Reason.objects.get(position=3)
    for tell, told in (("", ""), ("on", reason.message)):
        comment = make_comment(status="waiting")
        decide(client, comment, "reject", reason=reason.pk, tell=tell)
        decision = Decision.objects.get(comment=comment)
        assert (decision.reason, decision.message) == (reason.title, told)


def test_own_words_are_told_after_those_of_the_reason(client: Client) -> None:
    make_moderator(client)
    reason, comment = Reason.objects.get(position=1), make_comment(status="waiting")
    decide(client, comment, "reject", reason=reason.pk, tell="on", message=" No\x00 names. ")
    assert Decision.objects.get().message == f"{reason.message}\n\nNo names."


@pytest.mark.parametrize("reason", ["0", "x", "-1", "9" * 30, "²"])
def test_a_reason_that_is_none_rejects_nothing(client: Client, reason: str) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting")
    response = decide(client, comment, "reject", reason=reason)
    assert response.status_code == 422
    assert "not offered any more" in sentences(response)
    assert fresh(comment).status == "waiting"


def test_a_reason_that_is_offered_no_more_rejects_nothing(client: Client) -> None:
    make_moderator(client)
    Reason.objects.filter(position=2).update(is_offered=False)
    comment = make_comment(status="waiting")
    gone = Reason.objects.get(position=2).pk
    assert decide(client, comment, "reject", reason=gone, card=True).status_code == 422
    assert fresh(comment).status == "waiting"


def test_keeping_is_done_with_the_reports(client: Client) -> None:
    mona = make_moderator(client)
    comment = make_comment(status="published")
    report(Client(), comment)
    decide(client, comment, "keep")
    assert comment.reports.get().handled_by == mona
    assert fresh(comment).vetted


def test_a_withdrawn_reply_says_so(client: Client) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting")
    Comment.objects.get().withdraw()
    for verb in ("approve", "undo", "defer"):
        response = decide(client, comment, verb, card=True, until="hour")
        assert response.status_code == 200
        assert "has taken this reply back" in text(parse(response))
        assert not parse(response).xpath("//button")
    assert fresh(comment).status == "withdrawn"


def test_the_same_decision_twice_is_one(client: Client) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting")
    decide(client, comment, "reject")
    response = decide(client, comment, "reject", card=True)
    assert "was rejected already" in text(parse(response))
    assert Decision.objects.count() == 1


def test_the_labels_say_what_was_done() -> None:
    mona, comment = make_user("mona"), make_comment(status="waiting", body="One two three.")
    comment.defer(until=timezone.now() + timedelta(days=1), by=mona)
    comment.escalate(to="legal", by=mona)
    comment.ask_to_revise(by=mona, message="Please.")
    comment.redact("One three.", by=mona)
    comment.approve(by=mona)
    comment.pick(by=mona)
    comment.unpick(by=mona)
    labels = [row.get_after_label() for row in Decision.objects.order_by("pk")]
    assert labels == [
        *("put off", "left to somebody else", "sent back to its writer", "edited by a moderator"),
        *("published", "editor's pick", "no editor's pick any more"),
    ]


@pytest.mark.parametrize("path", ["", "redact/", "note/"])
@pytest.mark.parametrize("groups", [(), ("Reporter",)], ids=["none", "reporter"])
def test_who_may_not_decide_is_refused(client: Client, groups: tuple[str], path: str) -> None:
    comment = make_comment(status="waiting")
    assert client.post(f"{DESK}{comment.pk}/{path}").status_code == 302
    client.force_login(make_user("rob", *groups))
    assert client.post(f"{DESK}{comment.pk}/{path}", {"verb": "approve"}).status_code == 403
    assert fresh(comment).status == "waiting"


def test_an_unknown_reply_is_not_found(client: Client) -> None:
    make_moderator(client)
    for path in ("", "redact/", "note/"):
        assert client.post(f"{DESK}999/{path}", {"verb": "approve"}).status_code == 404
