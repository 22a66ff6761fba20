from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, F
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .listing import Listing

Months = Mapping[tuple[str, date], int]  # by list and month


def month_of(moment: datetime) -> date:
    """The first day of its month, in UTC wherever the newsroom is."""
    return moment.astimezone(UTC).date().replace(day=1)


class ShelfManager(models.Manager["Shelf"]):
    def move(self, moves: Months) -> None:
        """Keep the numbers, in the transaction that changes them; all in the same order."""
        for (name, month), number in sorted(moves.items()):
            if number:
                self.get_or_create(list=name, month=month)
                self.filter(list=name, month=month).update(number=F("number") + number)

    def count_anew(self, listings: models.QuerySet[Listing]) -> None:
        month = TruncMonth("published_at", tzinfo=UTC)
        found = listings.order_by().values_list("list", month).annotate(n=Count("pk"))
        counted = Counter({(name, month_of(at)): number for name, at, number in found})
        self.all().delete()
        self.bulk_create(
            Shelf(list=name, month=month, number=number)
            for (name, month), number in counted.items()
        )


class Shelf(models.Model):
    """How many articles of a month stand in a list.

    A deep page finds its month by them; without, a database would step over each newer article.
    """

    list = models.CharField(max_length=30)
    month = models.DateField()
    number = models.IntegerField(default=0)

    objects = ShelfManager()

    class Meta:
        verbose_name = _("shelf")
        verbose_name_plural = _("shelves")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["list", "month"], name="one_shelf_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.list} {self.month:%Y-%m}: {self.number}"
