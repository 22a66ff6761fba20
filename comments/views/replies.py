"""Leaving a reply."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import DetailView

from articles.views.article import ArticleView
from comments import submissions, vault
from comments.forms import ReplyForm
from comments.models import Comment, Discussion, Thread
from comments.moderation import Submission


@method_decorator(csrf_exempt, name="dispatch")
class ReplyView(ArticleView):
    """Takes a reply. Refused, it is the article's page again with everything typed in place.

    Anonymous replies need no token, so that the article page holds nothing per reader; a request
    with a session goes through Django's check like any other.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self.checked_post(request)
        return self.take(request)

    @method_decorator(csrf_protect)
    def checked_post(self, request: HttpRequest) -> HttpResponse:
        return self.take(request)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        address = self.get_object().get_absolute_url()
        return HttpResponseRedirect(f"{address}#respond", status=303)

    def take(self, request: HttpRequest) -> HttpResponse:
        self.object = self.get_object()
        if not self.object.is_visible:
            raise Http404
        form = self.form()
        if not Thread.objects.of(self.object).is_open(Discussion.objects.current()):
            return self.refuse(form, 403, _("Replies to this article are closed."))
        if not form.is_valid():
            return self.refuse(form, 422)
        parent = self.parent(form)
        submission = submissions.gather(request, form)
        if wait := submissions.seconds_to_wait(submission):
            return self.too_fast(form, wait)
        if submissions.is_duplicate(self.object, parent, submission):
            return self.refuse(form, 409, _("You have sent this reply already."))
        return self.store(form, submission, parent)

    def form(self) -> ReplyForm:
        address = self.object.get_absolute_url()
        return ReplyForm(
            self.request.POST,
            action=f"{address}comments/",
            is_staff=submissions.staff(self.request) is not None,
        )

    def parent(self, form: ReplyForm) -> Comment | None:
        """The reply that is answered: public, and under this very article."""
        if not (number := form.cleaned_data["parent"]):
            return None
        return get_object_or_404(Comment.objects.published(), pk=number, article=self.object)

    def store(
        self, form: ReplyForm, submission: Submission, parent: Comment | None
    ) -> HttpResponse:
        reader = self.request.COOKIES.get(submissions.READER) or submissions.new_reader()
        submission = replace(submission, reader=vault.digest(reader))
        user = submissions.staff(self.request)
        try:
            comment = Comment.objects.submit(self.object, submission, parent=parent, user=user)
        except DatabaseError:
            message = _("Your reply cannot be stored now. Please send it again in a minute.")
            return self.refuse(form, 503, message)
        address = self.object.get_absolute_url()
        received = "" if comment.status == Comment.Status.PUBLISHED else "?received=1"
        response = HttpResponseRedirect(f"{address}{received}#comment-{comment.pk}", status=303)
        submissions.remember(self.request, response, comment, reader)
        return response

    def too_fast(self, form: ReplyForm, wait: int) -> HttpResponse:
        message = ngettext(
            "Please wait %(wait)d second before your next reply; your text is kept below.",
            "Please wait %(wait)d seconds before your next reply; your text is kept below.",
            wait,
        ) % {"wait": wait}
        response = self.refuse(form, 429, message)
        response["Retry-After"] = str(wait)
        return response

    def refuse(self, form: ReplyForm, status: int, reason: str = "") -> HttpResponse:
        if reason:
            form.add_error(None, reason)
        response = self.answer(status=status, reply_form=form)
        response["Cache-Control"] = "private, no-store"
        return response


class AnswerView(DetailView):
    """The form for answering one reply, for browsers without script."""

    template_name = "comments/answer.html"
    context_object_name = "comment"

    def get_queryset(self) -> Any:
        return Comment.objects.published().select_related("article__section")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        article = self.object.article
        if not Thread.objects.of(article).is_open(Discussion.objects.current()):
            raise Http404
        return super().get_context_data(article=article, parent=self.object, **kwargs)
