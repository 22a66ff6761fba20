"""Two clicks on a mailed link at the same moment."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client

from comments.desk_links import DeskLink
from comments.models import Comment, Decision, UsedLink
from tests.factories import make_comment, make_user

from .posting import BROWSER

VERBS = ("approve", "reject", "mark_spam")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs two real transactions")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_clicks_at_once_one_decides() -> None:
    mona = make_user("mona", "Moderator", email="mona@news.example")
    comment = Comment.objects.get(pk=make_comment(status="waiting").pk)
    place = f"/moderation/link/{DeskLink(mona.pk, comment.pk, comment.revision).token()}/"
    start, answers = threading.Barrier(6), []

    def click(verb: str) -> None:
        client = Client()
        client.force_login(mona)
        start.wait(timeout=10)
        answers.append(client.post(place, {"verb": verb}, headers=BROWSER).status_code)
        connection.close()

    threads = [threading.Thread(target=click, args=[verb]) for verb in [*VERBS, *VERBS]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(answers) in ([200, *codes] for codes in refusals())
    assert Decision.objects.count() == UsedLink.objects.count() == 1


def refusals() -> list[list[int]]:
    """What five clicks that come too late may be told: it has changed, or the link is used."""
    return [[409] * changed + [410] * (5 - changed) for changed in range(6)]
