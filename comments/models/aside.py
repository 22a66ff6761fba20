"""Decisions that put a reply aside or mark it; whether readers may see it stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Unpack, cast

from django.db import transaction
from django.utils import timezone

from comments.moderation.redaction import redact

from .decision import Decision
from .decisions import Decidable
from .state import Circumstances, State
from .version import Version

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .comment import Comment

SETTLED = ("rejected", "removed")  # where nothing waits for anybody
TO_REVISE = timedelta(days=7)  # that its writer has, before the reply is back in the queue


class Asidable(Decidable):
    """Mixed into Comment: defer, escalate, ask_to_revise, pick, unpick and redact.

    Like the verbs of Decidable each returns its Decision, or None when there is nothing to change,
    raises Stale, and is taken back by `undo`.
    """

    class Meta:
        abstract = True

    def defer(self, *, until: datetime, by: User, reason: str = "") -> Decision | None:
        """Take it out of the queue until then."""
        row = cast("Comment", self)
        if row.status in SETTLED:
            return None
        return self._become(replace(State.of(row), due_at=until), "defer", by, reason)

    def escalate(self, *, to: str, by: User, reason: str = "") -> Decision | None:
        """Leave it to somebody else (`Comment.Escalation`), who finds it in the queue now."""
        row = cast("Comment", self)
        if row.status in SETTLED:
            return None
        now = replace(State.of(row), escalated=to, due_at=min(row.due_at, timezone.now()))
        return self._become(now, "escalate", by, reason)

    def ask_to_revise(
        self, *, by: User, reason: str = "", **more: Unpack[Circumstances]
    ) -> Decision | None:
        """Ask its writer for another text: back in the queue with that, or after a week."""
        row = cast("Comment", self)
        if row.status != "waiting":
            return None
        now = replace(State.of(row), due_at=timezone.now() + TO_REVISE)
        return self._become(now, "ask", by, reason, **more)

    def pick(self, *, by: User) -> Decision | None:
        """Point it out to readers as the editors' pick."""
        return self._mark(by, picked=True)

    def unpick(self, *, by: User) -> Decision | None:
        return self._mark(by, picked=False)

    def _mark(self, by: User, *, picked: bool) -> Decision | None:
        row = cast("Comment", self)
        if row.status != "published":
            return None
        verb = "pick" if picked else "unpick"
        return self._become(replace(State.of(row), picked=picked), verb, by, "")

    def redact(self, kept: str, *, by: User, reason: str = "") -> Decision | None:
        """Take words out of its newest text; `kept` is that text without them.

        A new text that waits beside the published one goes on waiting. Raises `Reworded` when
        something was written in.
        """
        row = cast("Comment", self)
        newest = row.proposed.body if row.proposed else row.body
        text = redact(newest, kept)
        if text == newest or row.status == "withdrawn":
            return None
        with transaction.atomic():
            Version.objects.current(row)
            version = Version.objects.write(row, Version.Kind.REDACTED, text, by=by)
            now = State.of(row)
            now = replace(now, proposed=version) if row.proposed else replace(now, text=version)
            return self._become(now, "redact", by, reason)
