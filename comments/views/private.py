"""What the pages behind a token have in common: who has the address may look and act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView

from comments import submissions


class PrivatePage(TemplateView):
    """A page that nobody keeps, lists or is told of; the token in its address is the right to it.

    So a form on it needs no other token, but has to come from the page itself.
    """

    same_origin_only = True

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponse]:
        """Exempt as a whole: a subclass with a `dispatch` of its own would lose a mark on that."""
        return csrf_exempt(sensitive_post_parameters()(super().as_view(**initkwargs)))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        foreign = request.method == "POST" and submissions.same_origin(request) is False
        if foreign and self.same_origin_only:
            response: HttpResponseBase = self.trouble(_("This was sent from another site."), 403)
        else:
            response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "same-origin"  # the token stays on this site
        return response

    def trouble(self, title: str, status: int, text: str = "") -> HttpResponse:
        """A page that says why not and what to do."""
        context = {
            "title": title,
            "text": text or _("Please open the page and send it from there."),
        }
        return render(self.request, "comments/trouble.html", context, status=status)
