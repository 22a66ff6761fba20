"""All notices with their statements of reasons, as a file; no name and no address is in it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpRequest, StreamingHttpResponse
from django.views.generic import View

from comments import statements
from comments.models import Act, Notice

from .base import CONFIGURE, DeskPage

BATCH = 500  # rows read at once
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Where semicolons or tabs separate cells, a cell can begin within one of ours.
WITHIN = re.compile("([;\t\r\n][\"' ]*)([=+@\uff1d\uff0b\uff20-])")
COLUMNS = (
    *("number", "state", "received", "due", "decided", "content", "reply", "law", "explanation"),
    *("restriction", "scope", "ground", "basis", "facts", "automation", "objection"),
)


class NoticeExport(DeskPage, View):
    """Written as it is read, so that any number of notices fits; each export is logged."""

    permission_required = CONFIGURE
    format = "csv"

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        Act.objects.log("export", cast(User, request.user), reason=f"notices.{self.format}")
        parts, kind = (
            (as_csv, "text/csv") if self.format == "csv" else (as_json, "application/json")
        )
        response = StreamingHttpResponse(parts(), content_type=f"{kind}; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="notices.{self.format}"'
        return response


class _Line:
    """What csv writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def as_csv() -> Iterator[str]:
    writer = csv.DictWriter(_Line(), COLUMNS)
    yield ",".join(COLUMNS) + "\r\n"
    for row in rows():
        yield cast(str, writer.writerow({name: safe(value) for name, value in row.items()}))


def as_json() -> Iterator[str]:
    yield '{"notices": ['
    for number, row in enumerate(rows()):
        yield (",\n" if number else "\n") + json.dumps(row, ensure_ascii=False)
    yield "\n]}\n"


def rows() -> Iterator[dict[str, Any]]:
    found = Notice.objects.select_related("decision", "appeal").order_by("pk")
    return map(facts, found.iterator(chunk_size=BATCH))


def facts(notice: Notice) -> dict[str, Any]:
    """What a row of the file says; times are in UTC."""
    appeal = getattr(notice, "appeal", None) or getattr(notice.decision, "appeal", None)
    decided = not notice.is_open
    return {
        "number": notice.pk,
        "state": notice.state,
        "received": moment(notice.received_at),
        "due": moment(notice.due_at),
        "decided": moment(notice.decided_at),
        "content": notice.url,
        "reply": notice.comment_id,
        "law": notice.law,
        "explanation": notice.explanation,
        "restriction": statements.restriction(notice) if decided else "",
        "scope": statements.scope(notice),
        "ground": notice.ground,
        "basis": notice.basis,
        "facts": notice.statement,
        "automation": statements.automation(notice.decision) if decided else "",
        "objection": appeal.state if appeal else "",
    }


def safe(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV Injection)."""
    if not isinstance(value, str):
        return value
    value = WITHIN.sub(r"\1'\2", value)
    return f"'{value}" if value.lstrip(' "').startswith(FORMULA) else value


def moment(time: datetime | None) -> str:
    return time.astimezone(UTC).isoformat(timespec="seconds") if time else ""
