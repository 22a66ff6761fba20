"""Pages of the admin that belong to no table."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.utils.functional import Promise
from django.views.generic import FormView


class FormPage(PermissionRequiredMixin, FormView):
    """A form in the admin's frame, for who has the right to it; 422 when it is refused."""

    raise_exception = True
    title: str | Promise
    site: AdminSite | None = None  # given to `as_view`

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.answer(form, status=422)

    def answer(self, form: Any, *, status: int = 200, **context: Any) -> HttpResponse:
        """The page again, with what its form has led to."""
        context = self.get_context_data(form=form, **context)
        return self.render_to_response(context, status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert self.site
        frame = self.site.each_context(self.request)
        return super().get_context_data(title=self.title, **frame, **kwargs)
