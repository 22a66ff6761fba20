from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_update_with_history

from .image import DERIVED, IN_FILES, Image
from .image_search import index_later

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOST = 2000  # images of one change
Values = dict[str, Any]  # by the name of the column, as JSON


class BulkChangeManager(models.Manager["BulkChange"]):
    def make(self, images: Sequence[int], values: Values, *, by: User | None) -> BulkChange:
        """Give these images the same values: one decision, one undo, a history row for each.

        Raises ValueError for more than MOST images.
        """
        if len(images) > MOST:
            raise ValueError(f"{len(images)} images are more than {MOST}.")
        with transaction.atomic():
            rows = list(_locked(images))
            change = self.model(by=by, fields=sorted(values))
            change.before = {str(row.pk): _values(row, values) for row in rows}
            changed = [row for row in rows if _values(row, values) != _json(values)]
            _write(changed, [values] * len(changed), by, _now("Changed together with others."))
            change.after = _json(values)
            change.save()
        return change


class BulkChange(models.Model):
    """What several images were given at once, and what each had before."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    fields = models.JSONField(default=list)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # by image
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    undone_at = models.DateTimeField(_("undone"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = BulkChangeManager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("bulk change")
        verbose_name_plural = _("bulk changes")

    def __str__(self) -> str:
        return ", ".join(self.labels())

    def labels(self) -> list[str]:
        """The names of the fields, as forms write them."""
        return [str(_field(name).verbose_name) for name in self.fields]

    def undo(self, *, by: User | None) -> list[Image]:
        """Give each image back what it had; those changed since are left alone, and returned."""
        if self.undone_at:
            return []
        with transaction.atomic():
            rows = list(_locked([int(number) for number in self.before]))
            same = [row for row in rows if _values(row, self.fields) == self.after]
            olds = [self.before[str(row.pk)] for row in same]
            _write(same, olds, by, _now("A change of several was undone."))
            self.undone_at, self.undone_by = timezone.now(), by
            self.save(update_fields=["undone_at", "undone_by"])
        kept = {row.pk for row in same}
        return [row for row in rows if row.pk not in kept]


def _locked(images: Sequence[int]) -> models.QuerySet[Image]:
    return Image.objects.select_for_update().filter(pk__in=images).order_by("pk")


def _write(rows: Sequence[Image], values: Sequence[Values], by: User | None, why: str) -> None:
    """Store the values with a row of history each, and let files, index and pages follow."""
    if not rows:
        return
    followers = []
    for row, new in zip(rows, values, strict=True):
        before = {name: getattr(row, name) for name in (*IN_FILES, "packet_version", "status")}
        for name, value in new.items():
            setattr(row, _field(name).attname, _field(name).to_python(value))
        row.updated_at = timezone.now()
        if any(row._compare(before)):
            followers.append(row)
    names = sorted({*values[0], *DERIVED})
    bulk_update_with_history(
        rows, Image, names, batch_size=200, default_user=by, default_change_reason=why
    )
    for row in rows:
        index_later(row.pk)
        row._follow() if row in followers else row.announce()


def _values(row: Image, names: Any) -> Values:
    return _json({name: getattr(row, _field(name).attname) for name in names})


def _json(values: Values) -> Values:
    """The values as they come back from the database's JSON."""
    read: Values = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return dict(sorted(read.items()))


def _field(name: str) -> Any:
    return Image._meta.get_field(name)
