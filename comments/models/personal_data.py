"""What is kept under one address, for the request of the person whose it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.fernet import InvalidToken
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from articles.addresses import absolute
from articles.changes import announce
from comments import vault

from . import consequences
from .act import Act
from .appeal import Appeal
from .claim import Claim
from .comment import Comment
from .decision import ASIDE, Decision
from .notice import Notice
from .retention import ERASED, SENDER
from .search import index
from .signal import Signal
from .state import Stale
from .subscription import Subscription
from .version import Version

BATCH = 200  # replies of one transaction
NOBODY = ERASED | {"website": "", "reader": "", "token_digest": "", "attempt": ""}
NO_SENDER = SENDER | {"client_prefix": "", "token_digest": ""}
WORDLESS = {"body": "", "html": "", "fingerprint": "", "judged": ""}


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Everything that is found by the blind index of an address, under every key.

    Reports are anonymous and belong to nobody. Once the retention time has erased the address of
    a reply, nobody can find it any more, except for as long as its writer is subscribed.
    """

    indexes: tuple[str, ...]

    @classmethod
    def under(cls, address: str) -> PersonalData:
        return cls(tuple(vault.indexes(address)))

    def numbers(self) -> list[int]:
        """The replies that were sent with the address or tied to it by a request for mail."""
        own = Comment.objects.filter(email_index__in=self.indexes).values_list("pk")
        tied = [
            model._default_manager.filter(email_index__in=self.indexes).values_list("comment_id")
            for model in (Subscription, Claim)
        ]
        return sorted(pk for (pk,) in own.union(*tied))

    def notices(self) -> QuerySet[Notice]:
        """The notices of illegal content that were sent with the address."""
        rows = Notice.objects.filter(email_index__in=self.indexes)
        return rows.select_related("appeal").order_by("pk")

    def export_notices(self) -> Iterator[dict[str, Any]]:
        return map(_said, self.notices().iterator(chunk_size=BATCH))

    def export(self) -> Iterator[dict[str, Any]]:
        """Each reply with what is kept about it."""
        related = ("versions", "claims", "appeals", "acts")
        for numbers in _batches(self.numbers()):
            found = Comment.objects.filter(pk__in=numbers).select_related("article", "subscription")
            for row in found.prefetch_related(*related).order_by("pk"):
                yield _facts(row)

    def erase(self, *, texts: bool = False) -> Iterator[int]:
        """Make every reply anonymous and end its mails; with `texts`, empty the replies as well.

        So with notices, whose pages open no more: what was decided about others stays.
        Yields how many replies are done with each batch. Can be broken off and begun again.
        """
        with transaction.atomic():
            _forget_sender(self.notices().values_list("pk", flat=True), texts=texts)
        while found := self.numbers():  # until nothing has come meanwhile
            for numbers in _batches(found):
                with transaction.atomic():
                    _queue(numbers)
                    if texts:
                        _take_back(numbers)
                    _make_anonymous(numbers, WORDLESS if texts else {})
                yield len(numbers)


