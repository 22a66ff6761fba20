"""The moderators' desk: what waits, and one POST for each decision."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.contrib.auth.models import User
from django.db.models import Min, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import ListView, View

from comments import vault
from comments.models import Comment, Decision, Report, Stale

VERBS = ("approve", "reject", "mark_spam", "remove", "undo", "keep")
REPORTED = 25  # published replies with reports that the desk shows at once


@method_decorator(never_cache, name="dispatch")
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
        return _for_cards(Comment.objects.undecided().oldest_first())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        recent = list(Decision.objects.select_related("comment__article", "by", "undone_by")[:15])
        return super().get_context_data(
            recent=recent,
            reported=reported(),
            staff_addresses=staff_addresses(),
            undoable=newest_standing(recent),
            may_decide=self.request.user.has_perm("comments.decide_comment"),
            **kwargs,
        )


def staff_addresses() -> frozenset[str]:
    """The indexes of the newsroom's addresses: who types one is pointed out, and no more."""
    staff = User.objects.filter(is_staff=True, is_active=True).exclude(email="")
    addresses = staff.values_list("email", flat=True)
    return frozenset(index for address in addresses for index in vault.indexes(address))


def _for_cards(rows: QuerySet[Comment]) -> QuerySet[Comment]:
    """With all that a card shows; `complaints` are the reports nobody has looked at yet."""
    fresh = Prefetch("reports", queryset=Report.objects.unhandled(), to_attr="complaints")
    rows = rows.select_related("article__section", "parent", "proposed")
    return rows.prefetch_related("signals", fresh)


def reported() -> list[Comment]:
    """Published replies that readers have reported since a moderator last looked at them.

    One with an edit stands among those that wait.
    """
    there = Report.objects.filter(comment__status="published", comment__proposed=None)
    numbers = there.unhandled().values("comment").annotate(first=Min("pk")).order_by("first")
    rows = Comment.objects.filter(pk__in=list(numbers.values_list("comment", flat=True)[:REPORTED]))
    return list(_for_cards(rows.oldest_first()))


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
