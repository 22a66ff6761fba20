"""The newsroom answers from a card; a waiting reply is approved in the same step."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from comments import markup, submissions
from comments.desk_forms import StaffReplyForm
from comments.models import Comment, Stale, Thread, consequences
from comments.models.opinions import decided
from comments.moderation import Submission

from .answers import back
from .base import DECIDE, DeskPage

TWICE = timedelta(days=1)  # in which the same words to the same reply are the same answer


class Unread(Exception):
    """Nobody could read an answer: the reply or its article is not public."""


class StaffReplyView(DeskPage, TemplateView):
    """Both or neither: what is approved with an answer does not stand without it."""

    permission_required = DECIDE
    template_name = "comments/desk/reply.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.read(kwargs["pk"])
        return self.answer(self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.read(kwargs["pk"])
        form = self.form(request.POST)
        if not form.is_valid():
            return self.answer(form, 422)
        try:
            comment = self.store(form.cleaned_data["body"].strip())
        except (Stale, Unread) as error:
            return self.refuse(form, kwargs["pk"], str(error))
        return self.done(comment)

    def read(self, pk: int) -> None:
        rows = Comment.objects.select_related("article__section", "proposed")
        self.parent = get_object_or_404(rows, pk=pk)
        self.thread = Thread.objects.to_judge(self.parent.article)

    def form(self, data: QueryDict | None = None) -> StaffReplyForm:
        return StaffReplyForm(data, body_length=self.thread.discussion.body_length)

    def store(self, body: str) -> Comment:
        """The answer, and the approval of what it answers. Raises Stale, Unread."""
        user = cast(User, self.request.user)
        with transaction.atomic():
            # One at a time under this article: a second click finds what the first has stored.
            consequences.queue([self.parent.article_id])
            if first := self.said_before(user, body):
                return first
            self.read(self.parent.pk)
            self.check()
            if self.parent.status == Comment.Status.WAITING:
                decided(self.parent.approve(by=user))
            reply = self.submission(user, body)
            submit = Comment.objects.submit
            comment = submit(
                self.parent.article, reply, parent=self.parent, user=user, thread=self.thread
            )
            if comment.status != Comment.Status.PUBLISHED:  # a rule failed; a moderator looks: here
                comment.approve(by=user, reason="staff")
            return comment

    def said_before(self, user: User, body: str) -> Comment | None:
        """The same answer, sent a moment ago."""
        same = Comment.objects.filter(parent=self.parent, user=user, body=body)
        lately = same.filter(submitted_at__gt=timezone.now() - TWICE)
        return lately.filter(status=Comment.Status.PUBLISHED).first()

    def check(self) -> None:
        """Whether it is still what the form showed. Raises Stale, Unread."""
        if self.request.POST.get("revision") != str(self.parent.revision):
            raise Stale(
                _("This reply has changed since you looked. See below, and send yours again.")
            )
        if why := self.hidden():
            raise Unread(why)

    def hidden(self) -> str:
        """Why nobody could read an answer; "" when readers could."""
        if not self.parent.article.is_visible:
            return _("This article is not public: nobody could read an answer.")
        if self.parent.status not in (Comment.Status.WAITING, Comment.Status.PUBLISHED):
            return _("Readers do not see this reply, so they would not see an answer to it.")
        return ""

    def submission(self, user: User, body: str) -> Submission:
        """As the newsroom signs everywhere; without the browser's token, which proves a reader."""
        return Submission(
            name=submissions.signature(user),
            email="",
            website="",
            body=body,
            client_prefix=submissions.network(self.request),
            user_agent=self.request.headers.get("User-Agent", ""),
            is_staff=True,
        )

    def refuse(self, form: StaffReplyForm, pk: int, why: str) -> HttpResponse:
        """Nothing was applied; the text stands in the form, above it the reply as it is now."""
        self.read(pk)
        form.add_error(None, why)
        return self.answer(form, 409)

    def done(self, comment: Comment) -> HttpResponse:
        words = {"name": self.parent.name}
        messages.success(self.request, _("Your answer to %(name)s is published.") % words)
        return back(self.request)

    def answer(self, form: StaffReplyForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parent = self.parent
        newest = parent.proposed if parent.proposed and parent.status == "waiting" else parent
        return super().get_context_data(
            comment=parent,
            quoted=SafeString(markup.inert(newest.html)),
            signed=submissions.signature(cast(User, self.request.user)),
            hidden=self.hidden(),
            waits=parent.status == Comment.Status.WAITING,
            is_open=self.thread.is_open(),
            next=self.request.POST.get("next") or self.request.GET.urlencode(),
            **kwargs,
        )
