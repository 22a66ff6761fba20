"""Decisions about notices at the desk, and how they are taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from comments.models import Act, Comment, Decision, Notice
from tests.factories import make_article, make_comment, make_user

from .notifying import FACTS, SITE, WHY, decide, login, make_notice, seen
from .posting import parse, text

pytestmark = pytest.mark.django_db

ROOM = "/moderation/notices/"


def main(response: Any) -> str:
    return text(parse(response).xpath("//main")[0])


def test_a_moderator_says_that_it_is_looked_into(client: Client) -> None:
    notice, user = make_notice(), login(client)
    response = decide(client, notice, "examine")
    assert (response.status_code, response["Location"]) == (303, f"{ROOM}{notice.pk}/")
    assert "is being examined now" in main(client.get(f"{ROOM}{notice.pk}/"))
    act = Act.objects.get()
    assert (act.verb, act.by, act.before, act.after) == ("notice", user, "received", "examined")
    assert act.comment == notice.comment
    assert Comment.objects.get().status == "published"


@pytest.mark.parametrize(
    ("before", "verb", "after"),
    [
        ("published", "remove", "removed"),
        ("waiting", "reject", "rejected"),
        ("rejected", None, "rejected"),
        ("removed", None, "removed"),
        ("spam", None, "spam"),
    ],
)
def test_upholding_takes_the_reply_from_readers(
    client: Client, before: str, verb: str | None, after: str
) -> None:
    comment, user = make_comment(status=before), login(client)
    notice = make_notice(Comment.objects.get(pk=comment.pk))
    assert decide(client, notice, "uphold").status_code == 303
    row = Notice.objects.select_related("decision").get()
    assert (row.state, row.decided_by, row.ground) == ("upheld", user, "law")
    assert (row.basis, row.statement) == ("Penal code, section 7", FACTS)
    assert row.decided_at
    assert Comment.objects.get().status == after
    assert (row.decision.verb if row.decision else None) == verb
    if row.decision:
        assert (row.decision.by, row.decision.reason) == (user, f"notice {row.pk}")
    act = Act.objects.get()
    assert (act.before, act.after, act.reason) == ("received", "upheld", FACTS)


def test_refusing_leaves_the_reply_alone(client: Client) -> None:
    notice, user = make_notice(), login(client)
    assert decide(client, notice, "refuse").status_code == 303
    row = Notice.objects.get()
    assert (row.state, row.decided_by, row.decision) == ("refused", user, None)
    assert "an opinion" in row.statement
    assert Comment.objects.get().status == "published"
    assert Decision.objects.count() == 1  # its publication


def test_a_notice_about_an_article_changes_nothing_in_it(client: Client) -> None:
    article = make_article()
    login(client)
    notice = Notice.objects.receive(
        None, email="", url=f"{SITE}{article.get_absolute_url()}", explanation=WHY
    )
    assert "This is about an article." in main(client.get(f"{ROOM}{notice.pk}/"))
    assert decide(client, notice, "uphold").status_code == 303
    article.refresh_from_db()
    assert article.is_visible
    assert Notice.objects.get().state == "upheld"


@pytest.mark.parametrize(
    ("act", "fields", "why", "place"),
    [
        ("uphold", {"ground": ""}, "Please choose the ground.", "#uphold-ground"),
        ("uphold", {"basis": ""}, "Please name the law or the rule.", "#uphold-basis"),
        ("uphold", {"statement": " "}, "Please write the facts and circumstances.", ""),
        ("refuse", {"statement": ""}, "Please write why the content stays.", ""),
    ],
)
def test_no_decision_without_its_reasons(
    client: Client, act: str, fields: dict[str, str], why: str, place: str
) -> None:
    place = place or f"#{act}-statement"
    notice = make_notice()
    login(client)
    response = decide(client, notice, act, **fields)
    assert response.status_code == 422
    (link,) = parse(response).xpath("//*[@id='form-errors']//a")
    assert (link.get("href"), text(link)) == (place, why)
    assert parse(response).xpath(f"//details[@open]//*[@id='{place[1:]}']")
    if act == "uphold" and "statement" not in fields:
        assert FACTS in main(response)
    assert Notice.objects.get().state == "received"
    assert not Act.objects.exists()


@pytest.mark.parametrize("act", ["", "approve", "delete"])
def test_an_act_that_is_none_does_nothing(client: Client, act: str) -> None:
    notice = make_notice()
    login(client)
    assert decide(client, notice, act).status_code == 400
    assert Notice.objects.get().revision == 1


def test_two_moderators_make_one_decision(client: Client) -> None:
    notice = make_notice()
    login(client)
    looked_at = seen(notice)
    other = Client()
    login(other, "otto")
    assert decide(other, notice, "refuse").status_code == 303
    response = decide(client, notice, "uphold", **looked_at)
    assert response.status_code == 409
    assert "Nothing was applied." in main(response)
    assert "When you looked, it was: received." in main(response)
    assert "otto" in main(response)
    assert Notice.objects.get().state == "refused"
    assert Comment.objects.get().status == "published"
    assert Act.objects.count() == 1


def test_what_was_typed_is_kept_when_the_reply_has_changed(client: Client) -> None:
    comment = make_comment(body="Go and hurt him.")
    Comment.objects.update(vetted=True)
    notice = make_notice(Comment.objects.get())
    login(client)
    looked_at = seen(notice)
    Comment.objects.get().redact("Go", by=make_user("otto", "Moderator"))
    response = decide(client, notice, "uphold", **looked_at)
    assert response.status_code == 409
    assert "Go and hurt him." in main(response)  # what was seen, from the kept version
    card = parse(response).get_element_by_id(f"comment-{comment.pk}")
    assert "hurt" not in text(card)
    assert FACTS in main(response)
    assert Notice.objects.get().state == "received"
    assert decide(client, notice, "uphold").status_code == 303


@pytest.mark.parametrize("revision", ["", "x", "1", "1:", ":", "9" * 5000, "1:0"])
def test_a_revision_that_is_none_decides_nothing(client: Client, revision: str) -> None:
    notice = make_notice()
    login(client)
    assert decide(client, notice, "uphold", revision=revision).status_code == 409
    assert Notice.objects.get().state == "received"


@pytest.mark.parametrize(
    ("first", "then"), [("uphold", "refuse"), ("refuse", "uphold"), ("refuse", "examine")]
)
def test_what_is_decided_is_not_decided_again(client: Client, first: str, then: str) -> None:
    notice = make_notice()
    login(client)
    decide(client, notice, first)
    state = Notice.objects.get().state
    assert decide(client, notice, then).status_code == 409
    assert Notice.objects.get().state == state
    assert decide(client, make_notice(), "reopen").status_code == 409


def test_a_failure_leaves_neither_half(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    notice = make_notice()
    login(client)

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(type(Act.objects), "log", fail)
    with pytest.raises(RuntimeError):
        decide(client, notice, "uphold")
    assert Notice.objects.get().state == "received"
    assert Comment.objects.get().status == "published"
    assert Decision.objects.count() == 1


def test_reopening_takes_both_decisions_back(client: Client) -> None:
    notice, user = make_notice(), login(client)
    decide(client, notice, "uphold")
    assert decide(client, notice, "reopen").status_code == 303
    row = Notice.objects.get()
    assert row.state == "examined"
    assert (row.decision, row.decided_by, row.decided_at) == (None, None, None)
    assert (row.ground, row.basis, row.statement) == ("", "", "")
    assert row.due_at > timezone.now()
    assert Comment.objects.get().status == "published"
    assert Decision.objects.get(verb="undo").by == user
    acts = list(Act.objects.order_by("pk").values_list("before", "after", "reason"))
    assert acts[0] == ("received", "upheld", FACTS)
    assert acts[1][:2] == ("upheld", "examined")
    assert decide(client, notice, "refuse").status_code == 303


def test_reopening_leaves_alone_what_was_decided_since(client: Client) -> None:
    notice = make_notice()
    login(client)
    decide(client, notice, "uphold")
    Comment.objects.get().mark_spam(by=make_user("otto", "Moderator"))
    decide(client, notice, "reopen")
    assert Notice.objects.get().state == "examined"
    assert Comment.objects.get().status == "spam"
