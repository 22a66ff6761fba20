"""What every admin page of the newsroom does beyond the stock admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import js_asset
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

if TYPE_CHECKING:
    BaseAdmin = admin.ModelAdmin[Model]
else:
    BaseAdmin = admin.ModelAdmin


class NewsroomAdmin(BaseAdmin):
    """Import maps that the content security policy lets run; 422 for a refused form."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        # An import map is an inline script: without the nonce the editor does not start.
        media = js_asset.Media.from_media(context["media"])
        context["media"] = media.with_nonce(str(request.csp_nonce))  # type: ignore[attr-defined]
        response = super().render_change_form(request, context, *args, **kwargs)
        if context.get("errors") and isinstance(response, TemplateResponse):
            response.status_code = 422
        return response
