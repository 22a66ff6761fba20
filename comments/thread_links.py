"""The ways between the pages and the orders of a thread."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _

from .models import Discussion, Thread
from .models.conversations import page_address


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page of the thread; `current` is the one that is read."""

    text: str
    address: str
    current: bool


def last_page(thread: Thread) -> int:
    return max(1, ceil(thread.root_count / thread.discussion.page_size))


def asked_order(asked: str, discussion: Discussion) -> str:
    """The order that the address names, else the site's."""
    return asked if asked in Discussion.Order.values else discussion.order


def ordered(article_address: str, page: int, order: str, discussion: Discussion) -> str:
    """The address of a page; the usual order is not named in it."""
    return page_address(article_address, page, "" if order == discussion.order else order)


def page_links(
    address: str, page: int, pages: int, order: str, discussion: Discussion
) -> list[Link | None]:
    """The first page, the last one and those around this one; None stands for a gap."""
    if pages == 1:
        return []
    near = sorted({1, *range(max(1, page - 2), min(pages, page + 2) + 1), pages})
    links: list[Link | None] = []
    for before, number in zip([0, *near], near, strict=False):
        if number > before + 1:
            links.append(None)
        target = ordered(address, number, order, discussion)
        links.append(Link(str(number), target, number == page))
    return links


def order_links(address: str, order: str, discussion: Discussion) -> list[Link]:
    ways = {Discussion.Order.OLDEST: _("Oldest first"), Discussion.Order.NEWEST: _("Newest first")}
    return [
        Link(text, ordered(address, 1, way, discussion), way == order) for way, text in ways.items()
    ]
