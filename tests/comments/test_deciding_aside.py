"""Putting off, leaving to somebody, asking, picking: what each needs and does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from comments.desk_links import DeskLink
from comments.models import Decision, UsedLink
from comments.models.state import SecondOpinion
from tests.factories import make_comment, make_user

from .deciding import decide, fresh, make_moderator, sentences
from .posting import parse, text

pytestmark = pytest.mark.django_db

TUESDAY = datetime(2026, 3, 10, 21, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "until"),
    [
        ({"until": "hour"}, datetime(2026, 3, 10, 22, 30, tzinfo=UTC)),
        ({"until": "tomorrow"}, datetime(2026, 3, 11, 12, 0, tzinfo=UTC)),
        ({"until": "week"}, datetime(2026, 3, 16, 12, 0, tzinfo=UTC)),
        ({"until": "", "at": "2026-04-01T10:15"}, datetime(2026, 4, 1, 14, 15, tzinfo=UTC)),
        ({"until": "2026-04-01T10:15"}, datetime(2026, 4, 1, 14, 15, tzinfo=UTC)),
    ],
)
def test_a_reply_is_put_off_by_the_clock_of_the_site(
    client: Client, settings: object, fields: dict[str, str], until: datetime
) -> None:
    settings.TIME_ZONE = "America/New_York"  # type: ignore[attr-defined]
    make_moderator(client)
    comment = make_comment(status="waiting")
    with time_machine.travel(TUESDAY, tick=False), timezone.override("America/New_York"):
        client.force_login(make_user("late", "Moderator"))
        decide(client, comment, "defer", note="Ask the desk.", **fields)
    assert fresh(comment).due_at == until
    assert Decision.objects.get().reason == "Ask the desk."
    assert fresh(comment).status == "waiting"


@pytest.mark.parametrize("at", ["", "soon", "2020-01-01T10:00", "2199-01-01T10:00", "9999-99-99T1"])
def test_a_reply_is_put_off_within_a_year(client: Client, at: str) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting")
    response = decide(client, comment, "defer", at=at)
    assert response.status_code == 422
    assert "in the coming year" in sentences(response)
    assert not Decision.objects.exists()


def test_a_note_that_is_too_long_is_refused(client: Client) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting")
    response = decide(client, comment, "defer", until="hour", note="x" * 301)
    assert response.status_code == 422
    assert "at most 300 characters; there are 301" in sentences(response)


def test_a_decision_ends_deferring_and_escalation(client: Client) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting")
    decide(client, comment, "escalate", to="legal", note="Libel?")
    decide(client, comment, "defer", until="week")
    assert fresh(comment).escalated == "legal"
    decide(client, comment, "approve")
    row = fresh(comment)
    assert row.escalated == ""
    assert row.due_at <= timezone.now()


def test_escalation_brings_a_deferred_reply_back(client: Client) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting")
    decide(client, comment, "defer", until="week")
    decide(client, comment, "escalate", to="editor")
    assert fresh(comment).due_at <= timezone.now()


@pytest.mark.parametrize("to", ["", "nobody", "waiting"])
def test_a_reply_is_left_to_somebody(client: Client, to: str) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting")
    assert decide(client, comment, "escalate", to=to).status_code == 422
    assert not Decision.objects.exists()


@pytest.mark.parametrize("verb", ["approve", "reject", "mark_spam"])
def test_who_asks_for_a_second_opinion_does_not_give_it(client: Client, verb: str) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting")
    decide(client, comment, "escalate", to="second")
    response = decide(client, comment, verb, card=True)
    assert response.status_code == 422
    assert "leaves the decision to others" in text(parse(response))
    assert fresh(comment).status == "waiting"
    make_moderator(client, "otto")
    assert decide(client, comment, verb, card=True).status_code == 200
    assert fresh(comment).status != "waiting"


def test_who_asked_for_a_second_opinion_can_take_that_back(client: Client) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting")
    decide(client, comment, "escalate", to="second")
    decide(client, comment, "undo")
    decide(client, comment, "approve")
    assert fresh(comment).status == "published"


def test_a_new_text_of_a_published_reply_needs_the_second_opinion_as_well() -> None:
    mona, comment = make_user("mona"), make_comment(status="published")
    comment.edit("Another text of it.")
    comment.escalate(to="second", by=mona)
    with pytest.raises(SecondOpinion):
        comment.reject(by=mona)
    assert fresh(comment).proposed is not None


def test_asking_needs_a_message_and_puts_the_reply_off(client: Client) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting")
    assert decide(client, comment, "ask", message=" ").status_code == 422
    decide(client, comment, "ask", message="Please leave the name out.")
    assert fresh(comment).due_at > timezone.now() + timedelta(days=6)
    assert Decision.objects.get().message == "Please leave the name out."


def test_picking_and_unpicking(client: Client) -> None:
    make_moderator(client)
    comment = make_comment(status="published")
    decide(client, comment, "pick")
    assert fresh(comment).is_picked
    decide(client, comment, "unpick")
    assert not fresh(comment).is_picked
    waiting = make_comment(status="waiting")
    assert "nothing was changed" in text(parse(decide(client, waiting, "pick", card=True)))


@pytest.mark.parametrize("verb", ["defer", "escalate"])
@pytest.mark.parametrize("status", ["rejected", "removed"])
def test_what_is_settled_waits_for_nobody(client: Client, verb: str, status: str) -> None:
    make_moderator(client)
    comment = make_comment(status=status)
    before = Decision.objects.count()
    decide(client, comment, verb, until="hour", to="editor")
    assert Decision.objects.count() == before


def test_a_link_from_a_mail_gives_no_second_opinion_on_the_own_question(client: Client) -> None:
    mona, comment = make_moderator(client), make_comment(status="waiting")
    comment.escalate(to="second", by=mona)
    link = DeskLink(mona.pk, comment.pk, fresh(comment).revision)
    headers = {"Sec-Fetch-Site": "same-origin"}
    place = f"/moderation/link/{link.token()}/"
    response = client.post(place, {"verb": "approve"}, headers=headers)
    assert response.status_code == 409
    assert "leaves the decision to others" in sentences(response)
    assert fresh(comment).status == "waiting"
    assert not UsedLink.objects.exists()
