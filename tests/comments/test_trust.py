"""Whose replies are published at once: what a browser proves, and what an address does not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from comments import vault
from comments.models import Claim, Comment, Discussion, retention
from tests.factories import make_article, make_comment, make_user

from .posting import send

pytestmark = pytest.mark.django_db

ELSEWHERE = "198.51.100.7"


@pytest.fixture(autouse=True)
def _newcomers_wait(db: None, settings: Any) -> None:
    settings.RATE_LIMITS = False
    Discussion.objects.update(premoderation="newcomers")


@pytest.fixture
def mona() -> User:
    return make_user("mona")


def leave(client: Client, body: str, **fields: Any) -> Comment:
    """A reply under an article of its own, as it is stored."""
    assert send(client, make_article(body[:40]), body=body, **fields).status_code == 303
    return Comment.objects.latest("pk")


def reader_of(client: Client) -> str:
    return vault.digest(client.cookies["byline_reader"].value)


def make_trusted(client: Client, mona: User) -> Comment:
    comment = leave(client, "My first words here.")
    comment.approve(by=mona)
    return comment


def test_a_newcomer_waits_and_who_was_approved_is_published(client: Client, mona: User) -> None:
    assert make_trusted(client, mona).decisions.get().before == "waiting"
    second = leave(client, "And my second ones.")
    assert second.status == "published"
    decision = second.decisions.get()
    assert (decision.by, decision.reason) == (None, "known_reader")


@pytest.mark.parametrize("verb", ["reject", "mark_spam", "remove"])
def test_who_was_rejected_lately_waits_in_spite_of_an_approval(
    client: Client, mona: User, verb: str
) -> None:
    make_trusted(client, mona)
    getattr(leave(client, "Something rude."), verb)(by=mona)
    assert leave(client, "Something kind.").status == "waiting"


@pytest.mark.parametrize(("days", "status"), [(29, "waiting"), (31, "published")])
def test_a_rejection_is_forgotten_after_thirty_days(
    client: Client, mona: User, days: int, status: str
) -> None:
    make_trusted(client, mona)
    rude = leave(client, "Something rude.")
    rude.reject(by=mona)
    sent = timezone.now() - timedelta(days=days)
    Comment.objects.filter(pk=rude.pk).update(submitted_at=sent)
    assert leave(client, "Something kind.").status == status


def test_what_a_machine_published_earns_no_trust(client: Client) -> None:
    leave(client, "My first words here.").approve(by=None)
    assert leave(client, "And my second ones.").status == "waiting"


def test_an_approval_that_was_undone_earns_no_trust(client: Client, mona: User) -> None:
    make_trusted(client, mona).undo(by=mona)
    assert leave(client, "And my second ones.").status == "waiting"


def test_a_rule_that_objects_holds_back_trusted_readers_too(client: Client, mona: User) -> None:
    make_trusted(client, mona)
    Discussion.objects.update(held_words="casino")
    assert leave(client, "A casino at the harbour?").status == "waiting"


def test_the_typed_address_and_name_of_a_trusted_reader_give_nothing(
    client: Client, mona: User
) -> None:
    make_trusted(client, mona)
    for other in (Client(), Client(REMOTE_ADDR=ELSEWHERE)):
        comment = leave(other, f"Here I am again, {id(other)}.")
        assert comment.status == "waiting"
        assert not comment.signals.filter(code="known_reader").exists()


@pytest.mark.parametrize("forge", ["digest", "invented", "other", "empty"])
def test_a_forged_cookie_gives_nothing(client: Client, mona: User, forge: str) -> None:
    trusted = make_trusted(client, mona)
    values = {"digest": trusted.reader, "invented": "A" * 22, "other": "", "empty": ""}
    other = Client()
    if forge == "other":
        leave(other, "A browser of my own.")
    else:
        other.cookies["byline_reader"] = values[forge]
    assert leave(other, "Please publish me.").status == "waiting"


# --- Proven addresses ---------------------------------------------------------------------------


def make_claim(comment: Comment, reader: str, *, confirmed: bool) -> Claim:
    """A link was mailed about this reply; the browser `reader` has answered it or not yet."""
    moment = timezone.now() if confirmed else None
    return Claim.objects.create(
        comment=comment, email_index=comment.email_index, reader=reader, confirmed_at=moment
    )


@pytest.mark.parametrize(("confirmed", "status"), [(True, "published"), (False, "waiting")])
def test_two_browsers_that_proved_one_address_are_one_person(
    client: Client, mona: User, confirmed: bool, status: str
) -> None:
    phone = Client(REMOTE_ADDR=ELSEWHERE)
    at_desk = make_trusted(client, mona)
    on_phone = leave(phone, "From my telephone.")
    make_claim(at_desk, reader_of(client), confirmed=True)
    make_claim(on_phone, reader_of(phone), confirmed=confirmed)
    both = {reader_of(client), reader_of(phone)}
    assert (Claim.objects.same_person(reader_of(phone)) == both) is confirmed
    assert leave(phone, "Once more from my telephone.").status == status


def test_who_had_a_link_mailed_to_a_trusted_address_proves_nothing(
    client: Client, mona: User
) -> None:
    """The owner answers it, even by mistake: that links the owner's own browser only."""
    trusted, attacker = make_trusted(client, mona), Client(REMOTE_ADDR=ELSEWHERE)
    make_claim(trusted, reader_of(client), confirmed=True)
    bait = leave(attacker, "With somebody else's address.")
    make_claim(bait, reader_of(client), confirmed=True)
    assert Claim.objects.same_person(reader_of(attacker)) == {reader_of(attacker)}
    assert leave(attacker, "Publish me now.").status == "waiting"


