"""Until when a page is true, where time alone will change it.

A view, a template tag or whatever else knows of such a moment says so; whoever keeps pages reads
the earliest as `response.page_until` (an aware datetime, or missing). Announcements
(articles.changes) are for changes that somebody makes. The appearance of a scheduled article needs
no word: nothing is kept beyond the next.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

JUST_NOW = timedelta(seconds=2)  # so long ago the page may have been begun


def end_at(holder: HttpRequest | HttpResponseBase, *moments: datetime | None) -> None:
    """The page that answers this request, or this very response, is not true after any of them.

    Moments that have long passed, and None, say nothing.
    """
    begun = timezone.now() - JUST_NOW
    until = getattr(holder, "page_until", None)
    coming = [moment for moment in moments if moment is not None and moment > begun]
    if coming:
        earliest = min([until, *coming] if until else coming)
        setattr(holder, "page_until", earliest)  # noqa: B010 - no class declares it


def hand_over(request: HttpRequest, response: HttpResponse) -> None:
    """Let the response know what was said about its request."""
    end_at(response, getattr(request, "page_until", None))
