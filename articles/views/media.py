"""Published pictures. Originals have no address here."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Rendition


@require_safe
def rendition(request: HttpRequest, public_id: str, spec: str, extension: str) -> HttpResponseBase:
    """One rendition; a new file gets a new address, so it may be kept for ever."""
    row = get_object_or_404(
        Rendition.objects.showable(), image__public_id=public_id, spec=spec, extension=extension
    )
    try:
        response = FileResponse(row.file.open(), content_type=row.mime)
    except FileNotFoundError as error:
        raise Http404 from error
    except OSError:
        return away()
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


def away() -> HttpResponse:
    """The disk or the store does not answer: browsers ask again, and nobody keeps this."""
    response = HttpResponse(_("This picture cannot be fetched right now.\n"), "text/plain", 503)
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = "10"
    return response
