"""What every page of the desk has in common: who may see it, and that nobody keeps it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

VIEW, DECIDE, BAN = "comments.view_comment", "comments.decide_comment", "comments.ban_comment"
REVEAL, CONFIGURE = "comments.reveal_address", "comments.configure_replies"


@method_decorator(never_cache, name="dispatch")
class DeskPage(PermissionRequiredMixin):
    """Mixed into the desk's views. Who is not logged in is asked to; who may not, gets 403."""

    permission_required: Any = VIEW
    request: Any

    def handle_no_permission(self) -> HttpResponseRedirect:
        self.raise_exception = self.request.user.is_authenticated
        return super().handle_no_permission()
