"""What moderators write for each other about a reply stands on its card."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from comments.models import Act, Comment
from tests.factories import make_comment, make_user

from .deciding import DESK, make_moderator
from .posting import parse, reply, text

pytestmark = pytest.mark.django_db


def remarks(client: Client, comment: Comment) -> list[str]:
    card: Any = reply(parse(client.get(DESK)), comment.pk)
    return [text(line) for line in card.xpath(".//*[@class='desk-remarks']/li")]


def test_the_newest_three_are_read_on_the_card(client: Client) -> None:
    mona, comment = make_moderator(client), make_comment(status="waiting")
    for number in range(3):
        Act.objects.log("note", mona, comment=comment, reason=f"Note {number}")
    comment.escalate(to="second", by=make_user("ida"), reason="Is this <b>fair</b>?")
    first, second, third = remarks(client, comment)
    assert first.startswith("mona: Note 1")
    assert second.startswith("mona: Note 2")
    assert third.startswith("ida: Is this <b>fair</b>?")


def test_what_was_said_with_a_decision_goes_with_it(client: Client) -> None:
    mona, comment = make_moderator(client), make_comment(status="waiting")
    comment.escalate(to="legal", by=mona, reason="Is this libel?")
    assert len(remarks(client, comment)) == 1
    comment.undo(by=mona)
    assert remarks(client, comment) == []
