"""Lists of what has to be decided by a day: a tab for each state, the oldest deadline first."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.views.generic import TemplateView

from . import paging
from .base import DECIDE, DeskPage, Link


class DeadlineList(DeskPage, TemplateView):
    """Rows of one state; `after` in the address goes on where another page ended."""

    permission_required = DECIDE
    states: tuple[tuple[str, Any], ...]
    address: str  # its name

    def rows(self) -> QuerySet[Any]:
        """All rows of the kind, with what the list shows of them."""
        raise NotImplementedError

    def counts(self) -> dict[str, dict[str, int]]:
        """By state: `n`, and `late` for how many are overdue."""
        raise NotImplementedError

    @property
    def state(self) -> str:
        """The one that the address names, else the first."""
        asked = self.request.GET.get("state", "")
        return asked if asked in dict(self.states) else self.states[0][0]

    def tabs(self) -> list[tuple[Link, dict[str, int]]]:
        start, counts = reverse(self.address), self.counts()
        return [
            (Link(f"{start}?state={state}", str(text), state == self.state), counts[state])
            for state, text in self.states
        ]

    def page(self) -> paging.Page:
        rows = self.rows().filter(state=self.state)
        try:
            return paging.page(rows, paging.URGENT, after=self.request.GET.get("after", ""))
        except ValueError:  # no place in this order: from the start
            return paging.page(rows, paging.URGENT)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.page()
        return super().get_context_data(
            rows=page.rows, cursor=page.after, tabs=self.tabs(), state=self.state, **kwargs
        )
