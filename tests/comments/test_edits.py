"""The writer of a reply changes its text: what readers see, what moderators decide about."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from articles.changes import pages_changed
from comments.models import Comment, Decision, Discussion, Stale, Version
from tests.factories import make_article, make_comment, make_user

from .posting import parse, send, text

pytestmark = pytest.mark.django_db

OLD, NEW = "Well said.", "Well said, though I would not call it *new*."


def fresh(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


def make_public(**fields: Any) -> Comment:
    """A reply that a moderator has approved."""
    comment = make_comment(status="waiting", body=OLD, **fields)
    comment.approve(by=make_user("mona"))
    return comment


def make_proposal(**fields: Any) -> Comment:
    """... whose writer has changed the text since."""
    comment = make_public(**fields)
    comment.edit(NEW)
    return comment


def snapshot(comment: Comment) -> dict[str, Any]:
    """Everything that an undo has to bring back."""
    names = (
        *("status", "body", "html", "proposed_id", "judged", "vetted", "edited_at"),
        *("fingerprint", "branch_place", "answer_count"),
    )
    return Comment.objects.values(*names).get(pk=comment.pk)


def page_of(comment: Comment) -> str:
    return text(parse(Client().get(comment.article.get_absolute_url())))


# --- While it waits -----------------------------------------------------------------------------


def test_the_text_of_a_waiting_reply_is_replaced_and_judged_anew() -> None:
    comment = make_comment(status="waiting", body="See http://pills.example/ THIS IS ALL TRUE")
    assert comment.signals.count() >= 2
    comment.edit(NEW)
    row = fresh(comment)
    assert (row.status, row.body, row.proposed) == ("waiting", NEW, None)
    assert "<em>new</em>" in row.html
    assert not row.signals.exists()
    bodies = list(row.versions.values_list("kind", "body"))
    assert bodies == [("sent", "See http://pills.example/ THIS IS ALL TRUE"), ("edited", NEW)]


def test_a_moderator_who_saw_the_old_text_decides_nothing_about_the_new_one() -> None:
    comment = make_comment(status="waiting", body=OLD)
    seen = fresh(comment)
    comment.edit(NEW)
    with pytest.raises(Stale):
        seen.approve(by=make_user("mona"))
    assert fresh(comment).status == "waiting"


def test_a_writer_who_comes_after_a_decision_changes_nothing() -> None:
    comment = make_comment(status="waiting", body=OLD)
    seen = fresh(comment)
    comment.reject(by=make_user("mona"))
    with pytest.raises(Stale):
        seen.edit(NEW)
    assert fresh(comment).body == OLD
    assert not Version.objects.exists()


def test_a_text_that_editors_have_blocked_is_filed_and_one_without_it_waits() -> None:
    Discussion.objects.update(blocked_words="casino", premoderation="nothing")
    comment = make_comment(status="waiting", body="Nice.", decoys=("x",))
    comment.edit("Nice casino.")
    assert fresh(comment).status == "spam"
    comment.edit("Nice.")
    assert fresh(comment).status == "waiting", "what was filed as spam, no edit publishes"
    assert [d.after for d in comment.decisions.order_by("pk")] == ["spam", "waiting"]
    assert [signal["code"] for signal in comment.decisions.latest("pk").signals] == ["decoy"]


@pytest.mark.parametrize("premoderation", ["everything", "nothing"])
def test_what_a_person_called_spam_stays_there_whatever_its_writer_makes_of_it(
    premoderation: str,
) -> None:
    """It may be edited as if it waited: a spammer is not told."""
    Discussion.objects.update(premoderation=premoderation)
    comment = make_comment(status="waiting", body="See http://pills.example/", decoys=("x",))
    comment.mark_spam(by=make_user("mona"))
    comment.signals.all().delete()
    for words in (OLD, NEW):
        comment.edit(words)
        assert (fresh(comment).status, fresh(comment).body) == ("spam", words)
    assert comment.decisions.count() == 1


def test_how_it_was_sent_is_not_mended_by_another_text() -> None:
    Discussion.objects.update(premoderation="nothing")
    comment = make_comment(status="waiting", body=OLD, decoys=("robot",), took=0.4)
    comment.edit(NEW)
    assert fresh(comment).status == "waiting"
    assert {signal.code for signal in comment.signals.all()} == {"decoy", "too_fast"}


def test_a_text_that_no_rule_holds_back_any_more_is_published() -> None:
    Discussion.objects.update(premoderation="nothing", held_words="casino")
    comment = make_comment(status="waiting", body="A casino?")
    comment.edit("A what?")
    assert fresh(comment).status == "published"
    assert comment.decisions.get().reason == "no_objection"


def test_what_was_held_back_after_publication_no_edit_lets_out() -> None:
    Discussion.objects.update(premoderation="nothing")
    comment = make_comment(body=OLD)
    comment.hold(reason="reports")
    comment.edit(NEW)
    assert fresh(comment).status == "waiting"


# --- Once published -----------------------------------------------------------------------------


def test_readers_see_the_approved_text_until_the_new_one_is_approved() -> None:
    comment = make_proposal()
    row = fresh(comment)
    assert (row.status, row.body, row.edited_at) == ("published", OLD, None)
    assert row.proposed is not None
    assert row.proposed.body == NEW
    assert row in Comment.objects.undecided()
    assert "though" not in page_of(comment)
    row.approve(by=make_user("otto"))
    row = fresh(comment)
    assert (row.body, row.proposed, row.vetted) == (NEW, None, True)
    assert row.edited_at is not None
    assert "though I would not call it new." in page_of(comment)
    assert row not in Comment.objects.undecided()


def test_a_rejected_edit_leaves_the_old_text_where_it_is() -> None:
    comment = make_proposal()
    before = snapshot(comment)
    comment.reject(by=make_user("otto"))
    assert snapshot(comment) == before | {"proposed_id": None}
    assert comment.decisions.latest("pk").verb == "reject"


def test_an_edit_taken_back_by_its_writer_is_no_proposal_any_more() -> None:
    comment = make_proposal()
    comment.edit(OLD)
    assert fresh(comment).proposed is None
    assert not Comment.objects.undecided().exists()


@pytest.mark.parametrize("verb", ["approve", "reject", "mark_spam", "remove"])
def test_undo_puts_text_and_proposal_back(verb: str) -> None:
    comment = make_proposal(website="https://fell.example/")
    before, otto = snapshot(comment), make_user("otto")
    getattr(comment, verb)(by=otto)
    assert snapshot(comment) != before
    comment.undo(by=otto)
    assert snapshot(comment) == before


def test_what_is_held_back_waits_with_its_newest_text_and_undo_shows_the_old_one() -> None:
    Discussion.objects.update(premoderation="nothing")
    comment = make_comment(status="waiting", body=OLD)
    Discussion.objects.update(premoderation="everything")
    comment.edit(NEW)
    before = snapshot(comment)
    comment.hold(reason="reports")
    assert (fresh(comment).status, fresh(comment).body) == ("waiting", NEW)
    comment.undo(by=make_user("mona"))
    assert snapshot(comment) == before


def test_undo_never_publishes_a_text_that_was_written_since() -> None:
    comment = make_public()
    comment.hold(reason="reports")
    comment.edit(NEW)
    comment.undo(by=make_user("otto"))
    row = fresh(comment)
    assert (row.status, row.body) == ("published", OLD)
    assert row.proposed is not None
    assert row.proposed.body == NEW


def test_undo_keeps_a_newer_proposal() -> None:
    comment = make_proposal()
    otto = make_user("otto")
    comment.approve(by=otto)
    comment.edit("Third words.")
    comment.undo(by=otto)
    row = fresh(comment)
    assert (row.status, row.body) == ("published", OLD)
    assert row.proposed is not None
    assert row.proposed.body == "Third words."
    comment.undo(by=otto)
    assert (fresh(comment).status, fresh(comment).body) == ("waiting", "Third words.")


def test_where_nothing_waits_an_edit_is_published_at_once_and_can_be_undone() -> None:
    Discussion.objects.update(premoderation="nothing")
    comment = make_public()
    comment.edit(NEW)
    row = fresh(comment)
    assert (row.body, row.judged, row.vetted) == (NEW, "", False)
    assert row.edited_at is not None
    decision = row.decisions.latest("pk")
    assert (decision.by, decision.verb, decision.reason) == (None, "approve", "no_objection")
    comment.undo(by=make_user("otto"))
    row = fresh(comment)
    assert (row.body, row.judged, row.vetted, row.edited_at) == (OLD, "approved", True, None)
    assert row.proposed is not None


def test_where_nothing_waits_an_edit_with_a_held_word_waits() -> None:
    Discussion.objects.update(premoderation="nothing", held_words="casino")
    comment = make_public()
    comment.edit("A casino!")
    assert (fresh(comment).status, fresh(comment).body) == ("published", OLD)
    assert [signal.code for signal in comment.signals.all()] == ["held_word"]


def test_a_trusted_readers_edit_waits_all_the_same() -> None:
    Discussion.objects.update(premoderation="newcomers")
    comment = make_public(reader="a" * 64)
    make_comment(status="waiting", reader="a" * 64, body="Another.")
    comment.edit(NEW)
    assert fresh(comment).body == OLD


def test_staff_edit_their_own_replies_at_once() -> None:
    ada = make_user("ada", "Editor")
    comment = make_comment(status="waiting", user=ada, is_staff=True, email="", body=OLD)
    comment.edit(NEW, is_staff=True)
    assert (fresh(comment).body, fresh(comment).vetted) == (NEW, True)
    assert comment.decisions.latest("pk").by == ada


def test_an_edit_is_announced_only_when_readers_see_it(
    django_capture_on_commit_callbacks: Any,
) -> None:
    comment = make_public()
    heard: list[tuple[str, ...]] = []

    def listen(tags: tuple[str, ...], **rest: Any) -> None:
        heard.append(tags)

    pages_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            comment.edit(NEW)
        assert heard == []
        with django_capture_on_commit_callbacks(execute=True):
            comment.approve(by=None)
        assert heard == [(f"thread:{comment.article_id}", "lists")]
    finally:
        pages_changed.disconnect(listen)


def test_an_edit_before_publication_is_not_shown_as_one() -> None:
    comment = make_comment(status="waiting", body=OLD)
    comment.edit(NEW)
    comment.approve(by=make_user("mona"))
    assert fresh(comment).edited_at is None
    comment.edit("Third words.")
    before = snapshot(comment)
    comment.approve(by=None)
    comment.undo(by=None)
    assert snapshot(comment) == before


def test_each_kind_of_edit_leaves_the_decisions_that_were_there(client: Client) -> None:
    send(client, make_article())
    comment = Comment.objects.get()
    comment.approve(by=None)
    before = list(Decision.objects.values())
    for words in ("Second words.", "Third words."):
        comment.edit(words)
    assert list(Decision.objects.values()) == before
