"""Whether a form without a token of its own was sent by who seems to send it."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from comments import submissions


def has_session(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def refusal(request: HttpRequest) -> str:
    """Why it was not, in a sentence; "" when all is well.

    Raises PermissionDenied where another site posts with a login: its words must not stand one
    click from the reply of somebody who is logged in.
    """
    if submissions.same_origin(request) is False:
        if has_session(request):
            raise PermissionDenied
        return _("This was sent from another site. Send it from here.")
    if has_session(request) and _lacks_token(request):
        return _("Your login has changed. Please send it again.")
    return ""


@csrf_protect
def _guarded(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _lacks_token(request: HttpRequest) -> bool:
    """Whether Django's CSRF check refuses the request; its own page would lose what was typed."""
    return _guarded(request).status_code != 200
