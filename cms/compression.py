from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXT = ("text/", "application/json", "application/rss+xml", "application/xml")


class CompressText(GZipMiddleware):
    """gzip for text alone: pictures are compressed already, and cost the most.

    No random bytes are added, so the same page is the same bytes. They would hide the length of
    secrets from BREACH; public pages hold none, and Django masks its token anew in each answer.
    """

    max_random_bytes = 0

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith(TEXT):
            return response
        return super().process_response(request, response)
