from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .once import WrittenOnceModel, WrittenOnceQuerySet
from .version import Version

# Verbs that put a reply aside or mark it, and say nothing about whether readers may see it.
ASIDE = frozenset({"ask", "defer", "escalate", "opinion", "pick", "redact", "unpick"})
UNDO_WINDOW = timedelta(seconds=30)  # what was mailed or fed out cannot be taken back
WORDS = {
    "ask": gettext_lazy("sent back to its writer"),
    "defer": gettext_lazy("put off"),
    "escalate": gettext_lazy("left to somebody else"),
    "pick": gettext_lazy("editor's pick"),
    "redact": gettext_lazy("edited by a moderator"),
    "unpick": gettext_lazy("no editor's pick any more"),
}
OPINIONS = {
    "approve": gettext_lazy("would approve"),
    "reject": gettext_lazy("would reject"),
    "mark_spam": gettext_lazy("would mark as spam"),
    "remove": gettext_lazy("would remove"),
}


class DecisionQuerySet(WrittenOnceQuerySet["Decision"]):
    def acts(self) -> Self:
        """Without those that only take another one back.

        Not asked of `undoes`: an index of all the empty ones tempts SQLite to read them all.
        """
        return self.exclude(verb="undo")

    def standing(self) -> Self:
        """Those that nobody has taken back."""
        return self.acts().filter(undone_by=None)

    def by_nobody(self) -> Self:
        """The machine's and readers', said so that the newest are found by their time.

        Asked for an empty `by`, SQLite reads and sorts all of these that there ever were.
        """
        whose = Coalesce("by_id", 0, output_field=models.BigIntegerField())
        return self.alias(whose=whose).filter(whose=0)

    def settling(self) -> Self:
        """Those about whether readers may see the reply, and what took such ones back."""
        return self.exclude(verb__in=ASIDE).exclude(undoes__verb__in=ASIDE)

    def opinions(self) -> Self:
        """What people would do about replies that wait for a second opinion, where it counts.

        That is the newest of each, given since the reply was passed on and about the text that it
        has now: nobody agrees to words that the other one has not seen.
        """
        later = Decision.objects.filter(comment=OuterRef("comment"), pk__gt=OuterRef("pk"))
        newer = later.standing().filter(Q(verb="escalate") | Q(verb="opinion", by=OuterRef("by")))
        text = Version.objects.filter(
            comment=OuterRef("comment"), made_at__gt=OuterRef("decided_at")
        ).exclude(kind=Version.Kind.SENT)
        given = self.standing().filter(verb="opinion", comment__escalated="second")
        return given.exclude(by=None).filter(~Exists(newer), ~Exists(text))


class Decision(WrittenOnceModel):
    """One act about one reply: who, when, from what to what, why. Rows are only ever added.

    `by` is empty for the machine and for readers. `undoes` names the decision that this one
    takes back; an undo itself is not undone, the decision is made anew.
    """

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.CASCADE, related_name="decisions"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    verb = models.CharField(gettext_lazy("verb"), max_length=12, blank=True)
    before = models.CharField(gettext_lazy("before"), max_length=10)
    after = models.CharField(gettext_lazy("after"), max_length=10)
    reason = models.CharField(gettext_lazy("reason"), max_length=300, blank=True)
    signals = models.JSONField(gettext_lazy("signals"), default=list)
    # The rest of what was there before, so that an undo can put it back.
    text_before = models.ForeignKey(
        "comments.Version", on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_before = models.ForeignKey(
        "comments.Version", on_delete=models.PROTECT, null=True, related_name="+"
    )
    judged_before = models.CharField(max_length=8, blank=True)
    vetted_before = models.BooleanField(default=False)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="undone_by"
    )
    picked_before = models.BooleanField(default=False)
    escalated_before = models.CharField(max_length=6, blank=True)
    due_before = models.DateTimeField(null=True)
    # What the writer of the reply is told about it, on the page of the own reply.
    message = models.TextField(gettext_lazy("message"), blank=True)
    batch = models.ForeignKey(
        "comments.Batch", on_delete=models.PROTECT, null=True, related_name="decisions"
    )
    # Of an opinion the verb that its moderator would take.
    opinion = models.CharField(gettext_lazy("opinion"), max_length=12, blank=True)
    decided_at = models.DateTimeField(gettext_lazy("decided"), auto_now_add=True)

    objects = models.Manager.from_queryset(DecisionQuerySet)()

    class Meta:
        ordering = ["-pk"]
        verbose_name = gettext_lazy("decision")
        verbose_name_plural = gettext_lazy("decisions")
        indexes = [
            models.Index(fields=["by", "-id"], name="decided_by"),
            models.Index(fields=["decided_at"], name="decisions_in_time"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.before} → {self.after}"

    def get_after_label(self) -> str:
        """The state it led to, in the reader's language."""
        from .comment import Comment

        if self.refuses_edit:
            return _("new text refused")
        if self.opinion:
            return str(OPINIONS[self.opinion])
        if self.verb in WORDS:
            return str(WORDS[self.verb])
        if self.verb == "approve" and self.before == self.after:
            return _("new text taken") if self.proposed_before_id else _("confirmed")
        return str(Comment.Status(self.after).label)

    @property
    def is_undone(self) -> bool:
        return Decision.objects.filter(undoes=self).exists()

    @property
    def stands_last(self) -> bool:
        """Whether it is the one that an undo of its reply would take back."""
        standing = Decision.objects.filter(comment=self.comment_id).standing()
        return standing.order_by("-pk").values_list("pk", flat=True).first() == self.pk

    @property
    def refuses_edit(self) -> bool:
        """Whether readers go on seeing the text that its writer wanted to replace."""
        return self.verb == "reject" and self.before == self.after == "published"
