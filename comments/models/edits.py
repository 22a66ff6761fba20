"""The writer of a reply changes its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db import models, transaction
from django.utils import timezone

from comments.moderation import Action, Verdict
from comments.moderation.decision import HOLDING

from . import consequences, intake
from .decision import Decision
from .discussion import Discussion
from .signal import Signal
from .state import change
from .version import Version

if TYPE_CHECKING:
    from .comment import Comment

MOST_VERSIONS = 30  # of one reply; nobody needs more, and each is kept


class Editable(models.Model):
    """Mixed into Comment: whether its writer may edit it now, and the edit."""

    class Meta:
        abstract = True

    def may_edit(self, discussion: Discussion) -> bool:
        """While it waits at any time; once published, for the minutes after it was sent.

        What was filed as spam seems to wait, and lets itself be edited as if it did.
        """
        row = cast("Comment", self)
        if row.status == "published":
            return timezone.now() < row.submitted_at + discussion.edit_window()
        return row.status in ("waiting", "spam")

    def edit(self, body: str, *, client_address: str = "", is_staff: bool = False) -> None:
        """Give the reply another text, judged like a new one. Raises Stale.

        `is_staff` says that its writer is logged in; the secret of a reply proves no login. The
        text of a published reply stays public until the new one is decided upon.
        """
        row = cast("Comment", self)
        if body == (row.proposed.body if row.proposed else row.body):
            return
        is_public = row.status == "published"
        reply = intake.again(row, body, client_address, is_staff=is_staff)
        verdict = intake.judge(row, reply, is_edit=is_public)
        with transaction.atomic():
            consequences.queue([row.article_id])
            Version.objects.current(row)  # the text as it was sent is kept
            version = Version.objects.write(row, Version.Kind.EDITED, body)
            intake.note_anew(row, verdict)
            if is_public:
                self._propose(version, verdict)
            else:
                self._take(version, verdict)

    def _propose(self, version: Version, verdict: Verdict) -> None:
        """The new text is published at once, or waits beside the one that readers see."""
        row = cast("Comment", self)
        if version.body == row.body:
            change(row, {"proposed": None})  # its writer has thought twice
            return
        change(row, {"proposed": version} | self._back_in_the_queue())
        if verdict.action is Action.PUBLISH and not (self._was_redacted() or row.escalated):
            row.approve(by=row.user, reason=verdict.reason)

    def _take(self, version: Version, verdict: Verdict) -> None:
        """The new text of a reply that nobody reads replaces the old one."""
        row = cast("Comment", self)
        judged, old_body, untouched = row.judged, row.body, self._is_untouched()
        edited_at = timezone.now() if row.published_at else None
        # Nobody has looked at this text; a moderator's page with the old one is stale now.
        anew = {"judged": "", "vetted": False, "edited_at": edited_at}
        change(row, version.content() | anew | self._back_in_the_queue())
        consequences.learn(row, judged, old_body)
        if verdict.action is Action.SPAM:
            row.mark_spam(by=None, reason=verdict.reason)
        elif row.status == "spam":
            if not self._was_called_spam():
                row.hold(reason="edit")
        elif verdict.action is Action.PUBLISH and untouched:
            row.approve(by=row.user, reason=verdict.reason)

    def _was_called_spam(self) -> bool:
        """Whether a person has said so: no text brings it back into the queue, and none goes out.

        Not asked of `judged`, which the first of several edits has emptied.
        """
        decisions = cast("Comment", self).decisions.settling().filter(after="spam")
        last = decisions.order_by("pk").last()
        return last is not None and last.by_id is not None

    def _is_untouched(self) -> bool:
        """Whether nothing but its text has kept it waiting.

        What was held back from readers once, left to somebody or redacted by a moderator, or sent
        as robots send, an edit does not let out.
        """
        row = cast("Comment", self)
        held = Signal.objects.filter(comment=row, code__in=HOLDING & intake.OF_SENDING)
        held = held.exclude(weight=0)  # of a rule that was muted
        is_plain = row.published_at is None and not row.escalated
        return is_plain and not held.exists() and not self._was_redacted()

    def _was_redacted(self) -> bool:
        """Whether a moderator has taken words out, in whichever of its texts."""
        redacted = Decision.objects.filter(comment=cast("Comment", self), verb="redact")
        return redacted.standing().exists()

    def _back_in_the_queue(self) -> dict[str, Any]:
        """Where the new text stands there: not behind its old place, deferred or not."""
        row = cast("Comment", self)
        score = sum(row.signals.values_list("weight", flat=True))
        due = intake.due(row, score)
        waits = row.status == "waiting"
        return {"score": score, "due_at": min(row.due_at, due) if waits else due}
