"""The site's settings for replies, with a box that tries them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import NewsroomAdmin
from comments.models import Discussion
from comments.moderation.words import problems

from .people import PersonalDataView
from .trial import TrialView

if TYPE_CHECKING:
    DiscussionModelForm = forms.ModelForm[Discussion]
else:
    DiscussionModelForm = forms.ModelForm

LISTS = ("held_words", "blocked_words")
WORDS_HELP = gettext_lazy(
    "One in a line: a word, several words, /a regular expression/, a domain, or a network such as"
    " 192.0.2.0/24. A * lets a word go on. Case, invisible characters and lookalike letters make"
    " no difference. Networks are compared with a reply while it is being sent; afterwards its"
    " network is not known. Nothing here is compared with anybody's email address."
)

FIGURES_HELP = gettext_lazy(
    "A public page, /comments/figures/, says for each month how many replies came and what became"
    " of them. Nothing leads readers there but a link that you set yourself."
)


class DiscussionForm(DiscussionModelForm):
    """Refuses lines that no reply can be compared with, and says which and why."""

    class Meta:
        model = Discussion
        fields = "__all__"
        help_texts = {**dict.fromkeys(LISTS, WORDS_HELP), "publish_figures": FIGURES_HELP}

    def clean_held_words(self) -> str:
        return self._checked("held_words")

    def clean_blocked_words(self) -> str:
        return self._checked("blocked_words")

    def _checked(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if bad := problems(text):
            raise forms.ValidationError([_line(one.line, one.pattern, one.why) for one in bad[:10]])
        return text


def _line(number: int, pattern: str, why: str) -> str:
    return _("Line %(number)d, “%(pattern)s”, cannot be used: %(why)s.") % {
        "number": number,
        "pattern": pattern[:80],
        "why": why,
    }


@admin.register(Discussion)
class DiscussionAdmin(NewsroomAdmin):
    """One row: the list leads straight to it."""

    form = DiscussionForm  # type: ignore[assignment]
    fieldsets = [
        (_("Who may reply"), {"fields": ["is_open", "close_after_days", "edit_minutes"]}),
        (
            _("What waits for a moderator"),
            {"fields": ["premoderation", "link_limit", "held_words", "blocked_words"]},
        ),
        (_("On the page"), {"fields": ["page_size", "order", "depth", "body_length"]}),
        (_("At the desk"), {"fields": ["digest_minutes", "links_need_login", "notice_days"]}),
        (_("What is kept and told"), {"fields": ["retention_days", "publish_figures"]}),
    ]

    def get_urls(self) -> list[URLPattern]:
        trial = self.admin_site.admin_view(TrialView.as_view(site=self.admin_site))
        people = self.admin_site.admin_view(PersonalDataView.as_view(site=self.admin_site))
        return [
            path("try/", trial, name="comments_discussion_try"),
            path("personal-data/", people, name="comments_personal_data"),
            *super().get_urls(),
        ]

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
