"""What every page of the desk has in common: who may see it, and that nobody keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

VIEW, DECIDE, BAN = "comments.view_comment", "comments.decide_comment", "comments.ban_comment"
REVEAL, CONFIGURE = "comments.reveal_address", "comments.configure_replies"
MODES = "comments.change_thread"

# The rooms of the desk: address, name, who sees the link.
ROOMS = (
    ("comments:desk", _("Queue"), VIEW),
    ("comments:notices", _("Notices"), DECIDE),
    ("comments:blocks", _("Blocks"), BAN),
    ("comments:log", _("Log"), VIEW),
    ("comments:dashboard", _("Dashboard"), VIEW),
)

SAME_ROOM = {"objections": "notices", "rules": "dashboard"} | dict.fromkeys(
    ("articles", "batches", "bulk"), ""
)


@dataclass(frozen=True, slots=True)
class Link:
    address: str
    text: str
    current: bool = False


@method_decorator(never_cache, name="dispatch")
class DeskPage(PermissionRequiredMixin):
    """Mixed into the desk's views. Who is not logged in is asked to; who may not, gets 403."""

    permission_required: Any = VIEW
    request: HttpRequest

    def handle_no_permission(self) -> HttpResponseRedirect:
        self.raise_exception = self.request.user.is_authenticated
        return super().handle_no_permission()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {"desk_nav": list(rooms(self.request)), **context}


def rooms(request: HttpRequest) -> list[Link]:
    """The rooms that this person may enter; a reply's own pages belong to the queue."""
    desk = reverse("comments:desk")
    here = request.path.removeprefix(desk).partition("/")[0]
    room = SAME_ROOM.get(here, "" if here.isdecimal() else here)
    links = []
    for name, text, permission in ROOMS:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        if request.user.has_perm(permission):
            is_here = address == (f"{desk}{room}/" if room else desk)
            links.append(Link(address, str(text), is_here))
    return links
