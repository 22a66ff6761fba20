"""Pages that say what went wrong and what to do."""

from __future__ import annotations

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms import limits
from cms.storage import StorageAway


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: usually one left open over a login."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's own view renders this page without the site's name."""
    if isinstance(exception, RequestDataTooBig):
        return limits.too_large(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
    return render(request, "400.html", status=400)


def locked_out(request: HttpRequest, *about: object) -> HttpResponse:
    """Too many wrong passwords: the same for a login that exists and for one that does not."""
    seconds = round(settings.AXES_COOLOFF_TIME * 3600)
    minutes = {"minutes": seconds // 60}
    response = render(request, "locked_out.html", minutes, status=429)
    response["Retry-After"] = str(seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """No database and no session: the page must work when they do not.

    A database or a store of pictures that is busy or away is a passing trouble: 503, when to come
    back, and what a reader has typed.
    """
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError | StorageAway):
        return render(request, "500.html", status=500)
    response = render(request, "503.html", {"typed": typed(request)}, status=503)
    response["Retry-After"] = "10"
    if request.method == "POST":
        response["Cache-Control"] = "private, no-store"
    return response


def typed(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """What a reader has sent: name, value, and whether it is the text they wrote.

    Only readers' forms: those of staff may hold passwords and files.
    """
    match = request.resolver_match
    if request.method != "POST" or match is None or match.namespace != "comments":
        return []
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    longest = max(fields, key=lambda field: len(field[1]), default=None)
    return [(*field, field is longest) for field in fields]
