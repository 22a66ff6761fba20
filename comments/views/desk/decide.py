"""One POST for each decision about one reply."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from comments.models import Comment, Decision, Report, Stale

from .base import DECIDE, DeskPage

VERBS = ("approve", "reject", "mark_spam", "remove", "undo", "keep")


class DecisionView(DeskPage, View):
    """One decision about one reply as it was seen: a newer revision refuses it."""

    permission_required = DECIDE

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        comment = get_object_or_404(Comment, pk=pk)
        verb = request.POST.get("verb", "")
        if verb not in VERBS:
            messages.error(request, _("This decision does not exist. Please choose a button."))
            return self.back()
        try:
            if int(request.POST.get("revision", "")) != comment.revision:
                raise Stale
            decision = self.act(comment, verb)
        except (Stale, ValueError):
            messages.warning(
                request,
                _("Somebody else has decided about the reply of %(name)s; nothing was changed.")
                % {"name": comment.name},
            )
            return self.back()
        self.say(comment, verb, decision)
        return self.back()

    def act(self, comment: Comment, verb: str) -> Decision | None:
        if verb == "keep":
            return Report.objects.keep(comment, by=cast(User, self.request.user))
        found: Decision | None = getattr(comment, verb)(by=self.request.user)
        return found

    def say(self, comment: Comment, verb: str, decision: Decision | None) -> None:
        if verb == "keep":
            kept = _("The reply of %(name)s stays published; its reports are done with.")
            messages.success(self.request, kept % {"name": comment.name})
        elif decision:
            messages.success(self.request, self.receipt(comment, decision))
        else:
            messages.info(self.request, self.no_change(comment))

    def back(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("comments:desk"), status=303)

    def receipt(self, comment: Comment, decision: Decision) -> str:
        if decision.refuses_edit:
            refused = _("The new text of %(name)s was refused; readers see the earlier one.")
            return refused % {"name": comment.name}
        if decision.before == decision.after and decision.proposed_before_id:
            return _("The new text of %(name)s is published now.") % {"name": comment.name}
        state = comment.get_status_display()
        return _("The reply of %(name)s is %(state)s now.") % {"name": comment.name, "state": state}

    def no_change(self, comment: Comment) -> str:
        state = comment.get_status_display()
        return _("The reply of %(name)s was %(state)s already; nothing was changed.") % {
            "name": comment.name,
            "state": state,
        }
