"""Published pictures. Originals have no address here."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.models import Rendition


@require_safe
def rendition(request: HttpRequest, public_id: str, spec: str, extension: str) -> FileResponse:
    """One rendition; a new file gets a new address, so it may be kept for ever."""
    row = get_object_or_404(
        Rendition.objects.showable(), image__public_id=public_id, spec=spec, extension=extension
    )
    try:
        response = FileResponse(row.file.open(), content_type=row.mime)
    except FileNotFoundError as error:
        raise Http404 from error
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response
