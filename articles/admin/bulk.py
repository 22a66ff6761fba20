"""Publishing and withdrawing several articles from the list, with a word on each that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import Article

from .permissions import may_publish

if TYPE_CHECKING:
    from .base import NewsroomAdmin as Base
else:
    Base = object


class BulkPublishing(Base):
    """Mixed into ArticleAdmin. An article that fails does not stop the others."""

    @admin.action(description=gettext_lazy("Publish selected articles"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        done = 0
        for article in queryset.filter(status=Article.Status.DRAFT):
            try:
                article.publish(by=request.user)
                done += 1
                self.log_change(request, article, _("Published."))
            except ValidationError as refusal:
                problems = " ".join(refusal.messages)
                text = _("“%(article)s” was not published: %(problems)s")
                words = {"article": article, "problems": problems}
                self.message_user(request, text % words, messages.ERROR)
        said = ngettext("%(count)d article published.", "%(count)d articles published.", done)
        self.message_user(request, said % {"count": done}, _level(done))

    @admin.action(description=gettext_lazy("Withdraw selected articles"), permissions=["publish"])
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        done = 0
        for article in queryset.filter(status=Article.Status.PUBLISHED):
            article.withdraw()
            done += 1
            self.log_change(request, article, _("Withdrawn."))
            text = _("“%(article)s” is a draft again.") % {"article": article}
            self.message_user(request, text, messages.SUCCESS)
        if not done:
            text = _("None of the selected articles is public.")
            self.message_user(request, text, messages.WARNING)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return may_publish(request)


def _level(done: int) -> int:
    return messages.SUCCESS if done else messages.WARNING
