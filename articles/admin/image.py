from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet, prefetch_related_objects
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from articles.imaging.metadata import read
from articles.models import Image

from . import killing, reports, upload_page
from .base import NewsroomAdmin
from .bulk_credit import BulkCredit
from .image_files import ImageFiles
from .image_form import ImageForm
from .image_panels import ImagePanels
from .library_filters import FACETS, CountedSoFar
from .library_list import LibraryList
from .permissions import may_touch_image
from .picture_facts import said_of_status

FILE: list[Any] = ["file", "preview", ("focal_x", "focal_y"), "crops"]
WORDS: list[Any] = [
    *("caption", "alt_text", "is_decorative", "long_description", "headline", "title"),
    *("keywords", "people", "language", "section"),
]
CREDIT: list[Any] = [
    *("creators", "provider", "distributor", "credit_style", "credit_override"),
    *("composed_credit", "source_text", "copyright_notice", "is_file_photo", "is_handout"),
]
RIGHTS: list[Any] = [
    *("instructions", "usage_terms", "web_statement", "licensor_name", "licensor_url"),
    *("data_mining", "restrictions", "valid_from", "valid_until", "one_time_use", "no_archive"),
    *("mandatory_credit", "editorial_only", "no_sales"),
]
ORIGIN: list[Any] = [
    *("kind", "digital_source_type", "ai_system", "date_created", "place_text", "city"),
    *("country", "country_code", "job_id"),
]
IN_FILE: list[Any] = ["disagreements", "twins", "file_says"]
STATE: list[Any] = ["status_in_words", "used_in", "prints", "uploaded_by", "created_at"]


@admin.register(Image)
class ImageAdmin(
    BulkCredit,
    ImageFiles,
    ImagePanels,
    SimpleHistoryAdmin,  # type: ignore[misc]
    NewsroomAdmin,
):
    """The picture library: uploading, describing, crediting, finding, taking away."""

    form: type[ModelForm[Any]] = ImageForm
    autocomplete_fields = ["provider", "distributor"]
    fieldsets = [
        (None, {"fields": FILE + WORDS}),
        (gettext_lazy("Credit"), {"fields": CREDIT}),
        (gettext_lazy("Rights"), {"fields": RIGHTS}),
        (gettext_lazy("Origin"), {"fields": ORIGIN}),
        (gettext_lazy("The file"), {"fields": IN_FILE}),
        (gettext_lazy("State"), {"fields": STATE}),
    ]
    readonly_fields = ["preview", "crops", "composed_credit", *IN_FILE, *STATE]
    list_display = ["__str__"]  # the grid shows more: see LibraryList
    list_filter = FACETS
    list_select_related = ["provider", "distributor"]
    list_per_page = 36
    ordering = ["-pk"]
    sortable_by = []
    paginator = CountedSoFar
    show_full_result_count = False
    search_fields = ["caption"]  # that there is a search; `get_search_results` does it
    search_help_text = gettext_lazy("Words of the caption, the credit, people, places, keywords.")
    actions = ["change_together"]
    history_list_display = ["status"]
    view_on_site = False

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        image = super().get_object(request, *args, **kwargs)
        if image is not None:
            prefetch_related_objects([image], "renditions")
        return image

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LibraryList

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return (queryset.matching(search_term) if search_term.strip() else queryset), False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and may_touch_image(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may only look gets no link to the file, which has no address; the preview has one."""
        if obj is None or self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        words = [name for name in FILE + WORDS if name != "file"]
        return [(None, {"fields": words}), *self.fieldsets[1:]]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new file fills what nobody typed; a point set here was set by hand."""
        file = form.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            obj.uploaded_by = request.user
            obj.fill(read(file))
            file.seek(0)
        if {"focal_x", "focal_y"} & set(form.changed_data):
            obj.focal_source = Image.FocalSource.MANUAL
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("preview"))
    def preview(self, image: Image) -> str:
        if not image.pk or not image.file:
            return "-"
        name = str(image.file.name).rsplit("/", 1)[-1]
        return format_html(
            '<a href="{0}"><img class="library-preview" data-focal="{3}" src="{0}"'
            ' alt="{1}"></a> {2}',
            reverse("admin:articles_image_original", args=[image.pk]),
            image.alt_text or _("the picture as it was uploaded"),
            name,
            _("Focal point: press or drag, or use the arrow keys"),
        )

    @admin.display(description=gettext_lazy("credit as printed"))
    def composed_credit(self, image: Image) -> str:
        return image.credit or "-"

    @admin.display(description=gettext_lazy("status"))
    def status_in_words(self, image: Image) -> str:
        """The status now, with what stands against showing it or must be heeded."""
        name = str(Image.Status(image.state).label) if image.pk else "-"
        reasons = said_of_status(image, image.problems()) if image.pk else ""
        return f"{name}: {reasons}" if reasons else name

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Pictures")} | (extra_context or {}))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if (image := context.get("original")) is not None:
            context["subtitle"] = f"{image} ({self.status_in_words(image)})"
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site
        undo = path(
            "together/<int:pk>/", site.admin_view(self.undo_together), name="articles_image_undo"
        )
        own = [*upload_page.urls(site), *killing.urls(site), *reports.urls(site), undo]
        return [*self.file_urls(), *own, *super().get_urls()]