def test_browsers_that_proved_different_addresses_stay_two(client: Client, mona: User) -> None:
    phone = Client(REMOTE_ADDR=ELSEWHERE)
    make_claim(make_trusted(client, mona), reader_of(client), confirmed=True)
    other = leave(phone, "I am somebody else.", email="otto@example.com")
    make_claim(other, reader_of(phone), confirmed=True)
    assert leave(phone, "And still am.").status == "waiting"


def test_claims_whose_address_was_erased_join_nobody(client: Client, mona: User) -> None:
    phone = Client(REMOTE_ADDR=ELSEWHERE)
    make_claim(make_trusted(client, mona), reader_of(client), confirmed=True)
    make_claim(leave(phone, "From my telephone."), reader_of(phone), confirmed=True)
    Claim.objects.update(email_index="")
    assert leave(phone, "Once more from my telephone.").status == "waiting"


# --- The other two policies ---------------------------------------------------------------------


def test_where_nothing_waits_a_newcomer_is_published_unless_a_rule_objects(client: Client) -> None:
    Discussion.objects.update(premoderation="nothing", held_words="casino")
    assert leave(client, "My first words here.").status == "published"
    assert leave(client, "A casino at the harbour?").status == "waiting"


def test_where_everything_waits_trusted_readers_wait_too(client: Client, mona: User) -> None:
    make_trusted(client, mona)
    Discussion.objects.update(premoderation="everything")
    comment = leave(client, "And my second ones.")
    assert comment.status == "waiting"
    assert comment.signals.filter(code="known_reader").exists()


def test_a_reply_that_was_erased_of_its_person_still_proves_its_browser(
    client: Client, mona: User
) -> None:
    make_trusted(client, mona)
    retention.forget(timezone.now())
    assert leave(client, "And my second ones.").status == "published"


def test_the_newsrooms_own_name_is_nobodys(client: Client, mona: User, settings: Any) -> None:
    make_trusted(client, mona)
    comment = leave(client, "We apologise.", name=settings.SITE_NAME)
    assert comment.status == "waiting"
    assert make_comment(name="Otto Brandt").signals.filter(code="impersonation").count() == 0
    assert comment.signals.filter(code="impersonation").exists()
