from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, ImageUse

from . import pickers
from .article_form import ArticleForm
from .base import NewsroomAdmin
from .bulk import BulkPublishing
from .bylines import BylineInline
from .permissions import may_publish, may_touch
from .states import StateFilter, state

STORY: list[Any] = ["headline", "standfirst", "section", "dateline", "body"]
PICTURE: list[Any] = ["lead_image", "lead_caption", "wanted_pictures"]
PLACE: list[Any] = ["tags", "front_position", "slug", "published_at"]


def verb_of(request: HttpRequest) -> str:
    """The button that was pressed, where it is more than saving: publish, withdraw or ""."""
    return next((verb for verb in ("publish", "withdraw") if f"_{verb}" in request.POST), "")


@admin.register(Article)
class ArticleAdmin(BulkPublishing, NewsroomAdmin):
    """Editors write here. Publishing and withdrawing are buttons beside "Save draft"."""

    form: type[ModelForm[Any]] = ArticleForm
    inlines = [BylineInline]
    autocomplete_fields = ["section", "lead_image", "tags"]
    fieldsets = [
        (None, {"fields": STORY}),
        (gettext_lazy("Lead image"), {"fields": PICTURE}),
        (gettext_lazy("Place and time"), {"fields": PLACE}),
    ]
    readonly_fields = ["wanted_pictures"]
    list_display = ["headline", "state_in_words", "section", "published_at"]
    list_filter = [StateFilter, "section"]
    list_select_related = ["section"]
    list_per_page = 50
    show_full_result_count = False
    date_hierarchy = "published_at"
    search_fields = ["headline"]
    ordering = [F("published_at").desc(nulls_first=True), "-pk"]
    actions = ["publish_selected", "withdraw_selected"]

    @admin.display(description=gettext_lazy("state"), ordering="status")
    def state_in_words(self, article: Article) -> str:
        return state(article)

    @admin.display(description=gettext_lazy("wanted, not placed"))
    def wanted_pictures(self, article: Article) -> str:
        """The pictures that wire copy named, each with the page where its file is uploaded."""
        if not article.pk:
            return "-"
        wanted = article.image_uses.filter(role=ImageUse.Role.WANTED).select_related("image")
        links = [(use.image.get_absolute_url(), use.image) for use in wanted]
        return format_html_join(", ", '<a href="{}">{}</a>', links) or "-"

    def view_on_site(self, article: Model) -> str | None:
        """Also for drafts, as a preview: the page shows them to staff who may view articles.

        Asked of the row: a refused form leaves an address in the object that leads nowhere.
        """
        rows = Article.objects.only("slug", "published_at", "created_at")
        stored = rows.filter(pk=article.pk).first()
        return stored.get_absolute_url() if stored else None

    def get_urls(self) -> list[URLPattern]:
        return [*pickers.urls(self.admin_site), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Lists leave the bodies in the database."""
        found = request.resolver_match
        rows = super().get_queryset(request)
        is_list = found is not None and found.url_name == "articles_article_changelist"
        return rows.defer("body", "body_text") if is_list and request.method == "GET" else rows

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and may_touch(request, obj)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> type[ModelForm[Any]]:
        form = super().get_form(request, *args, **kwargs)
        return type(form.__name__, (form,), {"verb": verb_of(request)})

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and verb_of(request) and not may_publish(request):
            raise PermissionDenied
        return super().changeform_view(request, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article = context.get("original")
        context["may_publish"] = may_publish(request)
        context["is_draft"] = article is None or article.status == Article.Status.DRAFT
        context["subtitle"] = f"{article} ({state(article)})" if article else None
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.created_by = obj.created_by if change else request.user
        verb = verb_of(request)
        if verb == "publish":
            obj.publish(by=request.user)
        elif verb == "withdraw":
            obj.withdraw()
        else:
            obj.save()

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kw: Any) -> HttpResponse:
        if verb := verb_of(request):
            return self._say(request, obj, verb)
        return super().response_add(request, obj, *args, **kw)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if verb := verb_of(request):
            return self._say(request, obj, verb)
        return super().response_change(request, obj)

    def _say(self, request: HttpRequest, article: Article, verb: str) -> HttpResponse:
        """Say what became of the article and stay on its page."""
        text = _("“%(article)s” is a draft again: readers no longer see it.")
        if verb == "publish":
            text = _("“%(article)s”: %(state)s.")
        words = {"article": article, "state": state(article)}
        self.message_user(request, text % words, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
