"""Replies found by their words at the desk, and what is in the index."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments import tasks
from comments.models import Comment
from comments.models.personal_data import PersonalData
from comments.models.search import index
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db


def work() -> None:
    """What the worker does once a minute."""
    tasks.index_replies.func()


def found(query: str) -> list[int]:
    work()
    return [row.pk for row in Comment.objects.order_by("pk").matching(query)]


@pytest.mark.parametrize(
    ("body", "query"),
    [
        ("The bridge rusts already.", "bridge"),
        ("The bridge rusts already.", "RUSTS bridge"),
        ("Пора строить новый мост", "НОВЫЙ"),
        ("Die Brücke über die Straße", "strasse"),
        ("see https://www.spam.example/cheap-pills", "spam.example"),
        ("see https://www.spam.example/cheap-pills", "cheap-pills"),
        ("a c\u0430sino for all", "casino"),
        ("桥已经生锈了", "生锈"),
        ('It said "don\'t" twice', "don't"),
        ("100% of 20 people", "20"),
    ],
)
def test_a_reply_is_found_by_its_words(body: str, query: str) -> None:
    comment = make_comment(body=body)
    make_comment(body="Something else.")
    assert found(query) == [comment.pk]


def test_name_and_website_are_searched_too() -> None:
    comment = make_comment(name="Zoë Quist", website="https://quist.example/blog")
    assert found("quist zoë") == found("quist.example") == [comment.pk]


def test_the_address_is_in_no_index() -> None:
    make_comment(email="nadia.fell@example.com")
    work()
    tables = [t for t in connection.introspection.table_names() if "indexentry" in t]
    assert tables
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name of the schema
            assert "example" not in str(cursor.fetchall()).lower()
    assert found("example") == found("nadia.fell@example.com") == []


@pytest.mark.parametrize(
    "query",
    [
        *("a AND", "NOT", "NEAR(", "{x}:", "' OR 1=1 --", "body:x", "<->", ":*"),
        *"\"'*(^\\%&!-\x00\ud800\u200b",
        *('""""', "x" * 9999, "a " * 5000),
    ],
)
def test_anything_can_be_asked(query: str) -> None:
    make_comment(body="Well said.")
    assert found(query) == []


def test_operators_are_words_like_others() -> None:
    comment = make_comment(body="This and not that, or near")
    assert found("AND not") == found("near OR") == [comment.pk]


def test_the_words_of_an_edit_are_found_and_old_ones_are_not() -> None:
    comment = make_comment(status="waiting", body="Old words")
    assert found("old") == [comment.pk]
    comment.edit("New letters")
    assert (found("old"), found("letters")) == ([], [comment.pk])


def test_a_proposed_text_is_found_beside_the_one_that_readers_see() -> None:
    comment = make_comment(body="Old words")
    comment.edit("New letters")
    assert found("old") == found("letters") == [comment.pk]
    comment.reject(by=make_user())
    assert (found("old"), found("letters")) == ([comment.pk], [])


def test_redacted_words_leave_the_index_and_an_undo_brings_them_back() -> None:
    comment, mona = make_comment(body="Call Otto at home"), make_user("mona")
    comment.redact("Call at home", by=mona)
    assert (found("otto"), found("home")) == ([], [comment.pk])
    comment.undo(by=mona)
    assert found("otto") == [comment.pk]


@pytest.mark.parametrize("texts", [True, False])
def test_erased_words_leave_the_index_at_once(texts: bool) -> None:
    comment = make_comment(name="Nadia Fell", body="Well said.", website="https://fell.example")
    assert found("fell")
    list(PersonalData.under("nadia@example.com").erase(texts=texts))
    rows = Comment.objects.order_by("pk")
    assert not rows.matching("fell")
    assert not rows.matching("nadia")
    assert [row.pk for row in rows.matching("said")] == ([] if texts else [comment.pk])


def test_a_decision_alone_indexes_nothing() -> None:
    comment = make_comment(status="waiting")
    work()
    comment.approve(by=make_user())
    assert tasks.index_replies.func() == 0


def test_many_replies_are_indexed_at_once() -> None:
    numbers = [make_comment(body=f"Reply word{n}").pk for n in range(12)]
    with CaptureQueriesContext(connection) as queries:
        assert index(numbers) == 12
    assert len(queries) <= 6
    assert [row.pk for row in Comment.objects.matching("word7")] == [numbers[7]]


def test_one_reply_that_cannot_be_indexed_keeps_no_other_out(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = make_comment(body="Terrible words."), make_comment(body="Useful words.")
    usual = Comment.search_text

    def search_text(row: Comment) -> str:
        if row.pk == bad.pk:
            raise ValueError("cannot be read")
        return usual(row)

    monkeypatch.setattr(Comment, "search_text", search_text)
    assert found("words") == [good.pk]
    assert f"Reply {bad.pk} cannot be indexed" in caplog.text


@pytest.mark.parametrize("change", ["edit", "redact", "undo"])
def test_every_change_of_the_words_is_found_the_next_time(change: str) -> None:
    comment, mona = make_comment(body="The bridge is terribly old."), make_user("mona")
    assert found("terribly")
    if change == "edit":
        comment.edit("The harbour is old.")
        assert found("harbour") == [comment.pk]
        return
    comment.redact("The bridge is old.", by=mona)
    assert not found("terribly")
    if change == "undo":
        Comment.objects.get(pk=comment.pk).undo(by=mona)
        assert found("terribly") == [comment.pk]
