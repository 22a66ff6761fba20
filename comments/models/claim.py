from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core import signing
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.background import later
from comments import vault

if TYPE_CHECKING:
    from .comment import Comment

LINK_LASTS = timedelta(days=7)
ONE_MAIL_IN = timedelta(days=1)  # to one address, whoever asks for it under whichever reply

_signer = signing.TimestampSigner(salt="comments.claim")


class ClaimManager(models.Manager["Claim"]):
    def ask(self, comment: Comment, email_index: str) -> Claim:
        """Have the worker mail a link to the address; it alone looks at the address's history."""
        claim = self.create(comment=comment, email_index=email_index)
        later("comments.tasks.send_confirmation", claim.pk)
        return claim

    def by_token(self, token: str) -> Claim:
        """The claim a mailed link is about. Raises BadSignature, SignatureExpired, DoesNotExist."""
        number = _signer.unsign(token, max_age=LINK_LASTS)
        return self.select_related("comment__article").get(pk=number)

    def is_proven(self, reader: str, email_index: str) -> bool:
        """Whether this browser has answered a link that was mailed to this address."""
        if not reader or not email_index:
            return False
        proven = self.filter(reader=reader, email_index=email_index)
        return proven.exclude(confirmed_at=None).exists()

    def same_person(self, reader: str) -> set[str]:
        """This browser and every other one that has proven one of the same addresses."""
        return {reader, *self.ties([reader]).values_list("reader", flat=True)}

    def ties(self, readers: Collection[str]) -> models.QuerySet[Claim]:
        """What ties these browsers to others: all that have proven an address that one of them has.

        Only a browser that answers the link about a reply of its own joins: whoever is talked
        into answering somebody else's link must not lend that person trust.
        """
        proven = self.exclude(confirmed_at=None).exclude(email_index="")
        proven = proven.filter(comment__reader=F("reader"))
        indexes = proven.filter(reader__in=readers).values("email_index")
        return proven.filter(email_index__in=indexes)


class Claim(models.Model):
    """A typed address that was asked to prove itself by a link mailed to it (double opt-in).

    The browser that answers the link is proven to be its owner's: `reader` is the digest of that
    browser's token. The browser that sent the reply proves nothing by it: anybody can type
    somebody else's address.
    """

    comment = models.ForeignKey("comments.Comment", on_delete=models.CASCADE, related_name="claims")
    email_index = models.CharField(max_length=80, blank=True, editable=False)
    reader = models.CharField(max_length=64, blank=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    objects = ClaimManager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        indexes = [
            models.Index(fields=["email_index", "asked_at"], name="claimed_address"),
            models.Index(fields=["reader"], name="claimed_by"),
        ]

    def __str__(self) -> str:
        return f"{_('claim')} {self.pk}"

    def token(self) -> str:
        """What the mailed link carries: the claim's number, signed, nothing of the address."""
        return _signer.sign(str(self.pk))

    def may_mail(self, address: str) -> bool:
        """Take this day's one mail to the address; False when another claim has had it.

        A mail that could not be sent is tried again under the same claim. The rows are locked, so
        that two workers with two claims send one mail.
        """
        now = timezone.now()
        with transaction.atomic():
            indexes = {self.email_index, *vault.indexes(address)} - {""}
            rows = Claim.objects.filter(email_index__in=indexes).order_by("pk")
            mailed = dict(rows.select_for_update().values_list("pk", "mailed_at"))
            if mailed.get(self.pk):
                return True
            if any(moment and moment > now - ONE_MAIL_IN for moment in mailed.values()):
                return False
            self.mailed_at = now
            self.save(update_fields=["mailed_at"])
        return True

    def confirm(self, reader: str) -> None:
        """The owner of the address has answered from this browser; a second time is harmless.

        Subscriptions that the same browser asked for with the same address are confirmed too.
        """
        from .subscription import Subscription

        with transaction.atomic():
            now = timezone.now()
            mine = Claim.objects.filter(pk=self.pk, confirmed_at=None)
            if mine.update(confirmed_at=now, reader=reader):
                self.confirmed_at, self.reader = now, reader
                Subscription.objects.confirm(self)
