"""One mail tells moderators that replies wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django_tasks_db.models import DBTaskResult

from comments.models import Comment, Discussion, Report
from comments.models import digest as digests
from comments.tasks import send_digest, tell_moderators
from tests.factories import make_article, make_comment, make_user

from .owning import post

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def mona() -> Any:
    return make_user("mona", "Moderator", email="mona@news.example")


def mails() -> list[Any]:
    """What the clock's task leads to now."""
    DBTaskResult.objects.all().delete()
    tell_moderators.call()
    return post(later=timedelta())


def test_a_moderator_is_told_how_many_wait_since_when_and_where(mona: Any) -> None:
    busy, quiet = make_article("Harbour reopens"), make_article("Night trains")
    for number in range(3):
        make_comment(busy, status="waiting", body=f"Secret words {number}", name="Otto Brandt")
    old = NOON - timedelta(hours=5)
    make_comment(quiet, status="waiting", submitted_at=old)
    make_comment(make_article("Nothing here"))
    (message,) = mails()
    assert message.to == ["mona@news.example"]
    assert message.subject == "4 replies wait for a moderator"
    for part in (message.body, message.alternatives[0].content):
        assert "14 March 2026, 07:00" in part
        assert "Harbour reopens: 3" in part
        assert "Night trains: 1" in part
        assert "http://127.0.0.1:8000/moderation/" in part
        assert part.index("Harbour reopens") < part.index("Night trains")
        for typed in ("Secret words", "Otto Brandt", "Nothing here", "example.com"):
            assert typed not in part


def test_one_mail_serves_for_an_hour_and_says_nothing_old(mona: Any, clock: Any) -> None:
    make_comment(status="waiting")
    assert len(mails()) == 1
    clock.shift(timedelta(minutes=59))
    make_comment(status="waiting", body="Second")
    assert mails() == []
    clock.shift(timedelta(minutes=1))
    assert [message.subject for message in mails()] == ["2 replies wait for a moderator"]
    clock.shift(timedelta(hours=5))
    assert mails() == []


def test_an_empty_queue_is_no_news(mona: Any) -> None:
    make_comment()
    assert mails() == []


def test_no_digests_are_sent_when_the_newsroom_wants_none(mona: Any) -> None:
    Discussion.objects.update(digest_minutes=0)
    make_comment(status="waiting")
    assert mails() == []


@pytest.mark.parametrize("news", ["edit", "hold"])
def test_what_comes_back_into_the_queue_is_news(mona: Any, clock: Any, news: str) -> None:
    comment = make_comment()
    make_comment(status="waiting", body="Another")
    assert len(mails()) == 1
    clock.shift(timedelta(hours=2))
    assert mails() == []
    row = Comment.objects.get(pk=comment.pk)
    Discussion.objects.update(edit_minutes=600)
    if news == "edit":
        row.edit("Another text")
    else:
        row.hold(reason="reports")
    assert len(mails()) == 1


def test_only_those_who_decide_and_have_an_address_are_told(mona: Any) -> None:
    make_user("root", is_superuser=True, email="root@news.example")
    make_user("ed", "Editor", email="ed@news.example")
    own = make_user("own", email="own@news.example")
    own.user_permissions.add(Permission.objects.get(codename="decide_comment"))
    make_user("rob", "Reporter", email="rob@news.example")
    make_user("gone", "Moderator", email="gone@news.example", is_active=False)
    make_user("mute", "Moderator", email="")
    make_comment(status="waiting")
    sent = sorted(message.to[0].partition("@")[0] for message in mails())
    assert sent == ["ed", "mona", "own", "root"]


def test_of_two_workers_at_once_one_sends(mona: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    make_comment(status="waiting")
    same = Discussion.objects.current()
    monkeypatch.setattr(type(Discussion.objects), "current", lambda self: same)
    assert [tell_moderators.call() for _ in range(2)] == [1, 0]


def test_nothing_is_sent_when_the_queue_was_emptied_meanwhile(mona: Any) -> None:
    comment = make_comment(status="waiting")
    tell_moderators.call()
    comment.approve(by=mona)
    DBTaskResult.objects.exclude(task_path="comments.tasks.send_digest").delete()
    assert post(later=timedelta()) == []


def test_whoever_lost_the_right_meanwhile_is_not_told(mona: Any) -> None:
    make_comment(status="waiting")
    mona.groups.clear()
    assert send_digest.call(mona.pk) is False


def test_a_long_list_of_articles_is_cut_and_reports_are_counted(mona: Any) -> None:
    for number in range(12):
        make_comment(make_article(f"Story {number:02}"), status="waiting", body=f"B {number}")
    reported = make_comment()
    Report.objects.create(comment=reported, reason="abuse")
    (message,) = mails()
    assert message.body.count("- Story") == digests.LISTED
    assert "And under 2 more articles." in message.body
    assert "Readers have reported 1 published reply." in message.body


def test_no_other_job_of_a_reply_mails_moderators(mona: Any) -> None:
    make_comment(status="waiting")
    assert post() == []
