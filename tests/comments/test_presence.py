"""Soft claims: a moderator looks at a reply, the others see that, and it locks nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Presence
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


def look(client: Client, comment: Comment) -> int:
    return client.post(f"/moderation/{comment.pk}/presence/").status_code


def looking() -> dict[int, str]:
    return {row.comment_id: row.by.username for row in Presence.objects.now()}


def test_the_first_who_looks_has_the_card_for_two_minutes(client: Client) -> None:
    comment, colleague = make_comment(status="waiting"), Client()
    client.force_login(make_user("mona", "Moderator"))
    colleague.force_login(make_user("otto", "Moderator"))
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        assert look(client, comment) == 204
        assert look(colleague, comment) == 409
        assert looking() == {comment.pk: "mona"}
        clock.shift(timedelta(seconds=90))
        assert look(client, comment) == 204, "still there: two minutes from now"
        clock.shift(timedelta(seconds=90))
        assert looking() == {comment.pk: "mona"}
        clock.shift(timedelta(seconds=31))
        assert looking() == {}
        assert look(colleague, comment) == 204
        assert looking() == {comment.pk: "otto"}


def test_one_looks_at_one_reply(client: Client) -> None:
    article = make_article()
    first, second = (make_comment(article, status="waiting") for _name in range(2))
    client.force_login(make_user("mona", "Moderator"))
    look(client, first)
    look(client, second)
    assert looking() == {second.pk: "mona"}


def test_a_look_locks_nothing(client: Client) -> None:
    comment, otto = make_comment(status="waiting"), make_user("otto", "Moderator")
    client.force_login(make_user("mona", "Moderator"))
    look(client, comment)
    comment.approve(by=otto)
    assert Comment.objects.get().status == "published"


def test_only_who_decides_claims(client: Client) -> None:
    comment = make_comment(status="waiting")
    assert look(client, comment) == 302
    user = make_user("val")
    client.force_login(user)
    user.user_permissions.add(Permission.objects.get(codename="view_comment"))
    assert look(client, comment) == 403
    assert not Presence.objects.exists()


def test_a_look_needs_a_reply_a_post_and_a_token() -> None:
    comment, client = make_comment(status="waiting"), Client(enforce_csrf_checks=True)
    client.force_login(make_user("mona", "Moderator"))
    assert look(client, comment) == 403
    assert client.get(f"/moderation/{comment.pk}/presence/").status_code == 405
    lax = Client()
    lax.force_login(make_user("otto", "Moderator"))
    assert lax.post(f"/moderation/{comment.pk + 9}/presence/").status_code == 404
