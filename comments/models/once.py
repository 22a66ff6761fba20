"""Rows that are written once: the log of the desk."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from django.db import models
from django.utils.translation import gettext as _

Row = TypeVar("Row", bound=models.Model)


class WrittenOnce(Exception):
    """A line of the log is neither changed nor deleted; what it says is taken back by another."""

    def __init__(self) -> None:
        super().__init__(_("The log is only ever added to: this line stays as it is."))


class WrittenOnceQuerySet(models.QuerySet[Row]):
    """Refuses to change or delete.

    Django itself goes past it where a foreign key says so: the author's account is deleted.
    """

    def update(self, **values: Any) -> NoReturn:
        raise WrittenOnce

    def bulk_update(self, *args: Any, **options: Any) -> NoReturn:
        raise WrittenOnce

    def delete(self) -> NoReturn:
        raise WrittenOnce

    def update_or_create(self, *args: Any, **values: Any) -> NoReturn:
        raise WrittenOnce

    def forget(self, **values: Any) -> int:
        """Empty words that may be personal data, at the request of the person. How many rows."""
        return super().update(**values)


class WrittenOnceModel(models.Model):
    """Mixed into Decision and Act."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise WrittenOnce
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise WrittenOnce
