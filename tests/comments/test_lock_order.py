"""Who changes replies locks in one order, so that on PostgreSQL nobody waits in a circle.

The order is: the numbers of the thread, the replies, the hosts by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, Discussion, Host
from comments.models.personal_data import PersonalData
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db

CHANGE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(comments_\w+)"')


def fresh(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


def changed(act: Callable[[], Any]) -> list[str]:
    """The tables that were written to, in this order."""
    with CaptureQueriesContext(connection) as queries:
        act()
    found = (CHANGE.match(query["sql"]) for query in queries)
    return [match[1] for match in found if match]


@pytest.mark.parametrize("status", ["waiting", "published"])
def test_an_edit_begins_with_the_numbers_of_the_thread(status: str) -> None:
    Discussion.objects.update(premoderation="nothing")
    comment = fresh(make_comment(status=status))
    tables = changed(lambda: comment.edit("Quite another text."))
    assert tables[0] == "comments_thread"
    assert "comments_comment" in tables


@pytest.mark.parametrize("texts", [True, False])
def test_erasing_begins_with_the_numbers_of_the_threads(texts: bool) -> None:
    make_comment(email="ann@example.org", status="waiting")
    erased = PersonalData.under("ann@example.org")
    tables = changed(lambda: list(erased.erase(texts=texts)))
    assert tables[0] == "comments_thread"
    assert "comments_comment" in tables


def test_hosts_of_the_old_and_the_new_text_are_learnt_in_one_order() -> None:
    moderator = make_user()
    comment = fresh(make_comment(body="See http://z.example today.", status="waiting"))
    comment.approve(by=moderator)
    comment.edit("See http://a.example today.")
    with CaptureQueriesContext(connection) as queries:
        fresh(comment).approve(by=moderator)
    updates = [q["sql"] for q in queries if q["sql"].startswith('UPDATE "comments_host"')]
    named = [re.findall(r"[az]\.example", sql)[-1] for sql in updates]
    assert named == ["a.example", "z.example"]
    counts = dict(Host.objects.values_list("name", "approved"))
    assert counts == {"a.example": 1, "z.example": 0}
