"""How much one request may carry, decided before anything of its body is read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

FORM = 2_500_000  # bytes; also DATA_UPLOAD_MAX_MEMORY_SIZE
UPLOAD = 500_000_000  # bytes: a dozen pictures of 40 MB at once, from somebody who is logged in


def refuse_large_bodies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a body above the limit gets a 413 and is not read.

    Django's own limit counts no files, and writes them to the disk of whoever is asked. A body
    that does not say how long it is counts as empty, here and there.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        length = _length(request)
        if length > FORM and length > (most := limit(request)):
            return too_large(request, most)
        return get_response(request)

    return middleware


def limit(request: HttpRequest) -> int:
    """Bytes. A cookie that looks like a login opens nothing: the user is looked up."""
    is_upload = request.path_info.startswith("/admin/") and request.user.is_staff
    return UPLOAD if is_upload else FORM


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    megabytes = f"{most / 1_000_000:g}"
    return render(request, "413.html", {"megabytes": megabytes}, status=413)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
