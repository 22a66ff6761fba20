"""What readers have reported and what writers have changed, at the moderators' desk."""

from __future__ import annotations

import pytest
from django.test import Client

from comments.models import Comment, Report
from tests.factories import make_comment, make_user

from .posting import parse, reply, report, text

pytestmark = pytest.mark.django_db

DESK = "/moderation/"
REPORTED = f"{DESK}?pile=reported"


def decide(client: Client, comment: Comment, verb: str, revision: int | None = None) -> str:
    fields = {"verb": verb, "revision": revision or Comment.objects.get(pk=comment.pk).revision}
    return text(parse(client.post(f"{DESK}{comment.pk}/", fields, follow=True)))


def at_the_desk() -> Client:
    client = Client()
    client.force_login(make_user("otto", "Moderator"))
    return client


def test_moderators_see_what_was_reported_and_why(client: Client) -> None:
    comment, other = make_comment(body="Rude words"), make_comment(body="Nobody minds")
    report(client, comment, reason="abuse")
    report(client, comment, reason="hate", text="It is about <me>", network=2)
    page = parse(at_the_desk().get(REPORTED))
    card = reply(page, comment.pk)
    for words in ("Rude words", "It attacks or insults somebody", "It is about <me>"):
        assert words in text(card)
    assert {"keep", "remove", "mark_spam"} <= set(card.xpath(".//*[@name='verb']/@value"))
    assert not page.xpath(f"//*[@id='comment-{other.pk}']")


@pytest.mark.parametrize("vetted", [True, False])
def test_keeping_a_reported_reply_settles_its_reports(client: Client, vetted: bool) -> None:
    comment = make_comment(status="waiting")
    comment.approve(by=make_user("mona") if vetted else None)
    report(client, comment)
    desk = at_the_desk()
    assert "stays published" in decide(desk, comment, "keep")
    assert not parse(desk.get(REPORTED)).xpath(f"//*[@id='comment-{comment.pk}']")
    row = Report.objects.get()
    assert row.handled_by is not None
    assert Comment.objects.get().vetted
    report(client, comment, network=2)  # a new one is looked at anew
    assert parse(desk.get(REPORTED)).xpath(f"//*[@id='comment-{comment.pk}']")


def test_removing_a_reported_reply_settles_its_reports(client: Client) -> None:
    comment, desk = make_comment(), at_the_desk()
    report(client, comment)
    decide(desk, comment, "remove")
    assert Comment.objects.get().status == "removed"
    assert not Report.objects.unhandled().exists()


def test_a_stale_card_keeps_nothing(client: Client) -> None:
    comment, desk = make_comment(), at_the_desk()
    report(client, comment)
    assert "nothing was changed" in decide(desk, comment, "keep", revision=99)
    assert Report.objects.unhandled().exists()


def test_what_does_not_stand_there_any_more_is_not_kept() -> None:
    comment, desk = make_comment(status="waiting"), at_the_desk()
    assert "nothing was changed" in decide(desk, comment, "keep")
    assert Comment.objects.get().status == "waiting"


def test_the_desk_shows_a_proposed_text_beneath_the_one_that_readers_see(client: Client) -> None:
    comment, desk = make_comment(body="Old words"), at_the_desk()
    Comment.objects.get().edit("New words")
    report(client, comment)
    card = reply(parse(desk.get(DESK)), comment.pk)  # one card, though it is reported as well
    assert text(card).index("Old words") < text(card).index("New words")
    assert "It attacks or insults somebody" in text(card)
    decide(desk, comment, "reject")
    row = Comment.objects.get()
    assert (row.status, row.body, row.proposed) == ("published", "Old words", None)


def test_taking_an_edit_publishes_it() -> None:
    comment, desk = make_comment(body="Old words"), at_the_desk()
    Comment.objects.get().edit("New words")
    decide(desk, comment, "approve")
    row = Comment.objects.get()
    assert (row.status, row.body, row.proposed) == ("published", "New words", None)
