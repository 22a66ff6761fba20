"""Objections to decisions, and to refused notices: somebody else than their maker decides anew."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from comments import markup
from comments.models import Appeal, Stale
from comments.models.appeal import OwnDecision
from comments.notice_forms import AnswerForm

from .base import DECIDE, DeskPage
from .deadlines import DeadlineList

WITH_ALL = ("comment__article", "decision", "made_by", "notice__comment__article")


class ObjectionsView(DeadlineList):
    """The objections' list in the room of the notices."""

    template_name = "comments/desk/notice_objections.html"
    address = "comments:objections"
    states = tuple(Appeal.State.choices)

    def rows(self) -> QuerySet[Any]:
        return Appeal.objects.select_related(*WITH_ALL, "decided_by")

    def counts(self) -> dict[str, dict[str, int]]:
        late = Count("pk", filter=Q(due_at__lt=timezone.now(), state=Appeal.State.OPEN))
        sums = Appeal.objects.order_by().values("state").annotate(n=Count("pk"), late=late)
        found = {row["state"]: {"n": row["n"], "late": row["late"]} for row in sums}
        return {state: found.get(state, {"n": 0, "late": 0}) for state in Appeal.State.values}


class ObjectionDecision(DeskPage, TemplateView):
    """One objection. Whoever made the decision that it is about may look, and not decide."""

    permission_required = DECIDE
    template_name = "comments/desk/notice_objection.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.has_permission():
            self.appeal = self.read()
        return super().dispatch(request, *args, **kwargs)

    def read(self) -> Appeal:
        rows = Appeal.objects.select_related(*WITH_ALL, "decided_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, user = AnswerForm(request.POST), cast(User, request.user)
        if not form.is_valid():
            return self.answer(422, form)
        state, answer = form.cleaned_data["verdict"], form.cleaned_data["answer"]
        try:
            if request.POST.get("revision", "") != self.seen_now():
                raise Stale
            self.appeal.decide(state, by=user, answer=answer)
        except OwnDecision:
            return self.answer(
                403, form, problem=_("You made this decision. Somebody else decides.")
            )
        except Stale as error:
            self.appeal = self.read()
            changed = _("This has changed since you looked at it. Nothing was applied.")
            return self.answer(409, form, stale=str(error) or changed)
        messages.success(request, self.receipt())
        return HttpResponseRedirect(request.path, status=303)

    def seen_now(self) -> str:
        """What a decision has to name: which reply and which notice somebody has looked at."""
        reply, notice = self.appeal.reply, self.appeal.notice
        parts = (
            self.appeal.state,
            reply.revision if reply else 0,
            notice.revision if notice else 0,
        )
        return ":".join(map(str, parts))

    def receipt(self) -> str:
        facts = {"number": self.appeal.pk, "state": self.appeal.get_state_display()}
        return _("Objection %(number)d is %(state)s now.") % facts

    def answer(self, status: int, form: AnswerForm, **more: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, **more), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comment = self.appeal.reply
        facts = {
            "appeal": self.appeal,
            "comment": comment,
            "text": SafeString(markup.inert(comment.html)) if comment else "",
            "seen": self.seen_now(),
            "may_decide": self.appeal.may_decide(cast(User, self.request.user)),
            "form": AnswerForm(),
        }
        return super().get_context_data(**facts | kwargs)
