"""For operators and load balancers."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve

from cms import health


def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("live\n", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """What was found, by name. 503 when this machine can serve nothing.

    With ?all also when something else wants looking after: for whoever is to be woken.
    """
    found = health.look()
    unwell = [name for name, finding in found.items() if not finding.well]
    needed = [name for name in unwell if name in health.NEEDED]
    state = "not ready" if needed else "ready, but" if unwell else "ready"
    says = {name: finding.says for name, finding in found.items()}
    refused = needed or ("all" in request.GET and unwell)
    facts = {"state": state, "unwell": unwell, **says}
    return JsonResponse(facts, status=503 if refused else 200, json_dumps_params={"indent": 1})


def answer_probes(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Middleware: balancers ask by number and without TLS, so this comes before all that minds."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/health/"):
            return get_response(request)
        try:
            response = resolve(request.path_info).func(request)
        except Resolver404:
            return get_response(request)
        response["Cache-Control"] = "no-store"
        response["X-Content-Type-Options"] = "nosniff"
        assert isinstance(response, HttpResponse)
        return response

    return middleware
