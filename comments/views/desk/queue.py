"""What lies on the desk: the piles, and in which order they are worked through."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from comments.models import Comment, stacks
from comments.models.offers import offers
from comments.models.piles import PILES, figures

from . import card_rows, cards, decided, paging
from .base import DeskPage
from .filters import Filters
from .words import (
    ALL_ORDERS,
    COUNTS,
    ESCALATIONS,
    PILE_NAMES,
    SIGNALS,
    Tab,
    choices,
    nothing_here,
    title,
)


class QueueView(DeskPage, TemplateView):
    """One pile, filtered and ordered as its address says, 20 cards at a time."""

    template_name = "comments/desk/queue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = cast(User, self.request.user)
        filters = Filters.read(self.request.GET)
        numbers = figures(user, filters.article)
        page = self.page(filters)
        offered = offers()
        context = super().get_context_data(**kwargs)
        context |= cards.context(self.request, offered.reasons)
        return context | {
            "filters": filters,
            "problems": filters.problems,
            "page": page,
            "title": title(filters, numbers),
            "nothing_here": nothing_here(filters),
            "tabs": self.tabs(filters, numbers),
            "figures": numbers,
            "since": numbers["since"],
            "newest": numbers["newest"],
            "article": filters.article,
            "sections": offered.sections,
            "signals": choices(SIGNALS),
            "escalations": choices(ESCALATIONS),
            "statuses": Comment.Status.choices,
            "orders": choices(ALL_ORDERS),
            "stacks": stacks.offered() if filters.is_beginning(self.request.GET) else [],
            "before": self.address(before=page.before) if page.before else "",
            "after": self.address(after=page.after) if page.after else "",
            **self.shown(filters, page, user),
        }

    def page(self, filters: Filters) -> paging.Page:
        """The page asked for; the first one where its cursor leads nowhere."""
        after, before = (self.request.GET.get(name, "")[:60] for name in ("after", "before"))
        try:
            return self.rows(filters, after, before)
        except ValueError:
            filters.problems.append(_("This page does not exist; here is the first one."))
            return self.rows(filters)

    def rows(self, filters: Filters, after: str = "", before: str = "") -> paging.Page:
        if filters.pile == "mine":
            rows = decided.by(cast(User, self.request.user), filters.rows())
            order = paging.FIRST if filters.order == "oldest" else paging.LAST
            return paging.page(rows, order, after=after, before=before, load=decided.read)
        is_all = filters.pile == "all"
        # Those of one status have an index by time; of all of them only their numbers have one.
        order = ORDERS[is_all and not filters.status][filters.order]
        return paging.page(filters.rows(), order, after=after, before=before, load=card_rows.read)

    def shown(self, filters: Filters, page: paging.Page, user: User) -> dict[str, Any]:
        if filters.pile == "mine":
            return {"receipts": page.rows, "cards": [], "recent": []}
        recent = decided.lately()
        return {
            "cards": cards.cards(self.request, page.rows),
            "recent": recent,
            "receipt": decided.just_now(recent, user),
        }

    def tabs(self, filters: Filters, numbers: dict[str, int]) -> list[Tab]:
        """Each leads to its pile with the same filters; the order is the pile's own."""
        return [
            Tab(
                pile,
                str(PILE_NAMES[pile]),
                numbers[pile],
                self.address(pile="" if pile == "waiting" else pile, order="", deferred=""),
                pile == filters.pile,
                str(COUNTS.get(pile, "")),
            )
            for pile in PILES
        ]

    def address(self, **changes: str) -> str:
        """This page's address with other values, from its beginning unless they say where."""
        query = self.request.GET.copy()
        for name, value in ({"after": "", "before": ""} | changes).items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"?{query.urlencode()}"


ORDERS: tuple[dict[str, paging.Order], ...] = (
    {
        "urgent": paging.URGENT,
        "oldest": paging.OLDEST,
        "newest": paging.NEWEST,
        "score": paging.SCORE,
    },
    {"oldest": paging.FIRST, "newest": paging.LAST},
)
