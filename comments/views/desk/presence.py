"""A moderator looks at a reply: colleagues see the name on its card."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View

from comments.models import Comment, Presence

from .base import DECIDE, DeskPage


class PresenceView(DeskPage, View):
    """POST: this moderator looks at this reply, and at no other any more, for two minutes.

    Answers 204, or 409 while somebody else does; it locks nothing.
    """

    permission_required = DECIDE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = cast(User, request.user)
        get_object_or_404(Comment.objects.only("pk"), pk=pk)
        Presence.objects.filter(by=user).exclude(comment=pk).delete()
        mine = Presence.objects.begin(pk, user)
        return HttpResponse(status=204 if mine else 409)
