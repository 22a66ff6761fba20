"""Questions whose SQL is written once answer as the plain ones do, whatever happens in between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import BigIntegerField, DateTimeField, QuerySet, SlugField
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from articles.models import Article, Section, Tag
from articles.prepared import Prepared, PreparedInsert, Slot, brought_to_length, slots
from tests.factories import make_article, make_image, make_section

pytestmark = pytest.mark.django_db


def by_slug() -> QuerySet[Article]:
    return Article.objects.select_related("section").filter(slug=Slot("slug", SlugField()))


def test_each_call_asks_for_its_own_values() -> None:
    first, second = make_article("One"), make_article("Two")
    ask = Prepared(by_slug)
    assert ask(slug="one") == [first]
    assert ask(slug="two") == [second]
    assert ask(slug="three") == []


def test_rows_are_whole_and_read_anew() -> None:
    make_article("One", section=make_section("City"))
    ask = Prepared(by_slug)
    ask(slug="one")
    Article.objects.update(headline="Changed")
    Section.objects.update(name="Town")
    with CaptureQueriesContext(connection) as queries:
        row = ask(slug="one")[0]
        assert (row.headline, row.section.name) == ("Changed", "Town")
    assert len(queries) == 1
    plain = Article.objects.select_related("section").get()
    names = [field.attname for field in Article._meta.concrete_fields]
    assert [getattr(row, n) for n in names] == [getattr(plain, n) for n in names]


def test_a_time_is_given_as_the_database_takes_it() -> None:
    moment = timezone.now().replace(microsecond=120)
    make_article("One", published_at=moment)
    ask = Prepared(lambda: Article.objects.filter(published_at__lte=Slot("now", DateTimeField())))
    assert len(ask(now=moment)) == 1
    assert ask(now=moment - timedelta(microseconds=1)) == []


def test_what_changes_the_question_is_given_by_place() -> None:
    rows = [make_article(f"Number {n}") for n in range(5)]
    ask = Prepared(lambda first, end: Article.objects.order_by("pk").values_list("pk")[first:end])
    assert ask(1, 3) == [(row.pk,) for row in rows[1:3]]
    assert ask(3, 9) == [(row.pk,) for row in rows[3:]]


def test_a_value_cannot_become_part_of_the_question() -> None:
    make_article("One")
    assert Prepared(by_slug)(slug="' OR 1=1 --") == []


def test_it_keeps_no_answer() -> None:
    make_article("One")
    ask = Prepared(by_slug)
    assert len(ask(slug="one")) == 1
    assert [written.raw for written in vars(ask.local).values()] == [()]


def test_an_answer_can_be_compared_before_its_rows_are_made() -> None:
    make_article("One")
    ask = Prepared(by_slug)
    first, other = ask.found(slug="one"), ask.found(slug="two")
    assert ask.found(slug="one").raw == first.raw != other.raw == ()
    Article.objects.update(headline="Changed")
    assert ask.found(slug="one").raw != first.raw
    assert [row.headline for row in first] == ["One"]
    assert (len(first), len(other), bool(other)) == (1, 0, False)


def test_a_question_whose_rows_would_be_wider_than_asked_is_refused() -> None:
    ask = Prepared(lambda: Tag.objects.values_list("name").distinct().order_by("-slug"))
    with pytest.raises(ValueError, match="does not select"):
        ask()


def test_it_keeps_no_more_shapes_than_it_may() -> None:
    make_article("One")
    ask = Prepared(lambda end: Article.objects.order_by("pk").values_list("pk")[:end])
    for end in range(1, 200):
        assert len(ask(end)) == 1
    assert len(vars(ask.local)) <= 64


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_threads_do_not_share_what_belongs_to_a_connection() -> None:
    rows = [make_article(f"Number {n}") for n in range(4)]
    ask = Prepared(lambda: Article.objects.filter(pk=Slot("pk", BigIntegerField())))
    found: dict[int, Any] = {}

    def read(row: Article) -> None:
        found[row.pk] = [ask(pk=row.pk) for _ in range(20)]
        connections.close_all()

    threads = [Thread(target=read, args=[row]) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {row.pk: [[row]] * 20 for row in rows}


class Away:
    """A router for a replica that is not there."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "replica"


@pytest.fixture
def replica() -> Iterator[None]:
    connections.settings["replica"] = connections.settings["default"]
    yield
    del connections.settings["replica"]


def test_it_goes_where_the_router_says_now(replica: None) -> None:
    make_article("One")
    ask = Prepared(by_slug)
    assert len(ask(slug="one")) == 1
    with (
        override_settings(DATABASE_ROUTERS=[Away()]),
        pytest.raises(AssertionError, match="replica"),
    ):
        ask(slug="one")
    assert len(ask(slug="one")) == 1


def test_lists_of_about_the_same_length_are_one_shape() -> None:
    article, shapes = make_article(), []

    @Prepared
    def by_slugs(number: int) -> QuerySet[Article]:
        shapes.append(number)
        return Article.objects.filter(slug__in=slots("slugs", SlugField(), number))

    for wanted in (["a", "b"], ["a", article.slug, "b"], {article.slug, "x", "y", "z"}):
        slugs = brought_to_length(wanted)
        with CaptureQueriesContext(connection) as queries:
            found = by_slugs(len(slugs), slugs=slugs)
        assert len(queries) == 1
        assert found == ([article] if article.slug in wanted else [])
    assert shapes == [4]


def test_a_list_keeps_its_values() -> None:
    assert brought_to_length([]) == []
    assert brought_to_length("a") == ["a"]
    assert brought_to_length("abcde") == list("abcde") + ["a"] * 27
    with pytest.raises(ValueError, match="513"):
        brought_to_length(range(513))


def test_several_questions_in_one() -> None:
    articles = [make_article(f"Story {n}") for n in range(4)]

    @Prepared
    def either(number: int) -> QuerySet[Article, tuple[int, str]]:
        rows = Article.objects.order_by().values_list("pk", "slug")
        named = rows.filter(slug__in=slots("slugs", SlugField(), number))
        return named.union(rows.filter(pk=Slot("pk", BigIntegerField())), all=True)

    for one, two in ((0, 1), (2, 3)):
        found = either(1, slugs=[articles[one].slug], pk=articles[two].pk)
        assert set(found) == {(row.pk, row.slug) for row in (articles[one], articles[two])}
    assert either(0, slugs=[], pk=articles[0].pk) == [(articles[0].pk, articles[0].slug)]


def test_a_row_that_is_inserted_is_whole_and_knows_its_number() -> None:
    insert = PreparedInsert(lambda: Tag)
    for number, name in enumerate(("Trains", "Кино", "東京")):
        row = Tag(name=name, slug=f"tag-{number}")
        insert.ready(row)()
        assert Tag.objects.get(pk=row.pk).name == name
        assert not row._state.adding
    assert len(insert.written) == 1


def test_empty_values_are_inserted_as_such() -> None:
    insert, section = PreparedInsert(lambda: Article), make_section()
    for number, lead in enumerate([None, make_image(), None]):
        row = Article(headline="Late", slug=f"late-{number}", section=section, lead_image=lead)
        insert.ready(row)()
        assert Article.objects.get(pk=row.pk).lead_image == lead
    assert len(insert.written) == 2


def test_rows_that_the_database_refuses_are_an_error() -> None:
    insert = PreparedInsert(lambda: Section)
    make_section("City")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert.ready(Section(name="City", slug="city"))()
