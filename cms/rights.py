"""Who may do what, asked of the database once for a page of the desk or the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission


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
    rows = Permission.objects.order_by()
    if not user.is_superuser:
        groups = user.groups.order_by().values("pk")
        own = rows.filter(pk__in=user.user_permissions.order_by().values("pk"))
        rows = own.union(rows.filter(group__in=groups))
    names = rows.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in names}
