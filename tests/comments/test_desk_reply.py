"""The newsroom answers from a card; a waiting reply is approved in the same step, or neither."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Contributor
from comments.models import Comment, Decision, Discussion, Thread
from tests.factories import make_comment, make_user

from .at_the_desk import DESK, enter, enter_as, told, whoever
from .posting import parse, text

pytestmark = pytest.mark.django_db

ANSWER = "Thank you. The ferry leaves *at dawn*."


def make_waiting(**fields: Any) -> Comment:
    return make_comment(**({"status": "waiting", "name": "Otto Brandt"} | fields))


def answer(client: Client, comment: Comment, body: str = ANSWER, **fields: Any) -> Any:
    sent = {"body": body, "revision": comment.revision} | fields
    return client.post(f"{DESK}{comment.pk}/reply/", sent)


def kept(response: Any) -> str:
    """What stands in the form."""
    found: str = parse(response).xpath("//textarea[@name='body']")[0].text_content()
    return found.removeprefix("\n").strip()


def fresh(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


def test_the_form_stands_below_what_it_answers_and_says_who_signs(client: Client) -> None:
    user = enter(client, "Moderator", first_name="Mona", last_name="Reyes")
    comment = make_waiting(body="See http://one.example/ please.")
    page = parse(client.get(f"{DESK}{comment.pk}/reply/"))
    assert "Otto Brandt" in text(page)
    assert not page.xpath("//blockquote//a/@href")
    assert "You reply as Mona Reyes." in text(page)
    assert page.xpath("//form//button")[-1].text == "Approve and reply"
    Contributor.objects.create(name="M. Reyes", user=user)
    page = parse(client.get(f"{DESK}{make_comment().pk}/reply/"))
    assert "You reply as M. Reyes." in text(page)
    assert page.xpath("//form//button")[-1].text == "Reply"


def test_an_answer_to_a_published_reply_is_published_at_once(client: Client) -> None:
    user = enter(client, "Moderator", first_name="Mona", last_name="Reyes")
    parent = make_comment(name="Otto Brandt")
    response = answer(client, fresh(parent), next="pile=all&q=ferry")
    assert response.status_code == 303
    assert response["Location"] == f"{DESK}?pile=all&q=ferry"
    row = Comment.objects.latest("pk")
    assert (row.parent, row.root, row.depth) == (parent, parent, 1)
    assert (row.status, row.user, row.name) == ("published", user, "Mona Reyes")
    assert row.body == ANSWER
    assert "<em>at dawn</em>" in row.html
    assert (row.email_sealed, row.email_index, row.reader) == (None, "", "")
    assert Decision.objects.get(comment=row).by == user
    page = Client().get(row.article.get_absolute_url())
    assert "Mona Reyes" in text(parse(page))
    assert Thread.objects.get().reply_count == 2


def test_approve_and_reply_is_one_step(client: Client) -> None:
    user = enter(client, "Moderator")
    Discussion.objects.update(premoderation="everything")
    root = make_comment()
    parent = make_waiting(article=root.article, parent=root)
    assert answer(client, parent).status_code == 303
    parent, row = fresh(parent), Comment.objects.latest("pk")
    assert (parent.status, row.status) == ("published", "published")
    assert row.parent == parent
    assert (parent.branch_place, row.branch_place) == (1, 2)
    assert list(Decision.objects.filter(by=user).values_list("verb", flat=True)) == [
        "approve",
        "approve",
    ]
    assert "Your answer to Otto Brandt is published." in told(client.get(DESK))


def test_both_or_neither(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(client, "Moderator")
    parent = make_waiting()

    def fail(*_args: object, **_facts: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Comment.objects, "submit", fail)
    client.raise_request_exception = False
    assert answer(client, parent).status_code == 500
    assert fresh(parent).status == "waiting"
    assert not Decision.objects.exists()


@pytest.mark.parametrize("verb", ["approve", "reject", "mark_spam"])
def test_what_has_changed_since_is_not_answered_and_the_text_is_kept(
    client: Client, verb: str
) -> None:
    enter(client, "Moderator")
    parent = make_waiting()
    getattr(fresh(parent), verb)(by=make_user("otto"))
    response = answer(client, parent)
    assert response.status_code == 409
    assert "This reply has changed since you looked." in told(response)
    assert kept(response) == ANSWER
    assert Comment.objects.count() == 1
    again = answer(client, fresh(parent))
    assert again.status_code == (303 if verb == "approve" else 409)
    assert Comment.objects.count() == (2 if verb == "approve" else 1)


def test_the_refused_form_carries_the_newest_revision(client: Client) -> None:
    enter(client, "Moderator")
    parent = make_waiting()
    fresh(parent).approve(by=None)
    page = parse(answer(client, parent))
    form = page.xpath("//form[contains(@class, 'act-form')]")[0]
    assert form.fields["revision"] == str(fresh(parent).revision)
    assert page.xpath("//form//button")[-1].text == "Reply"


@pytest.mark.parametrize("revision", ["", "x", "0", "9" * 5000, "\x00"])
def test_a_revision_that_is_none_answers_nothing(client: Client, revision: str) -> None:
    enter(client, "Moderator")
    response = answer(client, make_waiting(), revision=revision)
    assert response.status_code == 409
    assert kept(response) == ANSWER
    assert Comment.objects.get().status == "waiting"


@pytest.mark.parametrize("status", ["rejected", "spam", "removed"])
def test_what_readers_do_not_see_is_not_answered(client: Client, status: str) -> None:
    enter(client, "Moderator")
    parent = make_comment(status=status)
    page = client.get(f"{DESK}{parent.pk}/reply/")
    assert "they would not see an answer" in told(page)
    assert not parse(page).xpath("//textarea")
    response = answer(client, fresh(parent))
    assert response.status_code == 409
    assert kept(response) == ANSWER
    assert Comment.objects.count() == 1


def test_under_an_article_that_is_not_public_nothing_is_answered(client: Client) -> None:
    enter(client, "Moderator")
    parent = make_comment()
    Article.objects.update(status="draft")
    response = answer(client, fresh(parent))
    assert response.status_code == 409
    assert "not public" in told(response)


@pytest.mark.parametrize("body", ["", "  \n ", "\u200b", "x" * 5001])
def test_the_limits_of_readers_hold_here_too(client: Client, body: str) -> None:
    enter(client, "Moderator")
    parent = make_waiting()
    response = answer(client, parent, body)
    assert response.status_code == 422
    assert kept(response) == body.strip()
    assert fresh(parent).status == "waiting"
    assert Comment.objects.count() == 1


def test_markup_is_that_of_readers(client: Client) -> None:
    enter(client, "Moderator")
    answer(client, make_waiting(), "<script>alert(1)</script> **so** <b>it</b>")
    html = Comment.objects.latest("pk").html
    assert "<strong>so</strong>" in html
    assert "<script" not in html
    assert "<b>" not in html


def test_two_clicks_are_one_answer(client: Client) -> None:
    enter(client, "Moderator")
    parent = make_waiting()
    for _ in range(2):
        assert answer(client, parent).status_code == 303
    assert Comment.objects.filter(parent=parent).count() == 1


def test_the_newsroom_answers_where_readers_cannot(client: Client) -> None:
    enter(client, "Moderator")
    parent = make_comment()
    Thread.objects.update(mode="closed")
    page = client.get(f"{DESK}{parent.pk}/reply/")
    assert "closed for readers" in text(parse(page))
    assert answer(client, fresh(parent)).status_code == 303


def test_a_rule_that_fails_does_not_hold_the_newsrooms_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = enter(client, "Moderator")
    monkeypatch.setattr("comments.models.host.HostManager.histories", lambda *_: 1 / 0)
    answer(client, fresh(make_comment()), "See http://one.example/.")
    row = Comment.objects.latest("pk")
    assert (row.status, row.user) == ("published", user)


def test_who_asked_for_a_second_opinion_does_not_give_it_by_an_answer(client: Client) -> None:
    user = enter(client, "Moderator")
    parent = fresh(make_waiting())
    parent.escalate(to="second", by=user)
    response = answer(client, parent)
    assert response.status_code == 409
    assert "second opinion" in told(response)
    assert kept(response) == ANSWER
    assert Comment.objects.count() == 1


def test_a_new_text_that_waits_is_shown_and_not_approved_by_an_answer(client: Client) -> None:
    enter(client, "Moderator")
    parent = make_comment(body="First words.")
    parent.edit("Second words.")
    assert fresh(parent).proposed is not None
    assert answer(client, fresh(parent)).status_code == 303
    assert fresh(parent).body == "First words."


@whoever("moderator", "editor", "superuser")
def test_only_who_decides_answers_from_the_desk(client: Client, name: str, may: bool) -> None:
    enter_as(client, name)
    parent = make_waiting(body="secret words")
    page = client.get(f"{DESK}{parent.pk}/reply/")
    assert page.status_code == (200 if may else 403)
    assert may is (b"secret words" in page.content)
    assert answer(client, parent).status_code == (303 if may else 403)
    assert Comment.objects.count() == (2 if may else 1)
    assert fresh(parent).status == ("published" if may else "waiting")


def test_strangers_are_asked_to_log_in(client: Client) -> None:
    parent = make_waiting()
    assert answer(client, parent).status_code == 302
    assert Comment.objects.count() == 1


def test_a_foreign_queue_is_not_gone_to(client: Client) -> None:
    enter(client, "Moderator")
    parent = make_comment()
    response = answer(client, fresh(parent), next="//evil.example/?x=1\r\nX: 1")
    assert response["Location"].startswith(f"{DESK}?")
    assert "\n" not in response["Location"]


def test_reasons_and_times_of_the_answer_are_stored(client: Client) -> None:
    user = enter(client, "Moderator")
    answer(client, fresh(make_comment()))
    row = Comment.objects.latest("pk")
    assert row.published_at is not None
    assert timezone.now() >= row.published_at
    assert (row.decisions.get().by, row.decisions.get().reason) == (user, "staff")
