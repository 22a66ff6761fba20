"""The verbs that decide about a reply; each writes one Decision in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Unpack, cast

from django.db import models, transaction
from django.utils import timezone

from articles.changes import announce

from . import consequences
from .decision import ASIDE, Decision
from .opinions import is_only_said
from .state import Circumstances, State, change
from .version import Version

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .batch import Batch
    from .comment import Comment

LESSONS = {"published": "approved", "rejected": "rejected", "removed": "rejected", "spam": "spam"}


class Decidable(models.Model):
    """Mixed into Comment: approve, reject, mark_spam, remove, withdraw and undo.

    Each returns its Decision, or None when there is nothing to change, and raises Stale.
    """

    class Meta:
        abstract = True

    def approve(
        self, *, by: User | None, reason: str = "", **more: Unpack[Circumstances]
    ) -> Decision | None:
        """Let readers see it: the newest text that its writer proposed."""
        row = cast("Comment", self)
        return self._decide("approve", "published", by, reason, text=row.proposed, **more)

    def reject(
        self, *, by: User | None, reason: str = "", **more: Unpack[Circumstances]
    ) -> Decision | None:
        """Keep it from readers; of a published reply with an edit, the edit alone."""
        row = cast("Comment", self)
        if row.status == "published" and row.proposed_id:
            now = replace(State.of(row), proposed=None, escalated="")
            return self._conclude(now, "reject", by, reason, **more)
        return self._decide("reject", "rejected", by, reason, **more)

    def mark_spam(
        self, *, by: User | None, reason: str = "", **more: Unpack[Circumstances]
    ) -> Decision | None:
        return self._decide("mark_spam", "spam", by, reason, **more)

    def remove(
        self, *, by: User | None, reason: str = "", **more: Unpack[Circumstances]
    ) -> Decision | None:
        """Take a published reply away; answers below it keep a placeholder to stand under."""
        return self._decide("remove", "removed", by, reason, **more)

    def hold(self, *, reason: str) -> Decision | None:
        """Take it back into the queue, as the machine does after readers' reports.

        The newest text comes along: that is what a moderator has to look at.
        """
        row = cast("Comment", self)
        return self._decide("hold", "waiting", None, reason, text=row.proposed)

    def withdraw(self) -> Decision | None:
        """The reader takes the own reply back."""
        now = replace(State.of(cast("Comment", self)), status="withdrawn", proposed=None)
        return self._become(now, "withdraw", None, "reader")

    def undo(self, *, by: User | None, batch: Batch | None = None) -> Decision | None:
        """Go back to what the reply was before its newest decision.

        What its writer has written since then is kept: as a proposal where readers see the reply
        again, else in its place.
        """
        row = cast("Comment", self)
        standing = Decision.objects.filter(comment=row).standing()
        last = standing.select_related("text_before", "proposed_before").order_by("pk").last()
        if last is None:
            return None
        return self._become(self._as_before(last), "undo", by, "undo", undoes=last, batch=batch)

    def _as_before(self, last: Decision) -> State:
        """What an undo of this decision, the newest that stands, goes back to."""
        row = cast("Comment", self)
        now = replace(
            State.of(row),
            picked=last.picked_before,
            escalated=last.escalated_before,
            due_at=last.due_before or row.due_at,
        )
        if last.verb == "redact" and last.text_before is None:
            is_there = row.proposed and row.proposed.kind == Version.Kind.REDACTED
            return replace(now, proposed=last.proposed_before) if is_there else now
        if last.verb in ASIDE - {"redact"}:
            return now  # what was said of the text stands, and what its writer has made of it
        return replace(
            now,
            status=last.before,
            judged=last.judged_before,
            vetted=last.vetted_before,
            proposed=row.proposed or self._rewritten(last) or last.proposed_before,
            text=last.text_before,
        )

    def _rewritten(self, last: Decision) -> Version | None:
        """The text that its writer has put in place since a decision took it from readers."""
        row = cast("Comment", self)
        if last.text_before is None or last.text_before.body == row.body:
            return None
        edits = Version.objects.filter(comment=row, kind=Version.Kind.EDITED, body=row.body)
        return edits.filter(made_at__gte=last.decided_at).last()

    def _decide(
        self,
        verb: str,
        status: str,
        by: User | None,
        reason: str,
        *,
        text: Version | None = None,
        **more: Unpack[Circumstances],
    ) -> Decision | None:
        """The usual case: a status, learnt from only when a person decided."""
        row = cast("Comment", self)
        judged = row.judged if text is None else ""  # of a new text nobody has said anything
        judged = LESSONS.get(status, "") if by else judged
        vetted = bool(by and status == "published") or (row.vetted and text is None)
        now = replace(State.of(row), status=status, judged=judged, vetted=vetted)
        # Put off until later or left to somebody: a decision ends the one, a person's the other.
        due, left_to = min(row.due_at, timezone.now()), "" if by else row.escalated
        now = replace(now, proposed=None, text=text, escalated=left_to, due_at=due)
        return self._conclude(now, verb, by, reason, **more)

    def _conclude(
        self,
        now: State,
        verb: str,
        by: User | None,
        reason: str,
        **more: Unpack[Circumstances],
    ) -> Decision | None:
        """Decide, or write down what they would do where somebody has to agree first."""
        row = cast("Comment", self)
        if is_only_said(row, verb, by, more.get("batch")):
            now, more["opinion"], verb = State.of(row), verb, "opinion"
        return self._become(now, verb, by, reason, **more)

    def _become(
        self,
        now: State,
        verb: str,
        by: User | None,
        reason: str,
        **more: Unpack[Circumstances],
    ) -> Decision | None:
        """Change the reply and say who did.

        Of two people who decide at once the second gets Stale, and one decision is written.
        """
        row = cast("Comment", self)
        before = State.of(row)
        is_same = before == now and not _is_about_opinion(verb, more.get("undoes"))
        if is_same or before.status == "withdrawn":
            return None  # what a reader took back, nobody else brings back
        now, old_body = now.settled(), row.body
        with transaction.atomic():
            old_text = Version.objects.current(row) if self._may_lose_text(now) else None
            # Numbers first, the reply after them: of two decisions under one article, one waits.
            consequences.count(row, before.status, now.status)
            self._set(now)
            consequences.learn(row, before.judged, old_body, undone=verb == "undo")
            if "published" in (before.status, now.status):
                announce(f"thread:{row.article_id}", "lists")
            decision = Decision.objects.create(
                comment=row,
                by=by,
                verb=verb,
                after=now.status,
                reason=reason,
                text_before=old_text,
                signals=list(row.signals.values("code", "weight", "detail")),
                **before.as_before(),
                **more,
            )
            consequences.tell(row, decision)
        return decision

    def _may_lose_text(self, now: State) -> bool:
        """Whether readers' text is replaced now, or may be by its writer while it waits."""
        was_public = cast("Comment", self).status == "published"
        return now.text is not None or (was_public and now.status in ("waiting", "spam"))

    def _set(self, now: State) -> None:
        """Give the row its new state. Raises Stale."""
        row = cast("Comment", self)
        values: dict[str, Any] = {
            "status": now.status,
            "judged": now.judged,
            "vetted": now.vetted,
            "proposed": now.proposed,
            "is_picked": now.picked,
            "escalated": now.escalated,
            "due_at": now.due_at,
        }
        if now.status == "published":
            # Kept when a reply is taken back: what was public may have to hold a place.
            values["published_at"] = row.published_at or timezone.now()
            if row.status != "published":
                values["published_at"] = timezone.now()
        if now.text:
            values |= now.text.content()
            if now.text.kind != Version.Kind.REDACTED:
                edited = now.text.kind == Version.Kind.EDITED and self._was_read_before(now.text)
                values["edited_at"] = now.text.made_at if edited else None
        change(row, values)

    def _was_read_before(self, text: Version) -> bool:
        """Whether readers had seen the reply when this text of it was written."""
        published = Decision.objects.filter(comment=cast("Comment", self), after="published")
        first = published.order_by("pk").values_list("decided_at", flat=True).first()
        return first is not None and text.made_at >= first


def _is_about_opinion(verb: str, undone: Decision | None) -> bool:
    """Whether it counts though it changes nothing: an opinion, or taking one back."""
    return "opinion" in (verb, undone.verb if undone else "")
