from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Image

from .base import NewsroomAdmin
from .image_form import ImageForm
from .originals import stream
from .permissions import may_touch_image
from .picture_facts import smallest, thumbnail

WORDS: list[Any] = ["file", "preview", "caption", "alt_text", "is_decorative"]
RIGHTS: list[Any] = [
    "creators",
    "provider",
    "distributor",
    "credit_override",
    "composed_credit",
    "is_file_photo",
    "is_handout",
]
STATE: list[Any] = ["status_in_words", "used_in", "uploaded_by", "created_at"]


@admin.register(Image)
class ImageAdmin(NewsroomAdmin):
    """The picture library: uploading, describing, crediting."""

    form: type[ModelForm[Any]] = ImageForm
    autocomplete_fields = ["provider", "distributor"]
    fieldsets = [
        (None, {"fields": WORDS}),
        (gettext_lazy("Credit"), {"fields": RIGHTS}),
        (gettext_lazy("State"), {"fields": STATE}),
    ]
    readonly_fields = ["preview", "composed_credit", *STATE]
    list_display = ["small", "__str__", "composed_credit", "status_in_words", "created_at"]
    list_display_links = ["small", "__str__"]
    list_filter = ["status", "provider", "is_file_photo"]
    list_select_related = ["provider", "distributor"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["caption", "alt_text", "credit_override", "provider__name"]
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("renditions")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and may_touch_image(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may only look gets no link to the file, which has no address; the preview has one."""
        if obj is None or self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        words = [name for name in WORDS if name != "file"]
        return [(None, {"fields": words}), *self.fieldsets[1:]]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if "file" in form.changed_data:
            obj.uploaded_by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("picture"))
    def small(self, image: Image) -> str:
        address = thumbnail(image)
        if not address:
            return _("no preview yet")
        alt = image.alt_text or str(image)
        return format_html('<img class="library-thumb" src="{}" alt="{}">', address, alt)

    @admin.display(description=gettext_lazy("preview"))
    def preview(self, image: Image) -> str:
        if not image.pk or not image.file:
            return "-"
        name = str(image.file.name).rsplit("/", 1)[-1]
        return format_html(
            '<a href="{0}"><img class="library-preview" src="{0}" alt="{1}"></a> {2}',
            reverse("admin:articles_image_original", args=[image.pk]),
            image.alt_text or _("the picture as it was uploaded"),
            name,
        )

    @admin.display(description=gettext_lazy("credit as printed"))
    def composed_credit(self, image: Image) -> str:
        return image.credit or "-"

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def status_in_words(self, image: Image) -> str:
        problems = "; ".join(image.problems()) if image.pk else ""
        name = str(image.get_status_display())
        return f"{name}: {problems}" if problems else name

    @admin.display(description=gettext_lazy("used in"))
    def used_in(self, image: Image) -> str:
        uses = image.uses.select_related("article").defer("article__body") if image.pk else []
        lines = [
            (
                reverse("admin:articles_article_change", args=[use.article_id]),
                use.article,
                use.get_role_display(),
            )
            for use in uses
        ]
        return format_html_join("\n", '<div><a href="{}">{}</a> ({})</div>', lines) or "-"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/original/", wrap(self.original), name="articles_image_original"),
            path("<int:pk>/thumbnail/", wrap(self.thumbnail), name="articles_image_thumbnail"),
            *super().get_urls(),
        ]

    def original(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The file as it was uploaded, location data included: for those who may see images."""
        return self._stream(self._visible(request, pk).file)

    def thumbnail(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The smallest copy of a picture that has no public address yet."""
        small = smallest(self._visible(request, pk))
        if small is None:
            raise Http404
        return self._stream(small.file)

    def _visible(self, request: HttpRequest, pk: int) -> Image:
        image = get_object_or_404(Image, pk=pk)
        if not self.has_view_permission(request, image):
            raise PermissionDenied
        return image

    def _stream(self, file: FieldFile) -> HttpResponse:
        try:
            return stream(file)  # type: ignore[return-value]
        except (FileNotFoundError, ValueError):  # no file at all, or gone from the storage
            raise Http404 from None
