"""Until when the writer of a reply may change its text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from comments.models import Comment, Discussion, Version
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "after", "may"),
    [(15, 899, True), (15, 900, False), (0, 1, False), (60, 3599, True)],
)
def test_a_published_reply_may_be_edited_for_the_minutes_after_it_was_sent(
    minutes: int, after: int, may: bool
) -> None:
    Discussion.objects.update(edit_minutes=minutes)
    settings = Discussion.objects.current()
    article = make_article(published_at=NOON)
    with time_machine.travel(NOON, tick=False):
        comment, waiting = make_comment(article), make_comment(article, status="waiting")
    with time_machine.travel(NOON + timedelta(seconds=after), tick=False):
        assert comment.may_edit(settings) is may
        assert waiting.may_edit(settings) is True


@pytest.mark.parametrize(
    ("status", "may"),
    [("waiting", True), ("spam", True), ("rejected", False), ("removed", False)],
)
def test_what_people_have_decided_about_is_not_editable(status: str, may: bool) -> None:
    comment = make_comment(status=status)
    assert comment.may_edit(Discussion.objects.current()) is may


def test_what_its_writer_took_back_is_not_editable() -> None:
    gone = make_comment()
    gone.withdraw()
    assert not gone.may_edit(Discussion.objects.current())


def test_the_same_text_again_is_no_edit() -> None:
    comment = make_comment(status="waiting", body="Well said.")
    comment.edit("Well said.")
    assert (Comment.objects.get().revision, Version.objects.count()) == (1, 0)
