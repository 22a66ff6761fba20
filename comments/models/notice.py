from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.background import later
from comments import vault

from .act import Act
from .decision import UNDO_WINDOW, Decision
from .discussion import Discussion
from .opinions import decided
from .state import Stale

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .appeal import Appeal
    from .comment import Comment

MAILS_A_DAY = 5  # receipts to one address: anybody can type somebody else's

_signer = signing.Signer(salt="comments.notice")


class NoticeManager(models.Manager["Notice"]):
    def receive(self, comment: Comment | None, *, email: str, **said: Any) -> Notice:
        """Keep a notice and have its receipt mailed; `comment` is None for an article."""
        now = timezone.now()
        with transaction.atomic():
            row = self.create(
                comment=comment,
                email_sealed=vault.seal(email) if email else None,
                email_index=vault.index(email) if email else "",
                received_at=now,
                due_at=deadline(now),
                **said,
            )
            row.token()
            if email:
                later("comments.tasks.send_receipt", row.pk)
        return row

    def by_token(self, token: str) -> Notice | None:
        """The notice that this token opens, if any."""
        rows = self.select_related("comment__article", "decision", "appeal")
        return rows.filter(token_digest=vault.digest(token)).first()

    def counts(self) -> dict[str, dict[str, int]]:
        """How many notices are in each state, and how many of them are overdue."""
        late = Count("pk", filter=Q(due_at__lt=timezone.now(), decided_at=None))
        sums = self.order_by().values("state").annotate(n=Count("pk"), late=late)
        found = {row["state"]: {"n": row["n"], "late": row["late"]} for row in sums}
        none = {"n": 0, "late": 0}
        return {state: found.get(state, none) for state in Notice.State.values}


