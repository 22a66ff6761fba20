"""The moderators' desk: what waits, and one POST for each decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import ListView, View

from comments.models import Comment, Decision, Stale

VERBS = ("approve", "reject", "mark_spam", "remove", "undo")


class Desk(PermissionRequiredMixin, ListView):
    """Replies that wait, the oldest first, and what was decided last."""

    permission_required = "comments.view_comment"
    template_name = "comments/desk.html"
    context_object_name = "waiting"
    paginate_by = 25

    def handle_no_permission(self) -> HttpResponseRedirect:
        self.raise_exception = self.request.user.is_authenticated
        return super().handle_no_permission()

    def get_queryset(self) -> Any:
        waiting = Comment.objects.waiting().oldest_first()
        return waiting.select_related("article__section", "parent").prefetch_related("signals")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        recent = list(Decision.objects.select_related("comment__article", "by", "undone_by")[:15])
        return super().get_context_data(
            recent=recent,
            undoable=newest_standing(recent),
            may_decide=self.request.user.has_perm("comments.decide_comment"),
            **kwargs,
        )


def newest_standing(newest_first: list[Decision]) -> set[int]:
    """The decisions that Undo would take back: of each reply the newest that still stands."""
    by_reply: dict[int, int] = {}
    for decision in newest_first:
        standing = decision.undoes_id is None and not hasattr(decision, "undone_by")
        if standing and decision.comment.status != Comment.Status.WITHDRAWN:
            by_reply.setdefault(decision.comment_id, decision.pk)
    return set(by_reply.values())


class DecisionView(PermissionRequiredMixin, View):
    """One decision about one reply as it was seen: a newer revision refuses it."""

    permission_required = "comments.decide_comment"
    raise_exception = True

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        comment = get_object_or_404(Comment, pk=pk)
        verb = request.POST.get("verb", "")
        if verb not in VERBS:
            messages.error(request, _("This decision does not exist. Please choose a button."))
            return self.back()
        try:
            comment.revision = int(request.POST.get("revision", ""))
            decision = getattr(comment, verb)(by=request.user)
        except (Stale, ValueError):
            messages.warning(
                request,
                _("Somebody else has decided about the reply of %(name)s; nothing was changed.")
                % {"name": comment.name},
            )
            return self.back()
        if decision:
            messages.success(request, self.receipt(comment))
        else:
            messages.info(request, self.no_change(comment))
        return self.back()

    def back(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("comments:desk"), status=303)

    def receipt(self, comment: Comment) -> str:
        state = comment.get_status_display()
        return _("The reply of %(name)s is %(state)s now.") % {"name": comment.name, "state": state}

    def no_change(self, comment: Comment) -> str:
        state = comment.get_status_display()
        return _("The reply of %(name)s was %(state)s already; nothing was changed.") % {
            "name": comment.name,
            "state": state,
        }
