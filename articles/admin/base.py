"""What every admin page of the newsroom does beyond the stock admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import js_asset
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    BaseAdmin = admin.ModelAdmin[Model]
else:
    BaseAdmin = admin.ModelAdmin


class NewsroomAdmin(BaseAdmin):
    """Import maps that the content security policy lets run; 422 for a refused form.

    Actions on rows whose numbers are none are answered with a message.
    """

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *args: Any
    ) -> HttpResponse | None:
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        numbers = [one for one in chosen if one.isascii() and one.isdigit() and len(one) <= 18]
        if len(numbers) < len(chosen):
            self.message_user(request, _("Some of the chosen rows do not exist."), messages.WARNING)
            sent = request.POST.copy()
            sent.setlist(ACTION_CHECKBOX_NAME, numbers)
            request.POST = sent  # type: ignore[assignment]
        return super().response_action(request, queryset, *args)

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
