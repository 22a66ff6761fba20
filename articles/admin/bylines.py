from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from articles.models import Article, Byline

from .permissions import may_touch

if TYPE_CHECKING:
    Inline = admin.TabularInline[Byline, Article]
else:
    Inline = admin.TabularInline


MOST = 20


class BylineInline(Inline):
    """The names over an article. They are part of it: who may change the one may the other."""

    model = Byline
    autocomplete_fields = ["contributor"]
    fields = ["contributor", "position"]
    extra = 1
    max_num = MOST

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Never more forms than that, whatever number the request names."""
        limits = {"absolute_max": MOST, "validate_max": True}
        return super().get_formset(request, obj, **{**kwargs, **limits})

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        verb = "change" if obj else "add"
        return request.user.has_perm(f"articles.{verb}_article") and may_touch(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may_view = request.user.has_perm("articles.view_article")
        return may_view or self.has_change_permission(request, obj)
