"""Replies in the admin: the thread on its article's page, and the site's settings.

No admin shows the replies themselves: they are decided on the desk, and addresses stay sealed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from articles.admin import ArticleAdmin
from articles.models import Article
from comments.models import Discussion, Thread

if TYPE_CHECKING:
    ThreadOnArticle = admin.StackedInline[Thread, Article]
    DiscussionModelAdmin = admin.ModelAdmin[Discussion]
else:
    ThreadOnArticle = admin.StackedInline
    DiscussionModelAdmin = admin.ModelAdmin


class ThreadInline(ThreadOnArticle):
    model = Thread
    fields = ["mode", "closes_at", "reply_count"]
    readonly_fields = ["reply_count"]
    can_delete = False  # its replies would lose the number that is kept with it


# Here and not in ArticleAdmin: articles does not know that comments exist.
ArticleAdmin.inlines = [*ArticleAdmin.inlines, ThreadInline]


@admin.register(Discussion)
class DiscussionAdmin(DiscussionModelAdmin):
    """One row: the list leads straight to it."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        row = Discussion.objects.first()
        if row and self.has_view_permission(request):
            page = reverse("admin:comments_discussion_change", args=[row.pk])
            return HttpResponseRedirect(page)
        if self.has_add_permission(request):
            return HttpResponseRedirect(reverse("admin:comments_discussion_add"))
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "add") and not Discussion.objects.exists()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "change")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "view") or self._may(request, "change")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _may(self, request: HttpRequest, verb: str) -> bool:
        names = ("comments.configure_replies", f"comments.{verb}_discussion")
        return any(request.user.has_perm(name) for name in names)
