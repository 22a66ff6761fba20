"""What every request and every answer has to go through."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from articles import page_life

GetResponse = Callable[[HttpRequest], HttpResponse]

# Cookies of a reader whose page differs from everybody else's.
PERSONAL = {settings.SESSION_COOKIE_NAME, "byline_own"}
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


def security_headers(get_response: GetResponse) -> GetResponse:
    """Middleware: headers that Django's own middleware does not set."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()"
        )
        return response

    return middleware


def refuse_foreign_charsets(get_response: GetResponse) -> GetResponse:
    """Middleware: a form in another charset than UTF-8 gets a 400, not a 500 from its decoding."""

    def middleware(request: HttpRequest) -> HttpResponse:
        charset = request.content_params.get("charset", "utf-8") if request.content_params else ""
        if request.content_type in FORMS and charset.lower() not in {"", "utf-8", "utf8"}:
            request.POST = QueryDict()  # the error page must not trip over the body again
            reason = _("This form was sent in a charset that is not UTF-8. Please send it again.")
            return render(request, "400.html", {"reason": reason}, status=400)
        return get_response(request)

    return middleware


def refuse_nul(get_response: GetResponse) -> GetResponse:
    """Middleware: a NUL in address or cookies gets a 400; PostgreSQL would make it a 500."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = request.path_info + request.META.get("QUERY_STRING", "").replace("%00", "\0")
        if "\0" in asked or any("\0" in value for value in request.COOKIES.values()):
            return render(request, "400.html", status=400)
        return get_response(request)

    return middleware


def say_who_may_keep(get_response: GetResponse) -> GetResponse:
    """Middleware: a public page is revalidated each time; a personal one is kept by nobody else.

    A view marks a page that is the same for everybody with the tags it depends on (Cache-Tag).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        page_life.hand_over(request, response)
        if "Cache-Tag" in response and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            response.cookies.pop(settings.CSRF_COOKIE_NAME, None)  # a broken one is not replaced
        if "Cache-Tag" in response and "Cache-Control" not in response:
            personal = not PERSONAL.isdisjoint(request.COOKIES)
            response["Cache-Control"] = (
                "private, no-store" if personal else "max-age=0, must-revalidate"
            )
        return response

    return middleware