def as_json(replies: Iterable[dict[str, Any]], notices: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One reply or notice in a line, written as it comes: any number fits into memory."""
    for start, rows in (('{"replies": [', replies), ('\n], "notices": [', notices)):
        yield start
        for number, row in enumerate(rows):
            yield (",\n" if number else "\n") + json.dumps(row, ensure_ascii=False)
    yield "\n]}\n"


def _batches(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), BATCH):
        yield numbers[start : start + BATCH]


def _queue(numbers: list[int]) -> None:
    """Let those finish who decide about replies under the same articles."""
    articles = Comment.objects.filter(pk__in=numbers).order_by().values_list("article", flat=True)
    consequences.queue(articles.distinct())


def _take_back(numbers: list[int]) -> None:
    """Withdraw what is there, so that counts and placeholders are right; it stays withdrawn."""
    for row in Comment.objects.filter(pk__in=numbers).select_related("article", "proposed"):
        try:
            row.withdraw()
        except Stale:  # a moderator decided in this moment; what they decided is withdrawn
            Comment.objects.get(pk=row.pk).withdraw()
    Version.objects.filter(comment__in=numbers).update(body="", html="")
    Appeal.objects.filter(comment__in=numbers).update(text="")


def _forget_sender(numbers: Iterable[int], *, texts: bool) -> None:
    numbers = list(numbers)
    more = {"explanation": "", "law": ""} if texts else {}
    Notice.objects.filter(pk__in=numbers).update(**NO_SENDER, **more)
    if texts:
        Appeal.objects.filter(notice__in=numbers).update(text="")


def _make_anonymous(numbers: list[int], more: dict[str, Any]) -> None:
    rows = Comment.objects.filter(pk__in=numbers)
    rows.update(name=_("Anonymous"), revision=F("revision") + 1, **NOBODY, **more)
    Subscription.objects.filter(comment__in=numbers).delete()
    Claim.objects.filter(comment__in=numbers).delete()
    index(numbers)
    # What the rules saw may quote the name or the website.
    Signal.objects.filter(comment__in=numbers).update(detail="")
    _empty_log(numbers)
    articles = rows.order_by().values_list("article", flat=True).distinct()
    announce("lists", *(f"thread:{number}" for number in articles))


def _empty_log(numbers: list[int]) -> None:
    """Leave who did what and when; what was noted or written to somebody may name them."""
    decisions = Decision.objects.filter(comment__in=numbers)
    decisions.exclude(message="").forget(message="")
    decisions.filter(verb__in=ASIDE).forget(reason="")
    for number, signals in decisions.exclude(signals=[]).values_list("pk", "signals"):
        nameless = [signal | {"detail": ""} for signal in signals]
        Decision.objects.filter(pk=number).forget(signals=nameless)
    Act.objects.filter(comment__in=numbers).forget(reason="")


def _facts(row: Comment) -> dict[str, Any]:
    subscription = getattr(row, "subscription", None)
    return {
        "address": absolute(row.get_absolute_url()),
        "article": {
            "headline": row.article.headline,
            "address": absolute(row.article.get_absolute_url()),
        },
        "name": row.name,
        "email": _opened(row.email_sealed),
        "website": row.website,
        "text": row.body,
        "state": row.status,
        "sent": _moment(row.submitted_at),
        "published": _moment(row.published_at),
        "edited": _moment(row.edited_at),
        "browser": row.user_agent,
        "versions": [
            {"kind": v.kind, "text": v.body, "written": _moment(v.made_at)}
            for v in row.versions.all()
        ],
        "subscription": subscription and _wishes(subscription),
        "confirmations": [
            {"asked": _moment(c.asked_at), "confirmed": _moment(c.confirmed_at)}
            for c in row.claims.all()
        ],
        "objections": [_objection(one) for one in row.appeals.all()],
        "desk": [
            {"act": act.verb, "text": act.reason, "written": _moment(act.done_at)}
            for act in row.acts.all()
        ],
    }


def _said(notice: Notice) -> dict[str, Any]:
    appeal = getattr(notice, "appeal", None)
    return {
        "content": notice.url,
        "name": notice.name,
        "email": _opened(notice.email_sealed),
        "law": notice.law,
        "text": notice.explanation,
        "state": notice.state,
        "sent": _moment(notice.received_at),
        "decided": _moment(notice.decided_at),
        "objections": [_objection(appeal)] if appeal else [],
    }


def _objection(appeal: Appeal) -> dict[str, Any]:
    return {
        "text": appeal.text,
        "sent": _moment(appeal.made_at),
        "state": appeal.state,
        "answer": appeal.answer,
    }


def _wishes(subscription: Subscription) -> dict[str, Any]:
    return {
        "email": _opened(subscription.email_sealed),
        "answers": subscription.answers,
        "decision": subscription.decision,
        "asked": _moment(subscription.asked_at),
        "confirmed": _moment(subscription.confirmed_at),
        "ended": _moment(subscription.ended_at),
    }


def _opened(sealed: bytes | memoryview | None) -> str | None:
    try:
        return vault.unseal(sealed) if sealed else None
    except InvalidToken:
        return None


def _moment(time: datetime | None) -> str | None:
    return time.astimezone(UTC).isoformat(timespec="seconds") if time else None
