"""Leaving a reply."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import DetailView

from articles import page_life
from articles.models import Article
from articles.views.article import ArticleView
from comments import markup, submissions, tags, vault
from comments.admission import Duplicate, TooFast, admit
from comments.forms import ReplyForm
from comments.models import Comment, Thread
from comments.moderation import Submission

from . import permalink
from .origin import refusal

log = logging.getLogger(__name__)


@method_decorator([csrf_exempt, sensitive_post_parameters()], name="dispatch")
class ReplyView(ArticleView):
    """Takes a reply. Refused, it is the article's page again with everything typed in place.

    Anonymous replies need no token, so that the article page holds nothing per reader; a request
    with a session goes through Django's check like any other.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        address = self.get_object().get_absolute_url()
        return HttpResponseRedirect(f"{address}#respond", status=303)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if not self.object.is_visible:
            raise Http404
        self.thread = Thread.objects.to_judge(self.object)
        form = self.form()
        if why := refusal(request):
            return self.refuse(form, 403, why)
        if not self.thread.is_open():
            return self.refuse(form, 403, _("Replies to this article are closed."))
        if not form.is_valid():
            return self.refuse(alone(form) if "parent" in form.errors else form, 422)
        return self.take(form)

    def take(self, form: ReplyForm) -> HttpResponse:
        """Answer a valid form from our own page."""
        parent = self.parent(form)
        if parent is None and form.cleaned_data["parent"]:
            return self.orphaned(form)
        if "preview" in self.request.POST:
            return self.preview(form)
        return self.store(form, parent)

    def preview(self, form: ReplyForm) -> HttpResponse:
        """The reply as it would look; nothing is stored."""
        preview = SafeString(markup.render(form.cleaned_data["body"]))
        response = self.answer(reply_form=form, preview=preview)
        response["Cache-Control"] = "private, no-store"
        return response

    def form(self) -> ReplyForm:
        address = self.object.get_absolute_url()
        return ReplyForm(
            self.request.POST,
            action=f"{address}comments/",
            body_length=self.thread.discussion.body_length,
            is_staff=submissions.staff(self.request) is not None,
        )

    def parent(self, form: ReplyForm) -> Comment | None:
        """The reply that is answered: public, and under this very article."""
        if not (number := form.cleaned_data["parent"]):
            return None
        return Comment.objects.published().filter(pk=number, article=self.object).first()

    def store(self, form: ReplyForm, parent: Comment | None) -> HttpResponse:
        known = submissions.known_reader(self.request)
        token = known or submissions.new_reader()
        reply = submissions.gather(self.request, form)
        reply = replace(reply, reader=vault.digest(token), is_known=bool(known))
        user = submissions.staff(self.request)
        try:
            comment = admit(self.object, reply, parent=parent, user=user, thread=self.thread)
        except TooFast as error:
            return self.too_fast(form, error.seconds)
        except Duplicate as error:
            return self.repeated(form, error.first, reply, token)
        except DatabaseError:
            log.exception("A reply could not be stored")
            message = _("Your reply cannot be stored now. Please send it again in a minute.")
            response = self.refuse(form, 503, message)
            response["Retry-After"] = "60"
            return response
        return self.received(comment, token)

    def received(self, comment: Comment, token: str) -> HttpResponse:
        response = HttpResponseRedirect(self.place(comment), status=303)
        submissions.remember(self.request, response, comment, token)
        return response

    def repeated(
        self, form: ReplyForm, first: Comment, reply: Submission, token: str
    ) -> HttpResponse:
        """The answer to the first was lost and comes again; the same words anew are refused."""
        recovered = submissions.recover(self.request, first, reply)
        if recovered and reply.attempt and reply.attempt == first.attempt:
            return self.received(first, token)
        response = self.refuse(form, 409, said_already(first))
        if recovered:
            submissions.remember(self.request, response, first, token)
        return response

    def place(self, comment: Comment) -> str:
        """Where its author sees it; one that waits on the first level has no page of its own."""
        if comment.status == Comment.Status.PUBLISHED:
            return permalink.place(comment, "received=published")
        if comment.parent_id:
            return permalink.place(comment, "received=1")
        return f"{self.object.get_absolute_url()}?received=1#comment-{comment.pk}"

    def orphaned(self, form: ReplyForm) -> HttpResponse:
        """The answered reply is not public here; sent again, the text stands on its own."""
        return self.refuse(
            alone(form),
            404,
            _("The reply you answer is not here any more. Send yours again to let it stand alone."),
        )

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


def alone(form: ReplyForm) -> ReplyForm:
    """The same form answering nobody: sent again, it is taken."""
    form.data = dict(form.data.items()) | {"parent": ""}
    return form


def said_already(first: Comment) -> str:
    """What became of the first; whoever sends spam is not told that it was filed as such."""
    if first.status == Comment.Status.PUBLISHED:
        return _("You have sent this reply already. It is published.")
    if first.status in (Comment.Status.WAITING, Comment.Status.SPAM):
        return _("You have sent this reply already. It is awaiting moderation.")
    return _("You have sent this reply already.")


class AnswerView(DetailView):
    """The form for answering one reply, for browsers without script."""

    template_name = "comments/answer.html"
    context_object_name = "comment"

    def get_queryset(self) -> Any:
        return Comment.objects.published().select_related("article__section")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        response = self.answer(self.object.article)
        response["Cache-Tag"] = tags.of_thread(self.object.article_id)
        return response

    def answer(self, article: Article) -> HttpResponse:
        thread = Thread.objects.of(article)
        if not thread.is_open():
            # The article's page says that replies are closed.
            return HttpResponseRedirect(f"{article.get_absolute_url()}#respond", status=303)
        page_life.end_at(self.request, thread.closing())
        context = self.get_context_data(
            article=article, parent=self.object, body_length=thread.discussion.body_length
        )
        return self.render_to_response(context)
