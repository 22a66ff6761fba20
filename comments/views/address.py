"""What happens with the address that the form asks for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from comments.models import Discussion


class AddressView(TemplateView):
    """The promise over the form, in full."""

    template_name = "comments/address.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        days = Discussion.objects.current().retention().days
        response = self.render_to_response(self.get_context_data(days=days))
        response["Cache-Tag"] = "site"
        return response
