"""Who did what at the desk: a page of lines, or all of them as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC
from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from comments.log_form import LogForm
from comments.models import Act
from comments.models.log import Line, Log, Place

from .base import DeskPage
from .notice_export import safe

PAGE = 50
BOM = "\ufeff"  # without it spreadsheets take the file for one in their own old charset
COLUMNS = (
    *("when", "who", "what", "reply", "article", "headline"),
    *("before", "after", "reason", "signals"),
)


class LogView(DeskPage, TemplateView):
    """The newest lines first; filter and place are in the address."""

    template_name = "comments/desk/log.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = LogForm(request.GET)
        problem, after = "", None
        if asked := request.GET.get("after"):
            try:
                after = Place.parse(asked)
            except (ValueError, OverflowError):
                problem = _("This place in the log does not exist. Here is its beginning.")
        lines = form.log(after).page(PAGE) if form.is_valid() else []
        context = self.get_context_data(
            form=form,
            problem=problem,
            lines=lines[:PAGE],
            query=form.query(),
            older=str(lines[PAGE - 1].place) if len(lines) > PAGE else "",
            newest=after is None,
        )
        return self.render_to_response(context, status=200 if form.is_valid() else 400)


class LogFile(DeskPage, View):
    """The same lines as CSV, written as they are read; each export is a line of the log itself."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = LogForm(request.GET)
        if not form.is_valid():
            sentences = (error for errors in form.errors.values() for error in errors)
            kind = "text/plain; charset=utf-8"
            return HttpResponse("\n".join(map(str, sentences)), content_type=kind, status=400)
        asked = f"log.csv?{form.query()}"
        Act.objects.log("export", cast(User, request.user), reason=asked.removesuffix("?"))
        response = StreamingHttpResponse(as_csv(form.log()), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="log.csv"'
        return response


class _Line:
    """What csv writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def as_csv(log: Log) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield BOM + ",".join(COLUMNS) + "\r\n"
    for line in log.lines():
        yield cast(str, writer.writerow([safe(value) for value in cells(line)]))


def cells(line: Line) -> tuple[Any, ...]:
    """In the order of COLUMNS; the time is in UTC."""
    return (
        line.when.astimezone(UTC).isoformat(timespec="seconds"),
        *(line.who, line.what, line.reply, line.article, line.headline),
        *(line.before, line.after, line.reason, line.signals),
    )
