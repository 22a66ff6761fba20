"""What the writer of a reply hears of a decision, and what others make of the new verbs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Decision, Reason, Report, Subscription
from comments.models.waits import LEAST, typical_wait
from comments.tasks import send_decision, send_request
from tests.factories import make_comment, make_user

from .deciding import decide, fresh, make_moderator
from .owning import make_own, mine
from .posting import BROWSER, parse, report, text

pytestmark = pytest.mark.django_db


def page(own: Comment) -> str:
    return text(parse(Client().get(mine(own))).xpath("//main")[0])


def test_a_rejected_reply_tells_its_writer_why(client: Client) -> None:
    make_moderator(client)
    own = make_own()
    reason = Reason.objects.get(position=1)
    decide(client, own, "reject", reason=reason.pk, tell="on", message="<b>Please.</b>")
    assert "A moderator writes:" in page(own)
    assert reason.message in page(own)
    assert "<b>Please.</b>" in page(own)
    decide(client, own, "undo")
    assert "A moderator writes:" not in page(own)
    assert reason.message not in page(own)


def test_what_is_not_told_stays_at_the_desk(client: Client) -> None:
    make_moderator(client)
    own = make_own()
    decide(client, own, "reject", reason=Reason.objects.get(position=1).pk)
    assert "A moderator writes:" not in page(own)
    assert "Insulting" not in page(own)


def test_who_sends_spam_is_told_nothing() -> None:
    mona, own = make_user("mona"), make_own()
    fresh(own).ask_to_revise(by=mona, message="Secret words")
    fresh(own).mark_spam(by=mona, message="Secret words")
    assert "Secret words" not in page(own)


def test_a_writer_who_is_asked_finds_the_form_and_hears_no_more_of_it_after_an_edit(
    client: Client,
) -> None:
    make_moderator(client)
    own = make_own()
    decide(client, own, "ask", message="Please leave the name out.")
    assert "A moderator asks you to change your text." in page(own)
    assert "Please leave the name out." in page(own)
    put_off = fresh(own).due_at
    values = {"act": "edit", "body": "Without the name, then."}
    assert client.post(mine(own), values, headers=BROWSER).status_code == 303
    assert "Please leave the name out." not in page(own)
    assert fresh(own).due_at < timezone.now() < put_off


def test_a_later_deferral_does_not_hide_the_question() -> None:
    mona, own = make_user("mona"), make_own()
    fresh(own).ask_to_revise(by=mona, message="Please.")
    fresh(own).defer(until=timezone.now() + timedelta(days=2), by=mona, reason="hidden note")
    assert "A moderator asks you to change your text." in page(own)
    assert "hidden note" not in page(own)


def test_a_refused_edit_is_told_with_its_reason_also_after_a_pick() -> None:
    mona, own = make_user("mona"), make_own("published")
    fresh(own).edit("Something new.")
    fresh(own).reject(by=mona, message="That is too much.")
    fresh(own).pick(by=mona)
    assert "Your new text was not taken" in page(own)
    assert "That is too much." in page(own)


def test_the_page_says_since_when_whatever_was_marked_later() -> None:
    mona, own = make_user("mona"), make_own()
    rejected = fresh(own).reject(by=mona)
    assert rejected is not None
    fresh(own).redact("Well.", by=mona)
    from comments.views.mine import since

    assert since(fresh(own)) == rejected.decided_at


def subscribe(own: Comment) -> Subscription:
    row = Subscription.objects.ask(own, answers=False, decision=True)
    Subscription.objects.filter(pk=row.pk).update(confirmed_at=timezone.now())
    return row


def test_the_mail_about_a_rejection_says_why() -> None:
    mona, own = make_user("mona"), make_own(body="My own words")
    row = subscribe(own)
    decision = fresh(own).reject(by=mona, message="No <names>.")
    assert decision is not None
    assert send_decision.call(row.pk, decision.pk)
    sent: Any = mail.outbox[0]
    assert "No <names>." in sent.body
    assert "No &lt;names&gt;." in sent.alternatives[0].content
    assert "My own words" not in sent.body


def test_who_is_asked_for_another_text_gets_a_mail_if_that_still_stands() -> None:
    mona, own = make_user("mona"), make_own(body="My own words")
    row = subscribe(own)
    decision = fresh(own).ask_to_revise(by=mona, message="Please leave the name out.")
    assert decision is not None
    assert send_request.call(row.pk, decision.pk)
    sent: Any = mail.outbox[0]
    assert "Please change your reply under" in sent.subject
    for part in (sent.body, sent.alternatives[0].content):
        assert "Please leave the name out." in part
        assert own.article.get_absolute_url() in part
        assert "My own words" not in part
    fresh(own).undo(by=mona)
    assert not send_request.call(row.pk, decision.pk)
    again = fresh(own).ask_to_revise(by=mona, message="Please.")
    assert again is not None
    fresh(own).edit("Another text.")
    assert not send_request.call(row.pk, again.pk)
    assert not send_request.call(row.pk + 9, again.pk)
    assert len(mail.outbox) == 1


def test_asking_queues_the_mail_for_after_the_undo_window() -> None:
    from django_tasks_db.models import DBTaskResult

    mona, own = make_user("mona"), make_own()
    subscribe(own)
    DBTaskResult.objects.all().delete()
    fresh(own).ask_to_revise(by=mona, message="Please.")
    queued = DBTaskResult.objects.get()
    assert queued.task_path == "comments.tasks.send_request"
    assert queued.run_after > timezone.now() + timedelta(seconds=25)


@pytest.mark.parametrize("undone", [False, True])
def test_putting_aside_handles_no_reports(undone: bool) -> None:
    mona, comment = make_user("mona"), make_comment(status="published")
    report(Client(), comment)
    fresh(comment).pick(by=mona)
    if undone:
        fresh(comment).undo(by=mona)
    assert Report.objects.unhandled().count() == 1
    fresh(comment).remove(by=mona)
    assert Report.objects.unhandled().count() == 0


@pytest.mark.parametrize("undone", [False, True])
def test_putting_spam_aside_does_not_call_it_spam(undone: bool) -> None:
    """What the machine filed, an edit brings back; what a person called spam, none does."""
    mona, comment = make_user("mona"), make_comment(status="waiting")
    fresh(comment).mark_spam(by=None)
    fresh(comment).defer(until=timezone.now() + timedelta(days=1), by=mona)
    if undone:
        fresh(comment).undo(by=mona)
    fresh(comment).edit("A decent text, really.")
    assert fresh(comment).status == "waiting"


def test_putting_aside_is_no_end_of_the_wait() -> None:
    mona = make_user("mona")
    for number in range(LEAST):
        comment = make_comment(status="waiting", body=f"Number {number}")
        fresh(comment).defer(until=timezone.now() + timedelta(days=1), by=mona)
        fresh(comment).escalate(to="editor", by=mona)
    assert typical_wait() is None
    for comment in Comment.objects.all():
        comment.approve(by=mona)
    assert typical_wait() is not None


def test_marks_stand_in_the_thread_and_go_with_undo(client: Client) -> None:
    mona, comment = make_user("mona"), make_comment(status="published", body="First two three.")
    address = comment.article.get_absolute_url()
    fresh(comment).redact("First three.", by=mona)
    fresh(comment).pick(by=mona)
    element = parse(client.get(address)).xpath(f"//*[@id='comment-{comment.pk}']")[0]
    assert "edited by a moderator" in text(element)
    assert element.xpath(".//span[@class='badge']/text()") == ["Editor’s pick"]
    assert "two" not in text(element)
    for _ in range(2):
        fresh(comment).undo(by=mona)
    element = parse(client.get(address)).xpath(f"//*[@id='comment-{comment.pk}']")[0]
    assert "edited by a moderator" not in text(element)
    assert not element.xpath(".//span[@class='badge']")
    assert Decision.objects.filter(comment=comment).count() == 5