class Notice(models.Model):
    """Somebody notifies the newsroom of illegal content (Regulation (EU) 2022/2065, article 16).

    The decision and its statement of reasons (article 17) are kept with it. The address is sealed
    like every reader's and erased once the retention time has passed since the decision.
    """

    class State(models.TextChoices):
        RECEIVED = "received", gettext_lazy("received")
        EXAMINED = "examined", gettext_lazy("being examined")
        UPHELD = "upheld", gettext_lazy("upheld")
        REFUSED = "refused", gettext_lazy("refused")

    class Ground(models.TextChoices):
        LAW = "law", gettext_lazy("it is illegal")
        TERMS = "terms", gettext_lazy("it breaks the rules of this site")

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, null=True, related_name="notices"
    )
    url = models.CharField(gettext_lazy("address of the content"), max_length=500)
    law = models.CharField(gettext_lazy("the law that it breaks"), max_length=200, blank=True)
    explanation = models.TextField(gettext_lazy("why it is illegal"))
    name = models.CharField(gettext_lazy("name"), max_length=100, blank=True)
    email_sealed = models.BinaryField(null=True, editable=False)
    email_index = models.CharField(max_length=80, blank=True, editable=False, db_index=True)
    client_prefix = models.CharField(max_length=64, blank=True, editable=False)
    good_faith = models.BooleanField(gettext_lazy("sent in good faith"), default=False)
    # A field that people do not see was filled in: worth a doubt, and no more.
    is_trapped = models.BooleanField(default=False, editable=False)
    token_digest = models.CharField(max_length=64, editable=False, db_index=True)
    received_at = models.DateTimeField(gettext_lazy("received"), default=timezone.now)
    due_at = models.DateTimeField(gettext_lazy("due"))
    state = models.CharField(
        gettext_lazy("state"), max_length=8, choices=State, default=State.RECEIVED
    )
    revision = models.PositiveIntegerField(default=1, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(gettext_lazy("decided"), null=True)
    ground = models.CharField(gettext_lazy("ground"), max_length=5, choices=Ground, blank=True)
    basis = models.CharField(gettext_lazy("law or rule"), max_length=200, blank=True)
    statement = models.TextField(gettext_lazy("facts and circumstances"), blank=True)
    decision = models.ForeignKey(
        "comments.Decision", on_delete=models.PROTECT, null=True, related_name="notices"
    )

    objects = NoticeManager()
    appeal: Appeal

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = gettext_lazy("notice of illegal content")
        verbose_name_plural = gettext_lazy("notices of illegal content")
        indexes = [
            models.Index(fields=["state", "due_at", "id"], name="notices_due"),
            models.Index(fields=["client_prefix", "received_at"], name="notice_rate"),
        ]

    def __str__(self) -> str:
        return f"{_('notice')} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide about it."""
        return self.state in (self.State.RECEIVED, self.State.EXAMINED)

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at < timezone.now()

    @property
    def address(self) -> str:
        """Where its sender can be reached; "" for who gave none, or once it is erased."""
        return vault.unseal(self.email_sealed) if self.email_sealed else ""

    def token(self) -> str:
        """What opens its page: its number, signed; another one once the site's secret changes."""
        token = _signer.sign(str(self.pk))
        if self.token_digest != vault.digest(token):
            self.token_digest = vault.digest(token)
            self.save(update_fields=["token_digest"])
        return token

    def may_mail_receipt(self) -> bool:
        """Whether the address has not had too many of these mails within a day."""
        day = self.received_at - timedelta(days=1)
        earlier = Notice.objects.filter(email_index=self.email_index, pk__lt=self.pk)
        return earlier.filter(received_at__gt=day).count() < MAILS_A_DAY

    def examine(self, *, by: User) -> None:
        """Say that somebody looks into it. Raises Stale."""
        self._require(self.State.RECEIVED)
        self._become(self.State.EXAMINED, by)

    def uphold(self, *, by: User, ground: str, basis: str, statement: str) -> None:
        """Agree, and take the reply from readers. Raises Stale."""
        self._require(self.State.RECEIVED, self.State.EXAMINED)
        with transaction.atomic():
            decision = self._restrict(by)
            why = {"ground": ground, "basis": basis, "statement": statement}
            self._decide(self.State.UPHELD, by, decision=decision, **why)

    def refuse(self, *, by: User, statement: str) -> None:
        """Disagree: the content stays where it is. Raises Stale."""
        self._require(self.State.RECEIVED, self.State.EXAMINED)
        with transaction.atomic():
            self._decide(self.State.REFUSED, by, statement=statement)

    def reopen(self, *, by: User, reason: str = "") -> None:
        """Take the decision back, the reply's too while nothing newer stands. Raises Stale.

        What was decided stays in the log; the days to decide begin anew.
        """
        self._require(self.State.UPHELD, self.State.REFUSED)
        with transaction.atomic():
            if self.decision and self.decision.stands_last:
                self.decision.comment.undo(by=by)
            nothing = {"ground": "", "basis": "", "statement": "", "decision": None}
            nothing |= {"decided_by": None, "decided_at": None}
            due = deadline(timezone.now())
            self._become(self.State.EXAMINED, by, reason, due_at=due, **nothing)

    def _restrict(self, by: User) -> Decision | None:
        """What is public is removed, what waits is rejected; anything else is gone already."""
        verbs = {"published": "remove", "waiting": "reject"}
        verb = verbs.get(self.comment.status) if self.comment else None
        if verb is None:
            return None
        return decided(getattr(self.comment, verb)(by=by, reason=f"notice {self.pk}"))

    def _decide(self, state: str, by: User, **values: Any) -> None:
        """Store a decision; the statement leaves after the time for an undo."""
        facts = values | {"decided_by": by, "decided_at": timezone.now()}
        self._become(state, by, values["statement"], **facts)
        for task in ("send_statement", "send_statement_to_writer"):
            later(f"comments.tasks.{task}", self.pk, self.revision, wait=UNDO_WINDOW)

    def _require(self, *states: str) -> None:
        if self.state not in states:
            raise Stale

    def _become(self, state: str, by: User, reason: str = "", **values: Any) -> None:
        """Store it on the condition that nobody changed it since it was read, and log it."""
        before, values = self.state, values | {"state": state, "revision": self.revision + 1}
        same = Notice.objects.filter(pk=self.pk, revision=self.revision)
        with transaction.atomic():
            if not same.update(**values):
                raise Stale
            for name, value in values.items():
                setattr(self, name, value)
            facts = {"before": before, "after": state, "reason": reason or str(self)}
            Act.objects.log("notice", by, comment=self.comment, **facts)


def deadline(now: datetime) -> datetime:
    """By when a notice or an objection that comes now has to be decided."""
    return now + timedelta(days=Discussion.objects.current().notice_days)
