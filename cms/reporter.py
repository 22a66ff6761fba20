"""The error page of DEBUG, without anything that a reader has typed."""

from __future__ import annotations

from collections.abc import ItemsView
from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class HideTyped(SafeExceptionReporterFilter):
    """Django's own filter hides nothing while DEBUG is on; an address must not be seen then.

    A form is in the local variables of many functions, so after a POST none is shown.
    """

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: FrameType
    ) -> ItemsView[str, Any]:
        if request is not None and request.method == "POST":
            return dict[str, Any]().items()
        return super().get_traceback_frame_variables(request, tb_frame)

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        if request is None:
            return {}
        return dict.fromkeys(request.POST, self.cleansed_substitute)
