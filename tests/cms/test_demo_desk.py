"""The demonstration has something for a moderator to look at."""

from __future__ import annotations

import pytest

from cms.demo import newsroom
from cms.demo.load import load_thread
from comments.models import Comment
from comments.models.piles import lying_on
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_the_queue_of_the_demonstration_shows_what_cards_can_tell() -> None:
    replies = newsroom.replies()
    for slug in ("night-ferry-returns", "outer-harbour-vote", "line-four-all-night"):
        load_thread(make_article(slug), replies[slug])
    waiting = lying_on("waiting")
    codes = set(waiting.values_list("signals__code", flat=True))
    assert {"many_links", "new_host", "personal_data", "shouting", "repeated"} <= codes
    assert waiting.exclude(proposed=None).count() == 1
    assert lying_on("reported").count() == 1
    same = waiting.exclude(fingerprint="").values_list("fingerprint", flat=True)
    assert len(same) > len(set(same)), "two with the same words"
    assert not Comment.objects.filter(status="published", reader="").exists()
