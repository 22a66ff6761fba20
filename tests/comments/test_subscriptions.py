"""Mails that a reader asked for: proven addresses alone, a link that a person has to follow."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments import vault
from comments.models import Claim, Comment, Subscription, retention
from tests.factories import make_article, make_user

from .owning import READER, act, ask, confirm, known, link, make_asked, make_own, mine, post, work
from .posting import BROWSER, parse, text

pytestmark = pytest.mark.django_db

SAID = "If this address has not been confirmed yet, it gets one message with a link."
OWNER = "o" * 22  # the browser of the person to whom the address belongs


def test_an_address_is_asked_before_anything_is_mailed_to_it() -> None:
    own = make_own(email="Nadia@example.com")
    response = act(known(), own, "mail", answers="on", decision="on")
    assert response["Location"] == f"{mine(own)}?done=mail"
    assert not mail.outbox
    (message,) = post()
    assert message.to == ["Nadia@example.com"]
    Comment.objects.get().approve(by=make_user("mona"))
    assert post() == []


def test_no_mails_are_asked_for_about_a_reply_that_is_gone() -> None:
    own = make_own(email="nadia@example.com")
    own.withdraw()
    assert act(known(), own, "mail", answers="on").status_code == 403
    assert post() == []
    assert not Subscription.objects.exists()


def test_a_link_that_is_looked_at_confirms_nothing() -> None:
    ask(make_own())
    (message,) = post()
    scanner = Client()
    for method in (scanner.get, scanner.head, scanner.get):
        response = method(link(message, "confirm"))
        assert response.status_code == 200
        assert not response.cookies
    assert Subscription.objects.get().confirmed_at is None
    assert Claim.objects.get().confirmed_at is None
    page = text(parse(scanner.get(link(message, "confirm"))))
    assert "mails this address about a reply under “Harbour reopens”" in page


def test_the_button_confirms_and_pressing_it_twice_is_harmless() -> None:
    ask(make_own(), answers="on")
    (message,) = post()
    for _ in range(2):
        response = known().post(link(message, "confirm"), headers=BROWSER, follow=True)
        assert response.status_code == 200
        assert "Your address is confirmed" in text(parse(response))
    row = Subscription.objects.get()
    assert row.is_active
    assert (row.answers, row.decision) == (True, False)


def test_the_browser_that_confirms_gets_the_proof_and_a_cookie() -> None:
    ask(make_own())
    (message,) = post()
    client = Client()
    response = confirm(message, client)
    assert response.status_code == 303
    cookie = response.cookies["byline_reader"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/", True, "Lax")
    assert Claim.objects.get().reader == vault.digest(cookie.value)


def test_the_browser_that_sent_the_reply_gains_nothing_when_the_owner_confirms() -> None:
    own = make_own(email="victim@example.com")
    ask(own)
    (message,) = post()
    confirm(message, known(OWNER))
    sender = vault.digest(READER)
    assert Claim.objects.same_person(sender) == {sender}
    assert Claim.objects.same_person(vault.digest(OWNER)) == {vault.digest(OWNER)}
    another = make_own(email="victim@example.com", body="Again")
    ask(another)
    assert Subscription.objects.get(comment=another).confirmed_at is None


def test_a_browser_that_has_proven_an_address_is_not_asked_again() -> None:
    make_asked()
    second = make_own(body="Second")
    ask(second)
    assert post() == []
    assert Subscription.objects.get(comment=second).is_active


def test_a_browser_that_has_proven_one_address_is_asked_about_another() -> None:
    make_asked()
    second = make_own(body="Second", email="other@example.com")
    ask(second)
    assert [message.to for message in post()] == [["other@example.com"]]


def test_one_answer_confirms_what_the_same_browser_asked_for_with_the_same_address() -> None:
    first, second = make_own(), make_own(body="Second")
    elsewhere = make_own(body="Third", reader="c" * 22)
    for row in (first, second, elsewhere):
        ask(row)
    (message,) = post()
    confirm(message)
    assert set(
        Subscription.objects.exclude(confirmed_at=None).values_list("comment", flat=True)
    ) == {
        first.pk,
        second.pk,
    }


@pytest.mark.parametrize("reader", [READER, "c" * 22, ""], ids=["same", "another", "none"])
def test_an_address_gets_one_question_a_day_whoever_asks(reader: str) -> None:
    with time_machine.travel("2026-03-14 12:00Z", tick=False) as clock:
        ask(make_own(email="victim@example.com"))
        assert len(post()) == 1
        article = make_article("Another story")
        again = make_own(article=article, email="VICTIM@example.com", reader=reader)
        for _ in range(3):
            assert ask(again, Client()).status_code == 303
        clock.shift(timedelta(hours=23, minutes=50))
        ask(again, Client())
        assert post() == []
        clock.shift(timedelta(minutes=11))
        ask(again, Client())
        assert len(post()) == 1


def test_the_page_says_the_same_whether_a_question_was_mailed_or_not() -> None:
    answers = []
    for body in ("One", "Two"):
        own = make_own(body=body, email="victim@example.com")
        response = act(known(), own, "mail", answers="on", follow=True)
        page = known().get(response["Location"])
        answers.append((response.status_code, SAID in text(parse(page))))
        post()
    assert answers == [(303, True)] * 2
    assert len(mail.outbox) == 1


def test_wishes_are_shown_as_they_were_saved() -> None:
    own = make_own()
    ask(own, decision="on")
    page = parse(known().get(mine(own)))
    assert page.xpath("//input[@type='checkbox'][@checked]/@name") == ["decision"]


def test_the_mails_outlive_the_address_of_the_reply() -> None:
    own = make_asked()
    retention.forget(timezone.now() + timedelta(days=1))
    ask(own, answers="on", decision="on")
    Comment.objects.get().approve(by=make_user("mona"))
    assert [message.to for message in post()] == [["nadia@example.com"]]


def test_an_address_that_was_erased_cannot_be_mailed_and_the_page_says_so() -> None:
    own = make_own()
    retention.forget(timezone.now() + timedelta(days=1))
    page = parse(known().get(mine(own)))
    assert "The address that you gave has been erased" in text(page)
    assert not page.xpath("//input[@type='checkbox']")
    response = ask(own)
    assert response.status_code == 403
    assert "There is no address" in text(parse(response))
    assert not Subscription.objects.exists()


def test_a_network_that_asks_too_often_waits() -> None:
    own = make_own()
    for _ in range(6):
        assert ask(own).status_code == 303
    response = ask(own)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert act(known(), own, "mail").status_code == 303  # who wants an end to it gets it


@pytest.mark.parametrize("token", ["x", "1", "1:2:3", "é", "a" * 2000])
@pytest.mark.parametrize("page", ["confirm", "unsubscribe"])
def test_a_broken_link_gets_a_page_that_says_so(client: Client, page: str, token: str) -> None:
    for method in (client.get, client.post):
        response = method(f"/comments/{page}/{token}/", headers=BROWSER)
        assert response.status_code == 404
        assert "This link is not complete" in text(parse(response))
        assert response["Cache-Control"] == "private, no-store"


def test_a_link_works_for_seven_days(client: Client) -> None:
    with time_machine.travel("2026-03-14 12:00Z", tick=False) as clock:
        ask(make_own())
        (message,) = post()
        clock.shift(timedelta(days=6, hours=23))
        assert client.get(link(message, "confirm")).status_code == 200
        clock.shift(timedelta(hours=2))
        for method in (client.get, client.post):
            response = method(link(message, "confirm"), headers=BROWSER)
            assert response.status_code == 410
            assert "This link is too old" in text(parse(response))
    assert Subscription.objects.get().confirmed_at is None


def test_another_site_cannot_confirm(client: Client) -> None:
    ask(make_own())
    (message,) = post()
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "http://evil"}
    assert client.post(link(message, "confirm"), headers=headers).status_code == 403
    assert Subscription.objects.get().confirmed_at is None


def test_these_pages_need_no_token_but_their_own() -> None:
    """Their forms hold none, so Django's check would refuse every reader."""
    own, strict = make_own(), Client(enforce_csrf_checks=True)
    strict.force_login(make_user("ada", "Editor"))
    assert ask(own, strict).status_code == 303
    (message,) = post()
    assert confirm(message, strict).status_code == 303
    assert Subscription.objects.get().is_active


def test_two_workers_with_two_questions_mail_one() -> None:
    for body in ("One", "Two"):
        ask(make_own(body=body, email="victim@example.com"))
    assert sorted(work()) == [False, True]
