"""Leaving a reply."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import DetailView

from articles.views.article import ArticleView
from comments import markup, submissions, vault
from comments.forms import ReplyForm
from comments.models import Comment, Discussion, Thread
from comments.moderation import Submission

from .permalink import page_address

log = logging.getLogger(__name__)


@method_decorator(csrf_exempt, name="dispatch")
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
        form = self.form()
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if submissions.same_origin(request) is False:
            if has_session:  # another site's words must not stand one click from a login's reply
                raise PermissionDenied
            return self.refuse(form, 403, _("This was sent from another site. Send it from here."))
        if has_session and _lacks_token(request):
            return self.refuse(form, 403, _("Your login has changed. Please send it again."))
        if not Thread.objects.of(self.object).is_open(Discussion.objects.current()):
            return self.refuse(form, 403, _("Replies to this article are closed."))
        if not form.is_valid():
            return self.refuse(form, 422)
        return self.take(form)

    def take(self, form: ReplyForm) -> HttpResponse:
        """Answer a valid form from our own page."""
        parent = self.parent(form)
        if parent is None and form.cleaned_data["parent"]:
            return self.orphaned(form)
        if "preview" in self.request.POST:
            return self.preview(form)
        return self.store(form, submissions.gather(self.request, form), parent)

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
            is_staff=submissions.staff(self.request) is not None,
        )

    def parent(self, form: ReplyForm) -> Comment | None:
        """The reply that is answered: public, and under this very article."""
        if not (number := form.cleaned_data["parent"]):
            return None
        return Comment.objects.published().filter(pk=number, article=self.object).first()

    def store(
        self, form: ReplyForm, submission: Submission, parent: Comment | None
    ) -> HttpResponse:
        reader = submissions.known_reader(self.request) or submissions.new_reader()
        submission = replace(submission, reader=vault.digest(reader))
        user = submissions.staff(self.request)
        try:
            comment = submissions.admit(self.object, submission, parent=parent, user=user)
        except submissions.TooFast as error:
            return self.too_fast(form, error.seconds)
        except submissions.Duplicate:
            return self.refuse(form, 409, _("You have sent this reply already."))
        except DatabaseError:
            log.exception("A reply could not be stored")
            message = _("Your reply cannot be stored now. Please send it again in a minute.")
            return self.refuse(form, 503, message)
        response = HttpResponseRedirect(self.place(comment), status=303)
        submissions.remember(self.request, response, comment, reader)
        return response

    def place(self, comment: Comment) -> str:
        """Where its author sees it; one that waits on the first level has no page of its own."""
        published = comment.status == Comment.Status.PUBLISHED
        page = comment.thread_page() if published or comment.parent_id else 1
        address = page_address(self.object.get_absolute_url(), page)
        return f"{address}{'' if published else '?received=1'}#comment-{comment.pk}"

    def orphaned(self, form: ReplyForm) -> HttpResponse:
        """The answered reply is not public here; sent again, the text stands on its own."""
        typed = self.request.POST.copy()
        typed["parent"] = ""
        form.data = typed
        return self.refuse(
            form,
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


@csrf_protect
def _guarded(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _lacks_token(request: HttpRequest) -> bool:
    """Whether Django's CSRF check refuses the request; its own page would lose the text."""
    return _guarded(request).status_code != 200


class AnswerView(DetailView):
    """The form for answering one reply, for browsers without script."""

    template_name = "comments/answer.html"
    context_object_name = "comment"

    def get_queryset(self) -> Any:
        return Comment.objects.published().select_related("article__section")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        article = self.object.article
        if not Thread.objects.of(article).is_open(Discussion.objects.current()):
            # The article's page says that replies are closed.
            return HttpResponseRedirect(f"{article.get_absolute_url()}#respond", status=303)
        context = self.get_context_data(article=article, parent=self.object)
        return self.render_to_response(context)
