"""A reader says that a published reply should not stand there."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from comments import markup, submissions, tags
from comments.models import Comment, Report
from comments.own_forms import ReportForm
from comments.pace import seconds_to_wait

from .origin import has_session, refusal

LIMITS = ((60, 6), (3600, 20))  # (seconds, reports from one network)


@method_decorator(csrf_exempt, name="dispatch")
class ReportView(View):
    """Needs neither account nor token; where a reply was reported already, nobody learns of it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.answer(self.comment(pk), ReportForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        comment, form = self.comment(pk), ReportForm(request.POST)
        if why := refusal(request):
            form.add_error(None, why)
            return self.answer(comment, form, status=403)
        if not form.is_valid():
            return self.answer(comment, form, status=422)
        if wait := seconds_to_wait(self.own_reports(), "reported_at", LIMITS):
            return self.too_fast(comment, form, wait)
        return self.take(comment, form)

    def take(self, comment: Comment, form: ReportForm) -> HttpResponse:
        try:
            Report.objects.file(
                comment,
                **form.cleaned_data,
                client_prefix=submissions.network(self.request),
                reader=submissions.reader(self.request),
            )
        except DatabaseError:
            form.add_error(None, _("Your report cannot be stored now. Please send it again soon."))
            return self.answer(comment, form, status=503)
        return render(self.request, "comments/reported.html", {"article": comment.article})

    def comment(self, pk: int) -> Comment:
        """The reply, if readers see it; any other number is as unknown as one that never was."""
        public = Comment.objects.published().select_related("article__section")
        return get_object_or_404(public, pk=pk)

    def own_reports(self) -> Any:
        network = submissions.network(self.request)
        return Report.objects.filter(client_prefix=network) if network else Report.objects.none()

    def too_fast(self, comment: Comment, form: ReportForm, wait: int) -> HttpResponse:
        message = ngettext(
            "Please wait %(wait)d second before your next report; your text is kept below.",
            "Please wait %(wait)d seconds before your next report; your text is kept below.",
            wait,
        ) % {"wait": wait}
        form.add_error(None, message)
        response = self.answer(comment, form, status=429)
        response["Retry-After"] = str(wait)
        return response

    def answer(self, comment: Comment, form: ReportForm, status: int = 200) -> HttpResponse:
        logged_in = has_session(self.request)
        context = {
            "comment": comment,
            "article": comment.article,
            "form": form,
            "quoted": SafeString(markup.inert(comment.html)),
            "has_session": logged_in,
        }
        response = render(self.request, "comments/report.html", context, status=status)
        if status != 200 or logged_in:
            response["Cache-Control"] = "private, no-store"
        else:
            response["Cache-Tag"] = tags.of_thread(comment.article_id)
        return response
