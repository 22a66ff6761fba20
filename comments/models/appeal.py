from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.background import later

from .act import Act
from .decision import UNDO_WINDOW, Decision
from .notice import Notice, deadline
from .opinions import decided
from .state import Stale

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .comment import Comment

SIX_MONTHS = timedelta(days=184)  # the longest six months; article 20(1) wants no fewer
APPEALABLE = ("rejected", "removed")  # spam seems to wait, so its writer has nothing to object to

_signer = signing.Signer(salt="comments.objection")


class OwnDecision(Exception):
    """Whoever made a decision does not decide about the objection to it."""


class AppealManager(models.Manager["Appeal"]):
    def against(self, what: Decision | Notice, text: str) -> Appeal:
        """Object to a decision about the own reply, or to the refusal of the own notice.

        Raises IntegrityError for a second time.
        """
        now = timezone.now()
        facts = {"text": text, "made_at": now, "due_at": deadline(now)}
        with transaction.atomic():
            if isinstance(what, Notice):
                return self.create(notice=what, made_by=what.decided_by, **facts)
            return self.create(decision=what, comment=what.comment, made_by=what.by, **facts)


class Appeal(models.Model):
    """Somebody objects to a decision (Regulation (EU) 2022/2065, article 20).

    The writer to one about the own reply, or the sender of a notice to its refusal. Somebody else
    than the maker of that decision decides anew.
    """

    class State(models.TextChoices):
        OPEN = "open", gettext_lazy("open")
        UPHELD = "upheld", gettext_lazy("upheld")
        REFUSED = "refused", gettext_lazy("refused")

    # One objection to one decision; the reply's writer or the notice's sender has made it.
    decision = models.OneToOneField(
        "comments.Decision", on_delete=models.PROTECT, null=True, related_name="appeal"
    )
    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, null=True, related_name="appeals"
    )
    notice = models.OneToOneField(
        "comments.Notice", on_delete=models.PROTECT, null=True, related_name="appeal"
    )
    # Kept from the beginning: a notice that is opened again forgets who had refused it.
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(gettext_lazy("why it should be decided anew"), max_length=2000)
    made_at = models.DateTimeField(gettext_lazy("received"), default=timezone.now)
    due_at = models.DateTimeField(gettext_lazy("due"))
    state = models.CharField(gettext_lazy("state"), max_length=7, choices=State, default=State.OPEN)
    answer = models.TextField(gettext_lazy("answer"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(gettext_lazy("decided"), null=True)

    objects = AppealManager()

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = gettext_lazy("objection")
        verbose_name_plural = gettext_lazy("objections")
        indexes = [models.Index(fields=["state", "due_at", "id"], name="appeals_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision=None) ^ Q(notice=None), name="appeal_against_one"
            )
        ]

    def __str__(self) -> str:
        return f"{_('objection')} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at < timezone.now()

    @property
    def reply(self) -> Comment | None:
        """The reply that it is about; None where a notice was about an article."""
        return self.notice.comment if self.notice else self.comment

    def may_decide(self, user: User) -> bool:
        """Nobody judges the own decision, neither the first one nor one made since."""
        since = self.notice.decided_by_id if self.notice else None
        return user.pk not in (self.made_by_id, since)

    def decide(self, state: str, *, by: User, answer: str) -> None:
        """Agree or not, and say why. Raises OwnDecision, and Stale when it is decided already."""
        if not self.may_decide(by):
            raise OwnDecision
        with transaction.atomic():
            if state == self.State.UPHELD and self.is_open:
                self._overturn(by)
            values = {"state": state, "answer": answer, "decided_by": by}
            values["decided_at"] = timezone.now()
            still = Appeal.objects.filter(pk=self.pk, state=self.State.OPEN)
            if not still.update(**values):
                raise Stale
            for name, value in values.items():
                setattr(self, name, value)
            facts = {"before": self.State.OPEN, "after": state, "reason": answer or str(self)}
            Act.objects.log("appeal", by, comment=self.reply, **facts)
            later("comments.tasks.send_objection_decided", self.pk, wait=UNDO_WINDOW)

    def _overturn(self, by: User) -> None:
        """Take the decision back, and open the notice again that it came from."""
        if self.notice and not self.notice.is_open:
            self.notice.reopen(by=by, reason=str(self))
        if self.decision:
            overturn(self.decision, by)
            for notice in self.decision.notices.filter(state=Notice.State.UPHELD):
                notice.reopen(by=by, reason=str(self))


def overturn(decision: Decision, by: User) -> None:
    """Undo it where nothing newer stands; else approve what is still kept from readers."""
    reply = decision.comment
    if decision.stands_last:
        reply.undo(by=by)
    elif not decision.is_undone and reply.status in APPEALABLE:
        decided(reply.approve(by=by, reason="objection"))


def appealable(comment: Comment) -> Decision | None:
    """The decision that keeps a reply from readers, if its writer may object to one."""
    if comment.status not in APPEALABLE or not comment.token_digest:
        return None
    standing = Decision.objects.filter(comment=comment).standing().settling()
    that = standing.filter(after=comment.status).select_related("appeal")
    return that.order_by("-pk").first()


def may_object(what: Decision | Notice) -> bool:
    """Whether its reader may object: once, within six months, to what stands.

    The writer of a reply to what keeps it from readers, the sender of a notice to its refusal.
    """
    if what.decided_at is None or what.decided_at < timezone.now() - SIX_MONTHS:
        return False
    if isinstance(what, Notice):
        stands = what.state == Notice.State.REFUSED
    else:
        stands = what.comment.status in APPEALABLE and not what.is_undone
    return stands and not hasattr(what, "appeal")


def sign(decision: Decision) -> str:
    """What a mail to the reply's writer carries: the decision's number, signed."""
    return _signer.sign(str(decision.pk))


def signed(token: str) -> Decision:
    """The decision that such a link is about. Raises BadSignature, DoesNotExist."""
    rows = Decision.objects.select_related("comment__article__section", "appeal")
    return rows.exclude(comment__token_digest="").get(pk=_signer.unsign(token))
