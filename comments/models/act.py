from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article

from .once import WrittenOnceModel, WrittenOnceQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class ActQuerySet(WrittenOnceQuerySet["Act"]):
    def about(self, comment_id: int) -> ActQuerySet:
        return self.filter(comment=comment_id).select_related("by")


class ActManager(models.Manager["Act"]):
    def log(self, verb: str, by: User | None, **facts: Any) -> Act:
        """Write down what somebody did; `facts` are fields of Act."""
        return self.create(verb=verb, by=by, **facts)


class Act(WrittenOnceModel):
    """What was done at the desk besides deciding: a line of the log, written once.

    Decisions about replies are their own lines (`Decision`); the log shows both.
    """

    class Verb(models.TextChoices):
        NOTE = "note", _("noted")
        REVEAL = "reveal", _("saw the address")
        BLOCK = "block", _("blocked")
        LIFT = "lift", _("lifted a block")
        MODE = "mode", _("changed how replies are taken")
        PROMPT = "prompt", _("changed the question to readers")
        MUTE = "mute", _("muted a rule")
        UNMUTE = "unmute", _("switched a rule on")
        NOTICE = "notice", _("decided about a notice")
        APPEAL = "appeal", _("decided about an objection")
        EXPORT = "export", _("exported")

    verb = models.CharField(_("act"), max_length=8, choices=Verb)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, null=True, related_name="acts"
    )
    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, related_name="+")
    before = models.CharField(_("before"), max_length=200, blank=True)
    after = models.CharField(_("after"), max_length=200, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    done_at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = ActManager.from_queryset(ActQuerySet)()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        indexes = [models.Index(fields=["done_at"], name="acts_in_time")]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.reason[:60]}"
