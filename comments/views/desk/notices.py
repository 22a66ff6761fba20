"""Notices of illegal content: what has to be decided by when, and the decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from comments import markup, statements
from comments.models import Notice, Stale
from comments.moderation.normalise import fingerprint
from comments.notice_forms import RefuseForm, UpholdForm

from .base import CONFIGURE, DECIDE, DeskPage
from .deadlines import DeadlineList

CHANGED = gettext_lazy("This has changed since you looked at it. Nothing was applied.")


class NoticesView(DeadlineList):
    """The room of the notices."""

    template_name = "comments/desk/notices.html"
    address = "comments:notices"
    states = tuple(Notice.State.choices)

    def rows(self) -> QuerySet[Any]:
        return Notice.objects.select_related("comment", "decided_by")

    def counts(self) -> dict[str, dict[str, int]]:
        return Notice.objects.counts()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_export = self.request.user.has_perm(CONFIGURE)
        return super().get_context_data(may_export=may_export, **kwargs)


class NoticeDecision(DeskPage, TemplateView):
    """One notice. GET shows; POST does what its `act` names to the notice as it was seen."""

    permission_required = DECIDE
    template_name = "comments/desk/notice.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.has_permission():
            self.notice = self.read()
        return super().dispatch(request, *args, **kwargs)

    def read(self) -> Notice:
        rows = Notice.objects.select_related(
            "comment__article__section", "comment__parent", "decided_by", "decision"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.sent_form()
        if form is not None and not form.is_valid():
            return self.answer(422, form)
        acts = {"examine": self.examine, "reopen": self.reopen, "uphold": self.uphold}
        act = (acts | {"refuse": self.refuse}).get(request.POST.get("act", ""))
        if act is None:
            return self.answer(400, problem=_("Please choose a button on this page."))
        return self.apply(act, form)

    def apply(
        self, act: Callable[[forms.Form | None], None], form: forms.Form | None
    ) -> HttpResponse:
        """Do it, unless notice or reply have changed since they were looked at."""
        try:
            if self.request.POST.get("revision", "") != self.seen_now():
                raise Stale
            with transaction.atomic():
                act(form)
        except Stale as error:
            self.notice = self.read()
            return self.answer(409, form, stale=str(error) or CHANGED, was=self.was())
        messages.success(self.request, self.receipt())
        return HttpResponseRedirect(self.request.path, status=303)

    def examine(self, form: Any) -> None:
        self.notice.examine(by=self.user())

    def uphold(self, form: Any) -> None:
        self.notice.uphold(by=self.user(), **form.cleaned_data)

    def refuse(self, form: Any) -> None:
        self.notice.refuse(by=self.user(), **form.cleaned_data)

    def reopen(self, form: Any) -> None:
        self.notice.reopen(by=self.user())

    def sent_form(self) -> forms.Form | None:
        kinds: dict[str, Callable[..., forms.Form]] = {"uphold": UpholdForm, "refuse": RefuseForm}
        kind = kinds.get(self.request.POST.get("act", ""))
        return kind(self.request.POST) if kind else None

    def was(self) -> dict[str, Any]:
        """What somebody looked at who is too late: the notice's state, and the reply's text."""
        posted, comment = self.request.POST, self.notice.comment
        states = dict(Notice.State.choices)
        texts = comment.versions.all() if comment else []
        text = next((v for v in texts if fingerprint(v.body) == posted.get("text")), None)
        is_other = text is not None and comment is not None and text.body != comment.body
        return {
            "state": states.get(posted.get("state", "")),
            "text": SafeString(markup.inert(text.html)) if text and is_other else "",
        }

    def user(self) -> User:
        return cast(User, self.request.user)

    def seen_now(self) -> str:
        """What a decision has to name: which notice and which reply somebody has looked at."""
        comment = self.notice.comment
        return f"{self.notice.revision}:{comment.revision if comment else 0}"

    def receipt(self) -> str:
        facts = {"number": self.notice.pk, "state": self.notice.get_state_display()}
        return _("Notice %(number)d is %(state)s now.") % facts

    def answer(self, status: int, form: forms.Form | None = None, **more: Any) -> HttpResponse:
        name = "uphold_form" if isinstance(form, UpholdForm) else "refuse_form"
        more |= {name: form, "form": form} if form else {}
        return self.render_to_response(self.get_context_data(**more), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notice, comment = self.notice, self.notice.comment
        facts = {
            "notice": notice,
            "comment": comment,
            "text": SafeString(markup.inert(comment.html)) if comment else "",
            "seen": self.seen_now(),
            "parts": [] if notice.is_open else statements.to_sender(notice),
            "uphold_form": UpholdForm(),
            "refuse_form": RefuseForm(),
        }
        return super().get_context_data(**facts | kwargs)
