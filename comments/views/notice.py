"""Somebody notifies the newsroom of illegal content, and sees what becomes of it."""

from __future__ import annotations

import logging
from typing import Any

from django.db import DatabaseError, IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from articles.addresses import absolute
from comments import statements, submissions, tags
from comments.models import Appeal, Comment, Discussion, Notice
from comments.models.appeal import may_object
from comments.notice_forms import NoticeForm, ObjectionForm
from comments.pace import seconds_to_wait

from .origin import has_session, refusal
from .private import PrivatePage

log = logging.getLogger(__name__)

LIMITS = ((60, 3), (3600, 12))  # (seconds, notices from one network)


@method_decorator([csrf_exempt, sensitive_post_parameters()], name="dispatch")
class NoticeView(View):
    """The form; `comment` in the address names the reply that it is about."""

    def get(self, request: HttpRequest) -> HttpResponse:
        comment = self.asked()
        initial = {"url": absolute(comment.get_absolute_url())} if comment else None
        response = self.answer(NoticeForm(host=request.get_host(), initial=initial))
        if has_session(request):
            response["Cache-Control"] = "private, no-store"
        else:
            response["Cache-Tag"] = tags.of_thread(comment.article_id) if comment else "site"
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NoticeForm(request.POST, host=request.get_host())
        if why := refusal(request):
            return self.refuse(form, 403, why)
        if not form.is_valid():
            return self.refuse(form, 422)
        if wait := seconds_to_wait(self.same_network(), "received_at", LIMITS):
            return self.too_fast(form, wait)
        return self.take(form)

    def take(self, form: NoticeForm) -> HttpResponse:
        try:
            notice = Notice.objects.receive(
                form.content.comment if form.content else None,
                email=form.cleaned_data["email"],
                client_prefix=submissions.network(self.request),
                **form.said(),
            )
        except DatabaseError:
            log.exception("A notice could not be stored")
            message = _("Your notice cannot be stored now. Please send it again in a minute.")
            return self.refuse(form, 503, message)
        page = reverse("comments:notice_page", args=[notice.token()])
        return HttpResponseRedirect(f"{page}?done=received", status=303)

    def asked(self) -> Comment | None:
        """The reply that the link here was about, if readers see it."""
        number = self.request.GET.get("comment", "")
        if not (number.isascii() and number.isdecimal() and len(number) < 19):
            return None
        return Comment.objects.published().filter(pk=number).first()

    def same_network(self) -> Any:
        network = submissions.network(self.request)
        return Notice.objects.filter(client_prefix=network) if network else Notice.objects.none()

    def too_fast(self, form: NoticeForm, wait: int) -> HttpResponse:
        message = ngettext(
            "Please wait %(wait)d second before your next notice; your text is kept below.",
            "Please wait %(wait)d seconds before your next notice; your text is kept below.",
            wait,
        ) % {"wait": wait}
        response = self.refuse(form, 429, message)
        response["Retry-After"] = str(wait)
        return response

    def refuse(self, form: NoticeForm, status: int, why: str = "") -> HttpResponse:
        """The form again with everything that was typed."""
        if why:
            form.add_error(None, why)
        response = self.answer(form, status)
        response["Cache-Control"] = "private, no-store"
        return response

    def answer(self, form: NoticeForm, status: int = 200) -> HttpResponse:
        settings = Discussion.objects.current()
        context = {
            "form": form,
            "days": settings.notice_days,
            "kept": settings.retention().days,
            "has_session": has_session(self.request),
        }
        return render(self.request, "comments/notice.html", context, status=status)


class NoticePage(PrivatePage):
    """What became of a notice; POST objects to its refusal."""

    template_name = "comments/notice_page.html"
    notice: Notice | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.notice = Notice.objects.by_token(kwargs["token"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answer() if self.notice else self.unknown()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.notice is None:
            return self.unknown()
        form = ObjectionForm(request.POST)
        if not self.may_object():
            return self.answer(403, form=form, problem=_("This is not open to an objection now."))
        if not form.is_valid():
            return self.answer(422, form=form)
        try:
            Appeal.objects.against(self.notice, form.cleaned_data["text"])
        except IntegrityError:  # sent twice: the first one is there
            pass
        except DatabaseError:
            log.exception("An objection could not be stored")
            problem = _("This cannot be stored now. Please try again soon.")
            return self.answer(503, form=form, problem=problem)
        return HttpResponseRedirect(f"{request.path}?done=objected", status=303)

    def may_object(self) -> bool:
        return self.notice is not None and may_object(self.notice)

    def answer(self, status: int = 200, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert self.notice is not None
        facts = {
            "notice": self.notice,
            "parts": [] if self.notice.is_open else statements.to_sender(self.notice),
            "appeal": getattr(self.notice, "appeal", None),
            "may_object": self.may_object(),
            "form": ObjectionForm(),
            "done": said(self.request.GET.get("done", "")),
        }
        return super().get_context_data(**facts | kwargs)

    def unknown(self) -> HttpResponse:
        whole = _("Part of it may be missing. Please open it again from the mail.")
        return self.trouble(_("This link is not complete"), 404, whole)


def said(what: str) -> str:
    """What has just been done, in a sentence."""
    return {
        "received": _("Your notice is stored. Keep the address of this page: it is for you alone."),
        "objected": _("Your objection is stored. Somebody else looks at it."),
    }.get(what, "")
