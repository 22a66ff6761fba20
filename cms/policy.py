"""The Content-Security-Policy as a header of every answer."""

from __future__ import annotations

from functools import lru_cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class PolicyMiddleware(CSPMiddleware):
    """The library's, which puts the policy together twice for each answer.

    Nearly all have the same one: those without a nonce of their own.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        has_own = any(name.startswith("_csp_") for name in (*vars(request), *vars(response)))
        if settings.DEBUG or has_own:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _usual())
        return response


@lru_cache(maxsize=1)
def _usual() -> str:
    return str(build_policy())
