from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import intake
from .decision import Decision
from .signal import Signal
from .state import Stale

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .comment import Comment

ENOUGH = 3  # independent reports hold back a reply that no moderator has seen


class ReportQuerySet(models.QuerySet["Report"]):
    def unhandled(self) -> Self:
        """Those that no moderator has looked at: neither kept nor decided upon since."""
        since = (
            Decision.objects.filter(
                comment=OuterRef("comment"), decided_at__gt=OuterRef("reported_at")
            )
            .exclude(by=None)
            .settling()
        )
        return self.filter(~Exists(since), handled_at=None)

    def independent(self) -> int:
        """How many different people these are: one network counts once, one browser too."""
        networks, readers, count = {""}, set[str](), 0
        for network, reader in self.values_list("client_prefix", "reader"):
            if network not in networks and reader not in readers:
                count += 1
            networks.add(network)
            readers |= {reader} - {""}
        return count


class ReportManager(models.Manager["Report"]):
    def file(
        self, comment: Comment, *, reason: str, text: str, client_prefix: str, reader: str
    ) -> None:
        """Keep what a reader says of a reply, once for each sender, and hold it back if need be."""
        same = Q(pk__in=[])
        if client_prefix:
            same |= Q(client_prefix=client_prefix)
        if reader:
            same |= Q(reader=reader)
        with transaction.atomic():
            if comment.reports.filter(same).exists():
                return
            comment.reports.create(
                reason=reason, text=text, client_prefix=client_prefix, reader=reader
            )
        self._hold(comment)

    def _hold(self, comment: Comment) -> None:
        """Back into the queue, unless a moderator approved this very text or staff wrote it."""
        if comment.vetted or comment.user_id or comment.status != "published":
            return
        count = Report.objects.filter(comment=comment).unhandled().independent()
        if count < ENOUGH:
            return
        try:
            with transaction.atomic():
                Signal.objects.create(
                    comment=comment, code="reports", weight=1.0, detail=str(count)
                )
                rows = type(comment).objects.filter(pk=comment.pk)
                due = intake.due(comment, comment.score + 1.0, reports=count)
                rows.update(score=F("score") + 1.0, due_at=due)
                comment.due_at = due
                comment.hold(reason="reports")
        except Stale:
            pass  # somebody decides about it at this very moment

    def keep(self, comment: Comment, *, by: User) -> Decision | None:
        """A moderator looked at the reports and lets the reply stand. Raises Stale.

        Where somebody has to agree first, the reports wait for that.
        """
        with transaction.atomic():
            seen = type(comment).objects.filter(pk=comment.pk, revision=comment.revision)
            if comment.status != "published" or not seen.exists():
                raise Stale
            decision = comment.approve(by=by, reason="reports")
            if not (decision and decision.opinion):
                open_ones = self.filter(comment=comment, handled_at=None)
                open_ones.update(handled_at=timezone.now(), handled_by=by)
            return decision


class Report(models.Model):
    """A reader says that a published reply should not stand there."""

    class Reason(models.TextChoices):
        ABUSE = "abuse", _("It attacks or insults somebody")
        HATE = "hate", _("It is hateful")
        SPAM = "spam", _("It is advertising")
        PRIVATE = "private", _("It tells something private")
        FALSE = "false", _("It says something untrue")
        OTHER = "other", _("Something else")

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.CASCADE, related_name="reports"
    )
    reason = models.CharField(_("reason"), max_length=8, choices=Reason)
    text = models.CharField(_("in your words"), max_length=500, blank=True)
    reported_at = models.DateTimeField(_("reported"), default=timezone.now)
    # Who: keyed digests of network and browser, the former erased after the retention time.
    client_prefix = models.CharField(max_length=64, blank=True, editable=False)
    reader = models.CharField(max_length=64, blank=True, editable=False)
    # When a moderator let the reply stand; a decision about the reply handles its reports too.
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
    )

    objects = ReportManager.from_queryset(ReportQuerySet)()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [models.Index(fields=["client_prefix", "reported_at"], name="report_rate")]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.reason}"
