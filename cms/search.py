"""The search index: modelsearch's own for the database in use, made to bear many rows."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, F, QuerySet
from django.db.models.functions import Cast
from modelsearch.backends.database import SearchBackend as database_backend  # noqa: N813
from modelsearch.models import IndexEntry
from modelsearch.utils import get_descendants_content_types_pks


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the library's name
    """The library's backend; made anew for each search."""
    backend = database_backend(params)
    backend.index_class = without_titles(backend.index_class)
    kinds = {"sqlite": words_first, "postgresql": one_vector}
    if kind := kinds.get(connection.vendor):
        whole, begun = backend.query_compiler_class, backend.autocomplete_query_compiler_class
        backend.query_compiler_class = kind(whole, "body")
        backend.autocomplete_query_compiler_class = kind(begun, "autocomplete")
    return backend


def without_titles(library: Any) -> Any:
    class Index(library):  # type: ignore[misc]
        def _refresh_title_norms(self, full: bool = False) -> None:
            """No row has a title here; the library would read them all after each change."""

    return Index


def words_first(library: Any, field: str) -> Any:
    """The library's search on SQLite, for plain words and without an order of relevance."""
    from modelsearch.backends.database.sqlite.query import MatchExpression
    from modelsearch.backends.database.sqlite.sqlite import SQLiteFTSIndexEntry

    class Compiler(library):  # type: ignore[misc]
        def search(self, config: Any, start: Any, stop: Any, score_field: Any = None) -> QuerySet:
            """The library's own joins the other way round: a look at the words for every row."""
            wanted = self.build_search_query(self.query, config=config)
            entries = SQLiteFTSIndexEntry.objects.filter(MatchExpression([field], wanted))
            # A sum has no index that SQLite could begin with.
            entries = entries.annotate(kind=F("index_entry__content_type") + 0)
            kinds = get_descendants_content_types_pks(self.queryset.model)
            found = entries.filter(kind__in=kinds).values("index_entry__object_id")
            return _those(self.queryset, found, start, stop)

    return Compiler


def one_vector(library: Any, field: str) -> Any:
    """The library's search on PostgreSQL, for plain words and without an order of relevance.

    The library looks for them in title and body joined, for which there is no index, or joins each
    row's entry before it asks for words.
    """

    class Compiler(library):  # type: ignore[misc]
        def search(
            self, config: Any, start: Any, stop: Any, score_field: Any = None, backend: Any = None
        ) -> QuerySet:
            wanted = self.build_tsquery(self.query, config=config)
            kinds = get_descendants_content_types_pks(self.queryset.model)
            entries = IndexEntry.objects.filter(content_type__in=kinds, **{field: wanted})
            number = Cast("object_id", BigIntegerField())
            return _those(self.queryset, entries.values_list(number), start, stop)

    return Compiler


def _those(rows: QuerySet, found: QuerySet, start: int, stop: int | None) -> QuerySet:
    """The rows with these numbers; of all rows no more are looked for than are wanted."""
    if stop is not None and not rows.query.has_filters():
        return rows.filter(pk__in=found[start:stop])
    return rows.filter(pk__in=found)[start:stop]
