"""Published pictures. Originals have no address here."""

from __future__ import annotations

from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Rendition


@require_safe
def rendition(request: HttpRequest, folder: str, spec: str, extension: str) -> HttpResponse:
    """One rendition; new words in the file give it a new address, so it may be kept for ever.

    An older address leads to the file of now: nobody is served an old credit.
    """
    public_id = folder.partition("-")[0]
    rows = Rendition.objects.showable().filter(image__public_id=public_id)
    row = rows.filter(spec=spec, extension=extension).select_related("image").first()
    if row is None:
        return _missing(public_id)
    if folder != row.folder:
        response = HttpResponseRedirect(row.get_absolute_url())
        response["Cache-Control"] = "public, max-age=60"
        return response
    return _file(row)


def _file(row: Rendition) -> HttpResponse:
    try:
        response = FileResponse(row.file.open(), content_type=row.mime)
    except FileNotFoundError as error:
        if _is_unmounted(row.file.storage):
            return away()
        raise Http404 from error
    except OSError:
        return away()
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response  # type: ignore[return-value]


def _is_unmounted(storage: object) -> bool:
    """Whether the whole folder is away, or empty as the place of a disk is without it."""
    if not isinstance(storage, FileSystemStorage):
        return False
    place = Path(storage.location)
    return not place.is_dir() or not any(place.iterdir())


def _missing(public_id: str) -> HttpResponse:
    """410 for a picture that was withdrawn, so that machines forget it; 404 for any other."""
    if not Rendition.objects.were_withdrawn(public_id):
        raise Http404
    response = HttpResponse(_("This picture was withdrawn."), content_type="text/plain", status=410)
    response["Cache-Control"] = "public, max-age=60"
    return response


def away() -> HttpResponse:
    """The disk or the store does not answer: browsers ask again, and nobody keeps this."""
    response = HttpResponse(_("This picture cannot be fetched right now.\n"), "text/plain", 503)
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = "10"
    return response
