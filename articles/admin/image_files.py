"""The files of a picture for those who may see images: its original, its small copy, its crops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path

from articles.models import Image

from .originals import stream
from .picture_facts import smallest

if TYPE_CHECKING:
    from .base import NewsroomAdmin as Base
else:
    Base = object


class ImageFiles(Base):
    """Mixed into ImageAdmin."""

    def file_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/original/", wrap(self.original), name="articles_image_original"),
            path("<int:pk>/thumbnail/", wrap(self.thumbnail), name="articles_image_thumbnail"),
            path("<int:pk>/crop/<slug:spec>/", wrap(self.crop), name="articles_image_crop"),
        ]

    def original(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The file as it was uploaded, location data included."""
        return self._stream(self._visible(request, pk).file)

    def thumbnail(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The smallest copy, also of a picture that has no public address."""
        small = smallest(self._visible(request, pk))
        if small is None:
            raise Http404
        return self._stream(small.file)

    def crop(self, request: HttpRequest, pk: int, spec: str) -> HttpResponse:
        """How the picture is cut for one spec."""
        image = self._visible(request, pk)
        row = image.renditions.filter(spec=spec, extension="jpg").first()
        if row is None:
            raise Http404
        return self._stream(row.file)

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
