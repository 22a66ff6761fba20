from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article
from articles.prepared import Prepared, Slot
from comments.moderation import Blocked

from .act import Act

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .comment import Comment


class BlockQuerySet(models.QuerySet["Block"]):
    def standing(self, now: datetime | Slot | None = None) -> Self:
        """Blocks that hold somewhere now."""
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=now or timezone.now()),
            lifted_at=None,
        )

    def ended(self) -> Self:
        """Blocks that were lifted or whose time is over."""
        return self.filter(Q(lifted_at__isnull=False) | Q(expires_at__lte=timezone.now()))

    def values_in_force(self, article: Article) -> tuple[Blocked, ...]:
        """Blocks that hold under this article now, as plain values for the rules."""
        rows = _in_force(now=timezone.now(), article=article.pk)  # None on trial
        return tuple(Blocked(*row) for row in rows)


@Prepared
def _in_force() -> QuerySet[Block, Any]:
    standing = Block.objects.standing(Slot("now", models.DateTimeField()))
    here = standing.filter(Q(article=None) | Q(article=Slot("article", models.BigIntegerField())))
    return here.values_list("kind", "value", "reason")


class Block(models.Model):
    """Replies of a sender, or with a host or phrase, are filed as spam for a time.

    A person is the digest of a browser's token, which is proven; never a typed address.
    """

    class Kind(models.TextChoices):
        PERSON = "person", gettext_lazy("person")
        NETWORK = "network", gettext_lazy("network")
        HOST = "host", gettext_lazy("host")
        PHRASE = "phrase", gettext_lazy("phrase")

    kind = models.CharField(gettext_lazy("kind"), max_length=8, choices=Kind)
    value = models.CharField(gettext_lazy("value"), max_length=253)
    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("only under"),
    )
    reason = models.CharField(gettext_lazy("reason"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(gettext_lazy("since"), auto_now_add=True)
    expires_at = models.DateTimeField(gettext_lazy("until"), null=True, blank=True)
    lifted_at = models.DateTimeField(gettext_lazy("lifted"), null=True, blank=True, editable=False)

    objects = models.Manager.from_queryset(BlockQuerySet)()

    class Meta:
        ordering = ["-pk"]
        verbose_name = gettext_lazy("block")
        verbose_name_plural = gettext_lazy("blocks")
        indexes = [models.Index(fields=["value"], name="blocked_value")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason}"

    def enact(self, *, by: User, comment: Comment | None = None) -> None:
        """Put a new block in force and write down who did, because of which reply."""
        with transaction.atomic():
            self.by = by
            self.save(force_insert=True)
            self._log("block", by, comment=comment, after=self.terms())

    def lift(self, *, by: User) -> bool:
        """End it and write down who did; False when it had ended already."""
        with transaction.atomic():
            now = timezone.now()
            if not Block.objects.standing().filter(pk=self.pk).update(lifted_at=now):
                return False
            self.lifted_at = now
            self._log("lift", by, before=self.terms(), after=_("lifted"))
        return True

    def _log(self, verb: str, by: User, **facts: object) -> None:
        Act.objects.log(verb, by, article=self.article, reason=self.reason, **facts)

    def terms(self) -> str:
        """What is blocked, where and until when; never what it is compared with."""
        where = _("one article") if self.article_id else _("whole site")
        return f"{self.get_kind_display()} ({self.pk}), {where}, {self.until()}"

    def until(self) -> str:
        if self.expires_at is None:
            return _("until it is lifted")
        end = timezone.localtime(self.expires_at)
        return _("until %(end)s") % {"end": date_format(end, "j F Y, H:i")}

    @property
    def is_standing(self) -> bool:
        return not self.lifted_at and (not self.expires_at or self.expires_at > timezone.now())

    @property
    def named(self) -> str:
        """The host or phrase; of people and networks only digests are known, which say nothing."""
        return self.value if self.kind in (self.Kind.HOST, self.Kind.PHRASE) else ""

    def values(self) -> Blocked:
        """The same as a plain value for the rules."""
        return Blocked(self.kind, self.value, self.reason)
