"""Questions whose SQL is written once: Django takes longer to write one than SQLite to answer it.

    by_slug = Prepared(lambda: Article.objects.filter(slug=Slot("slug", SlugField())))
    rows = by_slug(slug="night-trains")

The QuerySet stays the one place that says what is asked. What changes from call to call stands in
it as a Slot; what changes the SQL itself (how many values a list has, where a page begins) is
given to the function by position, and each such shape is written once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Generic, TypeVar, overload

from django.db import connections, router
from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    Expression,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    QuerySet,
    TextField,
)
from django.db.models.sql import InsertQuery
from django.db.models.sql.compiler import SQLCompiler
from django.utils.functional import cached_property

Row = TypeVar("Row")
One = TypeVar("One")

SHAPES = 64  # kept of one question, in each thread
# In these fields values of that type, and None, need no preparing; most of a row are such.
SIMPLE = {CharField: str, TextField: str, IntegerField: int, BooleanField: bool, ForeignKey: int}
LENGTHS = (1, 4, 32, 128, 512)  # that a list is brought to


class Slot(Expression):
    """Stands in a question for a value that each call gives by this name."""

    def __init__(self, name: str, output_field: Field[Any, Any], place: int | None = None) -> None:
        super().__init__(output_field=output_field)
        self.name, self.place = name, place

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        return "%s", [self]

    def filled(self, values: dict[str, Any], connection: Any) -> Any:
        """The value as the database takes it."""
        value = values[self.name]
        value = value if self.place is None else value[self.place]
        return self.output_field.get_db_prep_value(value, connection)


def slots(name: str, output_field: Field[Any, Any], number: int) -> Any:
    """Stand for the values of a list of that length."""
    return [Slot(name, output_field, place) for place in range(number)]


def brought_to_length(values: Iterable[One]) -> list[One]:
    """The values, one of them said again until a usual length is reached: few shapes to write.

    Nothing stays nothing. Raises ValueError for more than 512.
    """
    found = list(values)
    if len(found) > LENGTHS[-1]:
        raise ValueError(f"{len(found)} values are more than {LENGTHS[-1]}")
    length = next(length for length in LENGTHS if length >= len(found)) if found else 0
    return found + found[:1] * (length - len(found))


class Prepared(Generic[Row]):
    """A question that is asked often. No prefetches: those would be questions of their own."""

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self.build = build
        self.local = threading.local()  # a connection belongs to one thread

    def __call__(self, *shape: Any, **values: Any) -> list[Row]:
        return self.found(*shape, **values).rows

    def found(self, *shape: Any, **values: Any) -> Found[Row]:
        """The same, for who may have seen this very answer before."""
        kept: dict[Any, Written[Row]] = vars(self.local)
        written = kept.get(shape)
        if written is None or not written.holds():
            if len(kept) >= SHAPES:
                kept.clear()
            written = kept[shape] = Written(self.build(*shape))
        return Found(written, written.read(values))


class Found(Sequence[Row]):
    """An answer of the database. Its rows are made when somebody looks at them.

    `raw` is the answer in plain values: what follows from the rows alone can be kept by it.
    """

    def __init__(self, written: Written[Row], raw: Iterable[tuple[Any, ...]]) -> None:
        self.raw = tuple(raw)
        self._made = partial(written.made, self.raw)

    @cached_property
    def rows(self) -> list[Row]:
        return self._made() if self.raw else []

    def __len__(self) -> int:
        return len(self.raw)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        return self.rows[place]


class Written(Generic[Row]):
    """A question with its SQL, for one connection."""

    def __init__(self, rows: QuerySet[Any, Row]) -> None:
        self.model = rows.model
        self.alias = rows.db
        self.connection = connections[self.alias]
        self.rows = rows.using(self.alias)
        self.compiler = self.rows.query.get_compiler(self.alias)
        self.sql, self.slots = self.compiler.as_sql()
        if self.compiler.has_extra_select:
            raise ValueError("It orders by what it does not select, which would stay in its rows.")
        self.raw: Sequence[tuple[Any, ...]] = ()
        fields = [column[0] for column in self.compiler.select]
        converters = self.compiler.get_converters(fields)
        has_composites = self.compiler.has_composite_fields(fields)
        # Rows are made by Django's own code, from an answer that it need not fetch.
        vars(self.compiler).update(
            execute_sql=lambda *_a, **_k: [self.raw],
            get_converters=lambda _fields: converters,
            has_composite_fields=lambda _fields: has_composites,
        )
        vars(self.rows.query)["get_compiler"] = lambda *_args, **_options: self.compiler

    def holds(self) -> bool:
        """Whether it would be asked there now: a replica can be in use, or out of it."""
        alias = router.db_for_read(self.model)
        return alias == self.alias and connections[alias] is self.connection

    def read(self, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        filled = [
            slot.filled(values, self.connection) if isinstance(slot, Slot) else slot
            for slot in self.slots
        ]
        with self.connection.cursor() as cursor:
            cursor.execute(self.sql, filled)
            raw: list[tuple[Any, ...]] = cursor.fetchall()
        return raw

    def made(self, raw: Sequence[tuple[Any, ...]]) -> list[Row]:
        rows: Any = self.rows
        self.raw = raw
        try:
            return list(rows._iterable_class(rows))
        finally:
            self.raw = ()  # it may be much, and about somebody


class PreparedRows(Generic[Row]):
    """A question for rows by their numbers; `build` gets what stands for those.

    @PreparedRows
    def read(wanted):
        return Article.objects.filter(pk__in=wanted)
    """

    def __init__(self, build: Callable[[Any], QuerySet[Any, Row]]) -> None:
        self.ask = Prepared(lambda number: build(slots("numbers", BigIntegerField(), number)))

    def __call__(self, numbers: Iterable[int]) -> list[Row]:
        """The rows of a model with these numbers, in that order; what is gone is left out."""
        wanted = list(numbers)
        found: dict[int, Any] = {row.pk: row for row in self.among(wanted)}  # type: ignore[attr-defined]
        return [found[number] for number in wanted if number in found]

    def among(self, numbers: Iterable[int]) -> list[Row]:
        """Whatever is found about these numbers, in the question's own order."""
        asked = brought_to_length(numbers)
        return self.ask(len(asked), numbers=asked) if asked else []


