"""Both sides are told what was decided and why, and neither learns what it should not."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from comments.models import Comment, Notice, Subscription
from tests.factories import make_comment

from .notifying import ADDRESS, FACTS, WHY, decide, login, make_notice, page
from .owning import make_asked, make_own, mine, post, work
from .posting import parse, text

pytestmark = pytest.mark.django_db

REDRESS = ("article 21 of Regulation (EU) 2022/2065", "court")


def main(response: Any) -> str:
    return text(parse(response).xpath("//main")[0])


def everything(message: Any) -> str:
    """A mail as both its forms."""
    return " ".join([message.subject, message.body, *(str(one[0]) for one in message.alternatives)])


def test_the_receipt_leaves_at_once_and_repeats_nobodys_words(client: Client) -> None:
    comment = make_comment(name="Otto Rude", body="Go and hurt him.")
    notice = make_notice(comment, law="Penal code, section 7")
    work()
    (receipt,) = mail.outbox
    assert receipt.to == [ADDRESS]
    assert receipt.extra_headers["Auto-Submitted"] == "auto-generated"
    for words in (WHY, "Penal code", "Hana", "Otto", "hurt", ADDRESS):
        assert words not in everything(receipt)
    assert f"/comments/{comment.pk}/" in receipt.body
    assert f"http://127.0.0.1:8000{page(notice)}" in receipt.body
    assert page(notice) in everything(receipt)


def test_without_an_address_nothing_is_mailed(client: Client) -> None:
    notice = make_notice(email="")
    login(client)
    decide(client, notice, "refuse")
    post()
    assert not mail.outbox


def test_nobody_fills_a_strangers_mailbox() -> None:
    comment = make_comment()
    for _ in range(8):
        make_notice(comment)
    make_notice(comment, email="somebody.else@example.com")
    work()
    assert [message.to[0] for message in mail.outbox].count(ADDRESS) == 5
    assert len(mail.outbox) == 6


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("uphold", ["The reply was taken off the page.", "It is illegal: Penal code", FACTS]),
        ("refuse", ["The content stays where it is.", "an opinion", "within six months"]),
    ],
)
def test_whoever_sent_it_is_told_after_the_time_for_an_undo(
    client: Client, act: str, told: list[str]
) -> None:
    notice = make_notice()
    work()
    login(client)
    decide(client, notice, act)
    work()
    assert len(mail.outbox) == 1  # the receipt
    (statement,) = post()
    assert statement.to == [ADDRESS]
    shown = main(client.get(page(notice)))
    for words in (*told, *REDRESS, "A person decided, without automated means."):
        assert words in " ".join(statement.body.split())
        assert words in shown
    assert "mona" not in everything(statement) + shown  # who decided is not told
    for words in (WHY, "Hana", "hurt him", ADDRESS):
        assert words not in everything(statement)


def test_what_is_reopened_in_time_is_not_told(client: Client) -> None:
    own = make_asked(status="waiting")
    Comment.objects.get().approve(by=None)
    notice = make_notice(Comment.objects.get())
    post()
    login(client)
    decide(client, notice, "uphold")
    decide(client, notice, "reopen")
    assert post() == []
    decide(client, notice, "refuse")
    (statement,) = post()
    assert "The content stays where it is." in statement.body
    assert own.pk == notice.comment_id


def test_the_writer_reads_the_statement_on_the_own_page(client: Client) -> None:
    own = make_own("published")
    notice = make_notice(own)
    login(client)
    decide(client, notice, "uphold", ground="terms", basis="Rule 3")
    shown = main(Client().get(mine(own)))
    told = ["Statement of reasons", "The reply was taken off the page.", FACTS]
    told += ["It breaks the rules of this site: Rule 3", "Everywhere", "without an end"]
    told += ["Somebody notified us of it under article 16", *REDRESS]
    for words in told:
        assert words in shown
    for words in (WHY, "Hana", "Sender", ADDRESS, "mona", f"Notice {notice.pk}"):
        assert words not in shown


def test_the_writer_is_mailed_one_statement_if_the_address_is_proven(client: Client) -> None:
    make_asked(status="waiting")
    notice = make_notice(Comment.objects.get())
    post()
    login(client)
    decide(client, notice, "uphold")
    mails = post()
    to_writer = [message for message in mails if message.to != [ADDRESS]]
    (statement,) = to_writer  # in the place of the usual mail about a rejection
    assert "The reply is not published." in statement.body
    assert FACTS in statement.body
    assert "List-Unsubscribe" in statement.extra_headers
    for words in (WHY, "Hana", ADDRESS, page(notice), "mona"):
        assert words not in everything(statement)
    (link,) = [word for word in statement.body.split() if "/comments/objection/" in word]
    shown = Client().get(link.removeprefix("http://127.0.0.1:8000"))
    assert shown.status_code == 200
    assert FACTS in main(shown)


@pytest.mark.parametrize("state", ["never asked", "not confirmed", "ended"])
def test_no_mail_goes_to_an_address_that_has_not_proven_itself(client: Client, state: str) -> None:
    if state == "ended":
        make_asked(status="published")
        Subscription.objects.get().end()
    else:
        own = make_own("published")
        if state == "not confirmed":
            Subscription.objects.create(
                comment=own, email_sealed=own.email_sealed, answers=True, decision=True
            )
    notice = make_notice(Comment.objects.get())
    login(client)
    decide(client, notice, "uphold")
    post()
    told = {message.to[0] for message in mail.outbox if FACTS in message.body}
    assert told == {ADDRESS}


def test_a_refusal_is_not_told_to_the_writer(client: Client) -> None:
    own = make_own("published")
    notice = make_notice(own)
    login(client)
    decide(client, notice, "refuse")
    shown = main(Client().get(mine(own)))
    assert "Statement of reasons" not in shown
    assert "notified" not in shown


def test_rules_that_had_seen_the_reply_are_said(client: Client) -> None:
    own = make_own("published", body="Call +44 20 7946 0958 and hurt him.")
    notice = make_notice(own)
    login(client)
    decide(client, notice, "uphold")
    assert "Automatic rules had pointed the reply out" in main(Client().get(mine(own)))
    plain = make_own("published", reader="c" * 22, body="Go and hurt him.")
    other = make_notice(plain)
    decide(client, other, "uphold")
    assert "No automatic rule had pointed it out." in main(Client().get(mine(plain)))


def test_the_page_tells_an_undecided_notice_nothing_but_the_day(client: Client) -> None:
    notice = make_notice()
    login(client)
    decide(client, notice, "examine")
    shown = main(Client().get(page(notice)))
    assert "A moderator examines your notice." in shown
    assert "Statement of reasons" not in shown
    assert Notice.objects.get().state == "examined"
