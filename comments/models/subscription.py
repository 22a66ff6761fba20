from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import signing
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.background import later
from comments import vault

from .claim import Claim
from .decision import UNDO_WINDOW

if TYPE_CHECKING:
    from .comment import Comment
    from .decision import Decision

_signer = signing.Signer(salt="comments.subscription")


class SubscriptionManager(models.Manager["Subscription"]):
    def ask(
        self, comment: Comment, *, answers: bool, decision: bool, reader: str = ""
    ) -> Subscription:
        """What the writer of this reply wants to be told from now on; neither ends it.

        Nothing is mailed before the address has proven itself, unless `reader`, the digest of
        this very browser's token, has proven it before.
        """
        with transaction.atomic():
            row = self.get_or_create(comment=comment)[0]
            if not (answers or decision):
                row.end()
                return row
            if row.email_sealed is None:
                row.email_sealed, row.email_index = comment.email_sealed, comment.email_index
            row.answers, row.decision = answers, decision
            row.asked_at, row.ended_at = timezone.now(), None
            if row.email_sealed is not None and row.confirmed_at is None:
                if Claim.objects.is_proven(reader, row.email_index):
                    row.confirmed_at = timezone.now()
                else:
                    Claim.objects.ask(comment, row.email_index)
            row.save()
        return row

    def confirm(self, claim: Claim) -> int:
        """The address of a claim is proven: what was asked for with it begins. How many."""
        same = Q(comment=claim.comment_id)
        if claim.email_index and claim.comment.reader:
            same |= Q(email_index=claim.email_index, comment__reader=claim.comment.reader)
        pending = self.filter(same, confirmed_at=None, ended_at=None)
        return pending.update(confirmed_at=claim.confirmed_at)

    def by_token(self, token: str) -> Subscription:
        """The one that a link in a mail ends. Raises BadSignature, DoesNotExist."""
        return self.select_related("comment__article").get(pk=_signer.unsign(token))

    def tell(self, row: Comment, decision: Decision) -> None:
        """Queue the mails that this decision is the reason of.

        They leave after the time for an undo, and look again then whether they are still true.
        """
        if decision.after == "withdrawn":
            for own in self.filter(comment=row, ended_at=None):
                own.end()
        if decision.verb == "ask":
            self._later("send_request", Q(comment=row, decision=True), decision.pk)
        if decision.after in ("published", "rejected"):
            self._later("send_decision", Q(comment=row, decision=True), decision.pk)
        if decision.after == "published" and row.parent_id and not _answers_self(row):
            self._later("send_answer", Q(comment=row.parent_id, answers=True), row.pk)

    def _later(self, task: str, who: Q, about: int) -> None:
        confirmed = self.filter(who, ended_at=None).exclude(confirmed_at=None)
        for pk in confirmed.values_list("pk", flat=True):
            later(f"comments.tasks.{task}", pk, about, wait=UNDO_WINDOW)


def _answers_self(row: Comment) -> bool:
    """Whether somebody goes on with the own reply, as far as browser or login prove it."""
    parent = row.parent
    if parent is None:
        return False
    same_login = row.user_id is not None and row.user_id == parent.user_id
    return same_login or (bool(row.reader) and row.reader == parent.reader)


class Subscription(models.Model):
    """What the writer of a reply wants to be told by mail, once the address has proven itself.

    It keeps its own sealed address: that of the reply is erased after the retention time, this
    one when the reader unsubscribes.
    """

    comment = models.OneToOneField(
        "comments.Comment", on_delete=models.CASCADE, related_name="subscription"
    )
    email_sealed = models.BinaryField(null=True, editable=False)
    email_index = models.CharField(max_length=80, blank=True, editable=False, db_index=True)
    answers = models.BooleanField(_("answers"), default=False)
    decision = models.BooleanField(_("the decision"), default=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    # What was mailed already, so that a decision made twice is not told twice.
    told_state = models.CharField(max_length=10, blank=True, editable=False)
    told_answers = models.ManyToManyField("comments.Comment", related_name="+", editable=False)

    objects = SubscriptionManager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")

    def __str__(self) -> str:
        return f"{_('subscription')} {self.pk}"

    def token(self) -> str:
        """What the link at the end of its mails carries: its number, signed; it does not expire."""
        return _signer.sign(str(self.pk))

    @property
    def is_active(self) -> bool:
        """Whether mails may go to the address now."""
        return bool(self.confirmed_at and not self.ended_at and self.email_sealed)

    @property
    def address(self) -> str:
        return vault.unseal(self.email_sealed) if self.email_sealed else ""

    def end(self) -> None:
        """No more mails, and nothing of the address is kept."""
        self.email_sealed, self.email_index = None, ""
        self.answers = self.decision = False
        self.confirmed_at = None
        self.ended_at = self.ended_at or timezone.now()
        self.save()
