"""Who may do what, asked of the database once for a page of the desk or the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import IntegerField, QuerySet

from articles.prepared import Prepared, Slot

NAMES = ("content_type__app_label", "codename")


class RightsBackend(ModelBackend):
    """Django's own, but with one question for a person's rights and those of their groups."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if not hasattr(user_obj, "_perm_cache"):
            user_obj._perm_cache = _all(user_obj)
        found: set[str] = user_obj._perm_cache
        return found


def _all(user: Any) -> set[str]:
    """As "app.codename"."""
    if user.is_superuser:
        found = list(Permission.objects.order_by().values_list(*NAMES))
    else:
        found = _of_one(user=user.pk)
    return {f"{app}.{codename}" for app, codename in found}


@Prepared
def _of_one() -> QuerySet[Any, Any]:
    """Pairs of an app and a codename."""
    user, rows = Slot("user", IntegerField()), Permission.objects.order_by()
    own, of_groups = rows.filter(user__pk=user), rows.filter(group__user__pk=user)
    return own.values_list(*NAMES).union(of_groups.values_list(*NAMES))
