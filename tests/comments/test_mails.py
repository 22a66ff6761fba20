"""The mails themselves: to whom, when, what stands in them, and what a bad mail server costs."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from lxml import html

from cms.mail import _say_so_once
from comments import vault
from comments.models import Comment, Discussion, Subscription
from comments.tasks import send_answer, send_decision
from tests.factories import make_article, make_comment, make_user

from .owning import READER, act, known, link, make_own, post, work
from .posting import send

pytestmark = pytest.mark.django_db

ADDRESS = "Nadia.Fell+paper@Example.com"


@pytest.fixture
def mona() -> Any:
    return make_user("mona")


def make_subscribed(status: str = "waiting", **fields: Any) -> Comment:
    """A reply whose writer is told of everything."""
    own = make_own(status, **({"email": ADDRESS} | fields))
    wishes = {"answers": True, "decision": True}
    Subscription.objects.ask(own, **wishes, reader=vault.digest(READER))
    Subscription.objects.filter(comment=own).update(confirmed_at=timezone.now())
    DBTaskResult.objects.all().delete()
    return own


def parts(message: Any) -> tuple[str, str]:
    """Plain text and HTML."""
    (rich,) = message.alternatives
    assert rich.mimetype == "text/html"
    return message.body, rich.content


def test_the_decision_is_told_in_text_and_html(mona: Any) -> None:
    make_subscribed().approve(by=mona)
    (message,) = post()
    assert message.to == [ADDRESS]
    assert message.subject == "Your reply under “Harbour reopens” is published"
    number = Comment.objects.get().pk
    for part in parts(message):
        assert "Your reply under “Harbour reopens” is published." in part
        assert f"http://127.0.0.1:8000/comments/{number}/" in part
        assert "http://127.0.0.1:8000/comments/unsubscribe/" in part
    assert parse_mail(message).xpath("//html/@lang") == ["en-gb"]


def parse_mail(message: Any) -> Any:
    return html.document_fromstring(parts(message)[1])


def test_a_rejection_is_told_without_the_moderators_reason(mona: Any) -> None:
    make_subscribed().reject(by=mona, reason="Rude, and from a known troll")
    (message,) = post()
    assert message.subject == "Your reply under “Harbour reopens” was not published"
    assert "decided not to publish it" in message.body
    assert "troll" not in str(message.message())


@pytest.mark.parametrize("verb", ["mark_spam", "hold", "remove"])
def test_other_decisions_are_not_told(mona: Any, verb: str) -> None:
    own = make_subscribed("published" if verb != "mark_spam" else "waiting")
    if verb == "hold":
        own.hold(reason="reports")
    else:
        getattr(own, verb)(by=mona)
    assert post() == []


def test_nothing_leaves_while_the_decision_can_be_a_slip(mona: Any) -> None:
    make_subscribed().approve(by=mona)
    assert post(later=timedelta(seconds=29)) == []
    assert len(post(later=timedelta(seconds=31))) == 1


def test_a_decision_taken_back_is_not_told(mona: Any) -> None:
    own = make_subscribed()
    own.approve(by=mona)
    own.undo(by=mona)
    assert post() == []


def test_of_two_decisions_the_one_that_stands_is_told(mona: Any) -> None:
    own = make_subscribed()
    own.reject(by=mona)
    own.approve(by=mona)
    assert [message.subject.split()[-1] for message in post()] == ["published"]
    own.remove(by=mona)
    own.approve(by=mona)
    assert post() == []  # that it is published was told before


def test_who_wants_only_answers_is_not_told_the_decision(mona: Any) -> None:
    own = make_subscribed()
    Subscription.objects.update(decision=False)
    own.approve(by=mona)
    assert post() == []


def test_an_unproven_address_gets_nothing(mona: Any) -> None:
    own = make_subscribed()
    Subscription.objects.update(confirmed_at=None)
    own.approve(by=mona)
    make_comment(own.article, parent=own, body="An answer")
    assert post() == []


def test_an_answer_is_told_with_its_words(mona: Any) -> None:
    own = make_subscribed("published")
    body = "I disagree: 3 < 4 & *that* is all.\n\nSee https://one.example/"
    reply = make_comment(own.article, parent=own, name="Otto <Brandt>", body=body)
    (message,) = post()
    assert message.subject == "Otto <Brandt> answered your reply under “Harbour reopens”"
    plain, rich = parts(message)
    assert body in plain
    assert "3 &lt; 4 &amp; *that* is all." in rich
    assert "Otto &lt;Brandt&gt;" in rich
    assert f"/comments/{reply.pk}/" in plain
    hrefs = parse_mail(message).xpath("//a/@href")
    assert all(href.startswith("http://127.0.0.1:8000/") for href in hrefs)


def test_an_answer_that_policy_publishes_at_once_is_told(client: Client) -> None:
    Discussion.objects.update(premoderation="nothing")
    own = make_subscribed("published")
    assert send(client, own.article, parent=own.pk).status_code == 303
    assert Comment.objects.latest("pk").status == "published"
    assert len(post()) == 1


def test_an_answer_is_told_once_however_often_it_is_published(mona: Any) -> None:
    own = make_subscribed("published")
    answer = make_comment(own.article, parent=own, body="An answer", status="waiting")
    answer.approve(by=mona)
    assert len(post()) == 1
    answer.remove(by=mona)
    answer.approve(by=mona)
    assert post() == []


def test_an_answer_that_was_taken_away_again_is_not_told(mona: Any) -> None:
    own = make_subscribed("published")
    answer = make_comment(own.article, parent=own, body="An answer")
    answer.remove(by=mona)
    assert post() == []
    answer.approve(by=mona)
    assert len(post()) == 1


def test_going_on_with_the_own_reply_is_not_told() -> None:
    own = make_subscribed("published")
    make_own("published", article=own.article, parent=own, body="And another thing")
    assert post() == []


def test_an_answer_to_somebody_else_is_not_told() -> None:
    own = make_subscribed("published")
    other = make_comment(own.article, body="Another root")
    make_comment(own.article, parent=other, body="An answer to that")
    assert post() == []


def test_a_mail_that_runs_twice_is_sent_once(mona: Any) -> None:
    own = make_subscribed()
    decision = own.approve(by=mona)
    answer = make_comment(own.article, parent=own, body="An answer")
    row = Subscription.objects.get()
    assert decision is not None
    assert [send_decision.call(row.pk, decision.pk) for _ in range(2)] == [True, False]
    assert [send_answer.call(row.pk, answer.pk) for _ in range(2)] == [True, False]


def test_a_mail_about_what_is_gone_is_not_sent() -> None:
    assert send_decision.call(99, 99) is False
    assert send_answer.call(99, 99) is False


def test_the_question_holds_no_word_that_anybody_typed() -> None:
    own = make_own(
        name="Buy Cheapstuff", body="Casino bonus", website="https://cheap.example", email=ADDRESS
    )
    act(known(), own, "mail", answers="on")
    (message,) = post()
    whole = str(message.message()) + "".join(parts(message)) + message.subject
    for typed in ("Buy", "Cheapstuff", "Casino", "bonus", "cheap.example"):
        assert typed not in whole
    assert "Harbour reopens" in message.body
    address = link(message, "confirm")
    assert address in parts(message)[1]
    assert ADDRESS.lower() not in address.lower()


def test_every_mail_says_that_a_machine_wrote_it(mona: Any, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "paper@news.example"
    settings.SITE_URL = "https://news.example"
    own = make_subscribed()
    own.approve(by=mona)
    act(known(), make_own(body="Other", email="o@example.com"), "mail", answers="on")
    messages = post()
    assert len(messages) == 2
    for message in messages:
        assert message.extra_headers["Auto-Submitted"] == "auto-generated"
        assert message.from_email == "paper@news.example"
        assert "https://news.example/comments/" in message.body
        assert "127.0.0.1" not in message.body


def test_a_headline_on_two_lines_stays_one_subject(mona: Any) -> None:
    article = make_article("Harbour\r\nBcc: all@example.com reopens")
    make_subscribed(article=article).approve(by=mona)
    (message,) = post()
    assert "\n" not in message.subject
    assert message.recipients() == [ADDRESS]


def test_mails_are_in_the_language_of_the_site(mona: Any, settings: Any) -> None:
    settings.LANGUAGE_CODE = "ar"
    make_subscribed().approve(by=mona)
    (message,) = post()
    assert parse_mail(message).xpath("//html/@dir") == ["rtl"]


def test_without_a_mail_server_mails_become_files_for_the_owner_alone(
    tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture, mona: Any
) -> None:
    settings.EMAIL_BACKEND = "cms.mail.MailFiles"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    _say_so_once.cache_clear()
    own = make_subscribed()
    own.approve(by=mona)
    own.reject(by=mona)
    work(later=timedelta(minutes=1))
    make_comment(own.article, parent=own, body="An answer", status="waiting").approve(by=mona)
    work(later=timedelta(minutes=1))
    files = list((tmp_path / "mail").iterdir())  # two mails of one second may share a file
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    mails = "".join(file.read_text() for file in files)
    assert mails.count("Message-ID:") == 2
    assert "was not published" in mails
    said = [r.getMessage() for r in caplog.records if "EMAIL_URL is not set" in r.getMessage()]
    assert said == [f"Mails are written to {tmp_path / 'mail'}: EMAIL_URL is not set."]
