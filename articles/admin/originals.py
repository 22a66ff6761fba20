"""Pictures for staff eyes: the private original and the small copy of one not yet published."""

from __future__ import annotations

from django.core.files import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse

from articles.imaging.inspect import Refused, inspect

OCTETS = "application/octet-stream"


def stream(file: FieldFile) -> FileResponse:
    """The file itself. Only what proves to be a picture is shown in the browser.

    Raises FileNotFoundError.
    """
    opened = file.open("rb")
    name = str(file.name).rsplit("/", 1)[-1]
    mime = _mime(opened, name)
    response = FileResponse(opened, content_type=mime, as_attachment=mime == OCTETS, filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _mime(file: File[bytes], name: str) -> str:
    try:
        return inspect(file, name, file.size).mime
    except (Refused, OSError, SyntaxError):
        return OCTETS
    finally:
        file.seek(0)
