"""How replies are taken, on the pages of what decides about it: articles and sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils.translation import gettext as _

from articles.admin import ArticleAdmin, SectionAdmin
from articles.models import Article, Section
from comments.models import Mode, SectionDiscussion, Thread

if TYPE_CHECKING:
    ThreadOnArticle = admin.StackedInline[Thread, Article]
    DiscussionInSection = admin.StackedInline[SectionDiscussion, Section]
else:
    ThreadOnArticle = DiscussionInSection = admin.StackedInline


class ThreadInline(ThreadOnArticle):
    model = Thread
    fields = ["mode", "slow_seconds", "closes_at", "reply_count"]
    readonly_fields = ["reply_count"]
    can_delete = False  # its replies would lose the number that is kept with it


class SectionInline(DiscussionInSection):
    model = SectionDiscussion
    fields = ["mode", "slow_seconds", "needs_two"]
    can_delete = False

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "mode":  # above a section there is the site alone
            kwargs["choices"] = [("", _("as the site")), *Mode.choices[1:]]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


# Here and not in articles: it does not know that replies exist.
ArticleAdmin.inlines = [*ArticleAdmin.inlines, ThreadInline]
SectionAdmin.inlines = [*SectionAdmin.inlines, SectionInline]
