"""The files that rows mention, wherever they are stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import connection, models

from .archive import pieces

FOLDER = "files/"


@dataclass(frozen=True)
class Place:
    """A column of file names, and the store that the files are in."""

    table: str
    column: str
    storage: Storage
    model: type[models.Model]

    @property
    def key(self) -> str:
        return f"{self.table}.{self.column}"

    def exists(self) -> bool:
        """Whether the database has the column: one of an older version may lack it."""
        with connection.cursor() as cursor:
            if self.table not in connection.introspection.table_names(cursor):
                return False
            columns = connection.introspection.get_table_description(cursor, self.table)
        return self.column in {column.name for column in columns}

    def mentioned(self) -> Iterator[str]:
        """The names in the database as it is now."""
        rows = self.model._base_manager.exclude(**{self.column: ""}).order_by()
        yield from rows.values_list(self.column, flat=True).iterator(5000)


@dataclass(frozen=True)
class Mention:
    place: Place
    name: str

    @property
    def member(self) -> str:
        """Its name in an archive."""
        return f"{FOLDER}{self.place.key}/{self.name}"

    def read(self) -> Iterator[bytes]:
        """Raises FileNotFoundError at the first piece."""
        with self.place.storage.open(self.name) as file:
            yield from pieces(file)

    def put(self, data: Iterable[bytes], sha256: str) -> None:
        """Store it under exactly this name; what is there already is left alone."""
        storage = self.place.storage
        if storage.exists(self.name):
            if self._digest() == sha256:
                return
            storage.delete(self.name)
        stored = storage.save(self.name, ContentFile(b"".join(data)))
        if stored != self.name:
            storage.delete(stored)
            raise OSError(f"{self.name} could not be stored under its own name")

    def still_counts(self) -> bool:
        """Whether a row mentions it now."""
        same = {self.place.column: self.name}
        return self.place.model._base_manager.filter(**same).exists()

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for piece in self.read():
            digest.update(piece)
        return digest.hexdigest()


def places() -> list[Place]:
    return [
        Place(model._meta.db_table, str(field.column), field.storage, model)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField)
    ]


def mentioned() -> Iterator[Mention]:
    for place in filter(Place.exists, places()):
        for name in place.mentioned():
            yield Mention(place, name)


def of_member(member: str) -> Mention | None:
    """The mention that a member of an archive is about, if it is about a file."""
    if not member.startswith(FOLDER):
        return None
    key, _, name = member.removeprefix(FOLDER).partition("/")
    known = {place.key: place for place in places()}
    return Mention(known[key], name) if key in known and name else None
