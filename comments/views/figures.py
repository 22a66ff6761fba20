"""What became of the replies of a month, for everybody, while the newsroom publishes that."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import TemplateView

from comments.models import Discussion
from comments.models.figures import Figures, Month, months

from .mine import wait_in_words

FRESH = 300  # seconds for which nobody counts again
LISTED = 24  # months that a page leads to


class FiguresView(TemplateView):
    """A month; without one in the address, this month as far as it has come."""

    template_name = "comments/figures.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not Discussion.objects.current().publish_figures:
            raise Http404
        there = months()
        month = self.month(**kwargs) if kwargs else there[0]
        if month not in there:
            raise Http404
        figures = self.figures(month)
        context = self.get_context_data(
            month=month,
            figures=figures,
            wait=wait_in_words(figures.wait),
            is_running=month == there[0],
            months=there[:LISTED],
        )
        response = self.render_to_response(context)
        response["Cache-Tag"] = "site lists"
        return response

    def figures(self, month: Month) -> Figures:
        name = f"figures:{month.year}-{month.month}"
        found: Figures | None = cache.get(name)
        if found is None:
            found = Figures.of(month)
            cache.set(name, found, FRESH)
        return found

    def month(self, year: str, month: str) -> Month:
        if not 1 <= int(month) <= 12:
            raise Http404
        return Month(int(year), int(month))