class PreparedInsert:
    """A new row of a model, stored by SQL that is written once; it gets what the database makes.

    For what is stored again and again: no signals, no defaults of the database, no expressions.
    """

    def __init__(self, model: Callable[[], type[Model]]) -> None:
        self.model = model
        self.written: dict[Any, str] = {}

    def ready(self, row: Any) -> Callable[[], None]:
        """All but the storing: call that in the transaction, where little time is left."""
        model = self.model()
        alias = router.db_for_write(model)
        connection = connections[alias]
        stored = model._meta.local_concrete_fields
        fields = [field for field in stored if not (field.generated or field is model._meta.pk)]
        values = [_stored(field, row, connection) for field in fields]
        # Some databases write another placeholder where a value is empty.
        shape = (alias, tuple(value is None for value in values))
        sql = self.written.get(shape)
        if sql is None:
            if len(self.written) >= SHAPES:
                self.written.clear()
            sql = self.written[shape] = _insert(model, alias, fields, row)

        def store() -> None:
            with connection.cursor() as cursor:
                cursor.execute(sql, values)
                found = cursor.fetchone()
            for field, value in zip(model._meta.db_returning_fields, found, strict=True):
                setattr(row, field.attname, value)
            row._state.adding, row._state.db = False, alias

        return store


def _stored(field: Any, row: Any, connection: Any) -> Any:
    """The value of a field as the database takes it."""
    value = field.pre_save(row, True)
    simple = SIMPLE.get(type(field))
    if simple is not None and (value is None or type(value) is simple):
        return value
    return field.get_db_prep_save(value, connection)


def _insert(model: type[Model], alias: str, fields: list[Any], row: Model) -> str:
    query = InsertQuery(model)
    query.insert_values(fields, [row])
    compiler: Any = query.get_compiler(using=alias)
    compiler.returning_fields = model._meta.db_returning_fields
    [(sql, _values)] = compiler.as_sql()
    return str(sql)
