"""Somebody else than the first moderator decides about an objection."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments.models import Act, Appeal, Comment, Decision, Notice
from tests.factories import make_user

from .notifying import ADDRESS, decide, login, make_notice, object_to, page
from .objecting import LIST, make_objection, make_refused, settle
from .owning import make_asked, make_own, mine, post
from .posting import parse, text

pytestmark = pytest.mark.django_db


def main(response: Any) -> str:
    return text(parse(response).xpath("//main")[0])


def test_who_may_see_and_decide(client: Client) -> None:
    appeal = make_objection()
    addresses = (LIST, f"{LIST}{appeal.pk}/")
    for address in addresses:
        assert client.get(address).status_code == 302
    looker = make_user("val")
    looker.user_permissions.add(Permission.objects.get(codename="view_comment"))
    for user in (make_user("rob", "Reporter"), looker):
        client.force_login(user)
        for address in addresses:
            response = client.get(address)
            assert response.status_code == 403
            assert b"It was a joke." not in response.content
        assert settle(client, appeal, "upheld").status_code == 403
    assert Appeal.objects.get().state == "open"


@pytest.mark.parametrize("superuser", [False, True])
def test_whoever_decided_does_not_judge_the_own_decision(client: Client, superuser: bool) -> None:
    first = make_user("first", "Moderator", is_superuser=superuser)
    appeal = make_objection(make_refused(by=first))
    client.force_login(first)
    shown = client.get(f"{LIST}{appeal.pk}/")
    assert "somebody else decides about the objection" in main(shown)
    assert not parse(shown).xpath("//main//form")
    for verdict in ("upheld", "refused"):
        response = settle(client, appeal, verdict)
        assert response.status_code == 403
        assert "You made this decision. Somebody else decides." in main(response)
    assert Appeal.objects.get().state == "open"
    assert Comment.objects.get().status == "rejected"


def test_opening_a_notice_again_does_not_make_its_judge_somebody_else(client: Client) -> None:
    notice = make_notice()
    first, other = (make_user(name, "Moderator") for name in ("first", "other"))
    notice.refuse(by=first, statement="It is lawful.")
    appeal = Appeal.objects.against(notice, "It is not.")
    for opens in (first, other):
        Notice.objects.get().reopen(by=opens)
        client.force_login(first)
        assert settle(client, appeal, "refused").status_code == 403
        Notice.objects.get().refuse(by=first, statement="It is.")
    assert Appeal.objects.get().state == "open"
    client.force_login(other)
    assert settle(client, appeal, "refused").status_code == 303


def test_whoever_refused_a_notice_since_does_not_judge_the_objection_either() -> None:
    notice = make_notice()
    first, other = (make_user(name, "Moderator") for name in ("first", "other"))
    notice.refuse(by=first, statement="It is lawful.")
    appeal = Appeal.objects.against(notice, "It is not.")
    Notice.objects.get().reopen(by=other)
    Notice.objects.get().refuse(by=other, statement="It is.")
    appeal = Appeal.objects.get()
    assert not appeal.may_decide(first)
    assert not appeal.may_decide(other)
    assert appeal.may_decide(make_user("third", "Moderator"))


@pytest.mark.parametrize(("status", "after"), [("rejected", "waiting"), ("removed", "published")])
def test_upheld_takes_the_decision_back(client: Client, status: str, after: str) -> None:
    own = make_refused(status)
    appeal = make_objection(own)
    user = login(client)
    assert settle(client, appeal, "upheld").status_code == 303
    row = Appeal.objects.get()
    assert (row.state, row.decided_by) == ("upheld", user)
    assert Comment.objects.get().status == after
    undo = Decision.objects.get(verb="undo")
    assert (undo.by, undo.undoes) == (user, appeal.decision)
    act = Act.objects.get()
    assert (act.verb, act.by, act.before, act.after) == ("appeal", user, "open", "upheld")
    assert act.comment == own


def test_upheld_approves_where_something_newer_stands(client: Client) -> None:
    appeal = make_objection()
    Comment.objects.get().redact("Well", by=make_user("second", "Moderator"))
    login(client)
    assert settle(client, appeal, "upheld").status_code == 303
    assert Comment.objects.get().status == "published"


def test_upheld_changes_nothing_that_was_taken_back_already(client: Client) -> None:
    appeal = make_objection()
    Comment.objects.get().undo(by=make_user("second", "Moderator"))
    before = Decision.objects.count()
    login(client)
    assert settle(client, appeal, "upheld").status_code == 303
    assert Comment.objects.get().status == "waiting"
    assert Decision.objects.count() == before


def test_refused_needs_an_answer_and_the_writer_reads_it(client: Client) -> None:
    own = make_refused()
    appeal = make_objection(own)
    login(client)
    response = settle(client, appeal, "refused", answer="")
    assert response.status_code == 422
    assert "Please write why the decision stands." in main(response)
    assert settle(client, appeal, "refused").status_code == 303
    assert Comment.objects.get().status == "rejected"
    shown = main(Client().get(mine(own)))
    assert "the decision stands" in shown
    assert "We have looked again, and so it is." in shown
    assert "mona" not in shown


@pytest.mark.parametrize("verdict", ["", "approve"])
def test_a_verdict_that_is_none_decides_nothing(client: Client, verdict: str) -> None:
    appeal = make_objection()
    login(client)
    assert settle(client, appeal, verdict).status_code == 422
    assert Appeal.objects.get().state == "open"


def test_two_moderators_make_one_decision(client: Client) -> None:
    appeal = make_objection()
    login(client)
    shown = parse(client.get(f"{LIST}{appeal.pk}/"))
    revision = shown.xpath("//main//form//input[@name='revision']/@value")[0]
    other = Client()
    login(other, "otto")
    assert settle(other, appeal, "refused").status_code == 303
    response = settle(client, appeal, "upheld", revision=revision, answer="My words")
    assert response.status_code == 409
    assert "Nothing was applied." in main(response)
    assert "otto" in main(response)
    assert Comment.objects.get().status == "rejected"
    assert Act.objects.count() == 1


def test_a_reply_that_changed_meanwhile_is_looked_at_again(client: Client) -> None:
    appeal = make_objection()
    login(client)
    stale = f"open:{Comment.objects.get().revision}:0"
    Comment.objects.get().redact("Well", by=make_user("second", "Moderator"))
    assert settle(client, appeal, "upheld", revision=stale).status_code == 409
    assert Appeal.objects.get().state == "open"


def test_the_list_shows_deadlines_and_whose_decisions_they_are(client: Client) -> None:
    appeal = make_objection()
    Appeal.objects.update(due_at=timezone.now() - timedelta(hours=1))
    login(client)
    shown = client.get(LIST)
    (row,) = parse(shown).xpath("//ol[@class='notices']/li")
    assert "overdue" in text(row)
    assert "decided by first" in text(row)
    tabs = [text(tab) for tab in parse(shown).xpath("//*[@class='notices-tabs']//a")]
    assert tabs == ["Open 1 1 overdue", "Upheld 0", "Refused 0"]
    settle(client, appeal, "refused")
    assert "There is no such objection." in main(client.get(LIST))


def test_the_writer_is_mailed_where_the_address_is_proven(client: Client) -> None:
    own = make_asked(status="waiting")
    Comment.objects.get().reject(by=make_user("first", "Moderator"))
    post()
    appeal = make_objection(own)
    login(client)
    settle(client, appeal, "refused")
    assert len(mail.outbox) == 2  # the confirmation, the rejection
    (answer,) = post()
    assert "the decision stands" in answer.body
    assert "We have looked again, and so it is." in answer.body
    for words in ("It was a joke.", "mona", "first"):
        assert words not in answer.body


def test_without_a_proven_address_the_own_page_alone_tells_it(client: Client) -> None:
    appeal = make_objection()
    login(client)
    settle(client, appeal, "refused")
    assert post() == []


def test_an_objection_to_a_decision_about_a_notice_opens_that_again(client: Client) -> None:
    own = make_own("published")
    notice = make_notice(own)
    first = Client()
    login(first, "first")
    decide(first, notice, "uphold")
    post()
    appeal = make_objection(own)
    login(client)
    assert settle(client, appeal, "upheld").status_code == 303
    assert Comment.objects.get().status == "published"
    row = Notice.objects.get()
    assert (row.state, row.decision) == ("examined", None)
    assert [a.verb for a in Act.objects.order_by("pk")] == ["notice", "notice", "appeal"]


def test_whoever_sent_a_notice_may_object_to_its_refusal(client: Client) -> None:
    notice = make_notice()
    assert "another look" not in main(client.get(page(notice)))
    first = Client()
    login(first, "first")
    decide(first, notice, "refuse")
    response = object_to(client, page(notice), "Please read it again.")
    assert response.status_code == 303
    assert "Somebody else looks at it." in main(client.get(page(notice)))
    assert object_to(client, page(notice), "Once more").status_code == 403
    appeal = Appeal.objects.get()
    assert (appeal.notice, appeal.comment, appeal.decision) == (notice, None, None)
    assert settle(first, appeal, "refused").status_code == 403
    post()
    login(client)
    assert settle(client, appeal, "upheld").status_code == 303
    assert Notice.objects.get().state == "examined"
    (told,) = post()
    assert told.to == [ADDRESS]
    assert "agrees with you" in told.body
    assert "Please read it again." not in told.body
    assert "We have looked again" in main(Client().get(page(notice)))
