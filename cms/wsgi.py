"""What the server runs."""

from __future__ import annotations

import os

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application

from .pagecache import in_front_of


class Utf8Request(WSGIRequest):
    """Addresses are UTF-8, whatever charset the header claims for the body.

    Django decodes the query string with that charset before any middleware runs, and fails on
    codecs that are none for text. `refuse_foreign_charsets` answers such a form.
    """

    @property
    def encoding(self) -> str:
        return "utf-8"

    @encoding.setter
    def encoding(self, value: str) -> None:
        pass


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django_application = get_wsgi_application()
django_application.request_class = Utf8Request
application = in_front_of(django_application)
