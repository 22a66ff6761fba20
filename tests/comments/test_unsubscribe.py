"""The end of the mails: from the mail itself, from the own reply, by the mail provider."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments.models import Claim, Comment, Subscription
from tests.factories import make_user

from .owning import act, ask, confirm, known, link, make_asked, make_own, mine, post
from .posting import parse, text

pytestmark = pytest.mark.django_db

OWNER = "o" * 22  # the browser of the person to whom the address belongs


def test_turning_both_off_ends_the_mails_and_erases_the_address() -> None:
    own = make_asked()
    response = act(known(), own, "mail")
    assert response["Location"].endswith("?done=no-mail")
    row = Subscription.objects.get()
    assert (row.email_sealed, row.email_index, row.is_active) == (None, "", False)
    assert row.ended_at is not None
    Comment.objects.get().approve(by=make_user("mona"))
    assert post() == []
    page = parse(known().get(mine(own)))
    assert not page.xpath("//input[@type='checkbox'][@checked]")


def test_whoever_starts_again_after_the_end_is_asked_anew() -> None:
    own = make_own()
    ask(own)
    (message,) = post()
    confirm(message, known(OWNER))
    act(known(), own, "mail")
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        ask(own)
        assert len(post()) == 1
    assert not Subscription.objects.get().is_active


def test_withdrawing_ends_the_mails() -> None:
    own = make_asked()
    act(known(), own, "withdraw")
    row = Subscription.objects.get()
    assert (row.email_sealed, row.is_active) == (None, False)


def test_a_link_to_what_was_erased_gets_a_page_that_says_so(client: Client) -> None:
    own = make_asked()
    Comment.objects.get().approve(by=make_user("mona"))
    confirming = link(mail.outbox[0], "confirm")
    (message,) = post()
    ending = link(message, "unsubscribe")
    Claim.objects.all().delete()
    Subscription.objects.filter(comment=own).delete()
    assert client.get(confirming).status_code == 410
    response = client.post(ending)
    assert response.status_code == 200
    assert "These mails have ended already" in text(parse(response))


def test_one_link_does_not_stand_in_for_the_other(client: Client) -> None:
    make_asked()
    token = link(mail.outbox[0], "confirm").split("/")[3]
    assert client.post(f"/comments/unsubscribe/{token}/").status_code == 404
    assert Subscription.objects.get().is_active


def test_the_link_at_the_end_of_a_mail_shows_and_its_button_ends(client: Client) -> None:
    make_asked()
    Comment.objects.get().approve(by=make_user("mona"))
    (message,) = post()
    address = link(message, "unsubscribe")
    for method in (client.get, client.head):
        assert method(address).status_code == 200
    assert Subscription.objects.get().is_active
    for _ in range(2):
        response = client.post(address)
        assert response.status_code == 200
        assert "These mails have ended" in text(parse(response))
    row = Subscription.objects.get()
    assert (row.email_sealed, row.email_index, row.is_active) == (None, "", False)


def test_a_mail_provider_ends_it_with_one_click(client: Client) -> None:
    make_asked()
    Comment.objects.get().approve(by=make_user("mona"))
    (message,) = post()
    headers = message.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    strict = Client(enforce_csrf_checks=True)
    elsewhere = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}
    response = strict.post(address, {"List-Unsubscribe": "One-Click"}, headers=elsewhere)
    assert response.status_code == 200
    assert not Subscription.objects.get().is_active
