"""Which replies a page of the queue shows: everything about it stands in its address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Section
from comments.models import Claim, Comment, Signal
from comments.models.piles import KEPT, PILES, lying_on
from comments.models.signal import LABELS

ORDERS = ("urgent", "oldest", "newest", "score")
ORDERED_BY = {"urgent": "due_at", "oldest": "submitted_at", "newest": "submitted_at"}
NEWEST_FIRST = ("spam", "mine", "all")  # piles that nobody works through from the far end
FEW = 500  # replies that are looked up one by one
LARGEST = 10**15  # no number of a row is larger
LONGEST = 24 * 365 * 20  # hours


@dataclass(slots=True)
class Filters:
    """What was asked for, as far as it can be understood; `problems` are sentences on the rest."""

    pile: str = "waiting"
    article: Article | None = None
    section: Section | None = None
    signal: str = ""
    older: int = 0  # hours since a reply was sent
    author: Comment | None = None  # any reply of the person
    network: Comment | None = None  # any reply from there
    status: str = ""
    escalated: str = ""
    deferred: bool = False
    text: str = ""
    order: str = "urgent"
    problems: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, data: QueryDict) -> Filters:
        """Never fails: what cannot be understood is left out, with a sentence."""
        found = cls()
        for name, (reader, sentence) in READERS.items():
            value = data.get(name, "").replace("\x00", "").strip()
            if value and not reader(found, value):
                found.problems.append(str(sentence() % {"value": value[:60]}))
        found.order = found._order(data.get("order", ""))
        return found

    def _order(self, asked: str) -> str:
        """Of all replies only the newest and the oldest have an index to be read from."""
        usual = "newest" if self.pile in NEWEST_FIRST else "urgent"
        if asked and asked not in ORDERS:
            self.problems.append(_("This order is not known; here is the usual one."))
        unsorted = self.pile == "all" and asked in ("urgent", "score")
        return usual if unsorted or asked not in ORDERS else asked

    def rows(self) -> QuerySet[Comment]:
        """The replies asked for, in no order."""
        few = self._few()
        rows = lying_on(self.pile) if few is None else _those(self.pile, few)
        now = timezone.now()
        if self.pile == "waiting":
            rows = self._in_time(rows, "due_at", "gt" if self.deferred else "lte", now)
        if self.status:
            rows = rows.filter(status=self.status)
        if self.article:
            rows = rows.filter(article=self.article)
        if self.section:
            there = Article.objects.filter(pk=OuterRef("article"), section=self.section)
            rows = rows.filter(Exists(there))
        if self.signal:
            seen = Signal.objects.filter(comment=OuterRef("pk"), code=self.signal)
            rows = rows.filter(Exists(seen))
        if self.older:
            rows = self._in_time(rows, "submitted_at", "lte", now - timedelta(hours=self.older))
        if self.author:
            rows = rows.filter(whose(self.author))
        if self.network:
            rows = rows.filter(client_prefix=self.network.client_prefix)
        if self.escalated:
            rows = rows.filter(escalated=self.escalated)
        return rows.matching(self.text) if self.text else rows  # type: ignore[attr-defined]

    def _few(self) -> list[int] | None:
        """The numbers of all that one of the filters leaves; None where that can be many.

        Of many some are found soon in any order; of few SQLite would look for more to the end.
        """
        found: QuerySet[Any]
        if self.author:
            found = Comment.objects.filter(whose(self.author)).values_list("pk", flat=True)
        elif self.network:
            found = Comment.objects.filter(client_prefix=self.network.client_prefix)
            found = found.values_list("pk", flat=True)
        elif self.signal:
            found = Signal.objects.filter(code=self.signal).values_list("comment", flat=True)
        elif self.text:
            numbers = Comment.objects.some_matching(self.text, FEW + 1)
            return numbers if len(numbers) <= FEW else None
        else:
            return None
        numbers = list(found.order_by()[: FEW + 1])
        return numbers if len(numbers) <= FEW else None

    def _in_time(
        self, rows: QuerySet[Comment], name: str, how: str, moment: datetime
    ) -> QuerySet[Comment]:
        """Those before or after a moment, by an index only where the page is in that order.

        By any other SQLite would read them all first, to sort them for 20 cards.
        """
        if ORDERED_BY.get(self.order) == name:
            return rows.filter(**{f"{name}__{how}": moment})
        plain = {f"plain_{name}": Coalesce(name, name)}
        return rows.alias(**plain).filter(**{f"plain_{name}__{how}": moment})

    def narrows(self) -> bool:
        """Whether anything but the pile is asked for, so that its kept number says nothing."""
        return bool(self.text) or self.is_open()

    def is_open(self) -> bool:
        """Whether a filter is set that stands folded away."""
        asked = (self.article, self.section, self.signal, self.older, self.author, self.network)
        return any((*asked, self.status, self.escalated, self.deferred))

    def is_beginning(self, data: QueryDict) -> bool:
        """Whether this is where a moderator begins: the whole queue from its beginning."""
        beginning = "after" not in data and "before" not in data
        return self.pile == "waiting" and beginning and not self.narrows()


def whose(comment: Comment) -> Q:
    """Replies of the same member of the newsroom, or of the same person as far as is proven."""
    if comment.user_id:
        return Q(user=comment.user_id)
    # One list of browsers: of "this one or one of those" PostgreSQL reads every reply.
    own = Comment.objects.filter(pk=comment.pk).order_by().values("reader")
    return Q(reader__in=own.union(Claim.objects.ties([comment.reader]).values("reader")))


def _those(pile: str, numbers: list[int]) -> QuerySet[Comment]:
    """Those of a pile with these numbers, found by them and not among all of the pile."""
    rows = lying_on(pile)
    if pile in KEPT:
        rows = Comment.objects.alias(plain_desk=Coalesce("desk", "desk")).filter(plain_desk=pile)
    return rows.filter(pk__in=numbers)


def _pile(found: Filters, value: str) -> bool:
    found.pile = value if value in PILES else "waiting"
    return value in PILES


def _article(found: Filters, value: str) -> bool:
    found.article = _row(Article.objects.select_related("section"), value)
    return found.article is not None


def _section(found: Filters, value: str) -> bool:
    number = Section.objects.filter(slug=value).first() or _row(Section.objects, value)
    found.section = number
    return number is not None


def _signal(found: Filters, value: str) -> bool:
    found.signal = value if value in LABELS else ""
    return value in LABELS


def _older(found: Filters, value: str) -> bool:
    number = _number(value)
    found.older = number if number <= LONGEST else 0
    return found.older > 0


def _author(found: Filters, value: str) -> bool:
    row = _row(Comment.objects.only("name", "reader", "user"), value)
    found.author = row if row and (row.reader or row.user_id) else None
    return found.author is not None


def _network(found: Filters, value: str) -> bool:
    row = _row(Comment.objects.only("name", "client_prefix"), value)
    found.network = row if row and row.client_prefix else None
    return found.network is not None


def _status(found: Filters, value: str) -> bool:
    found.status = value if value in Comment.Status.values else ""
    return found.status != ""


def _for(found: Filters, value: str) -> bool:
    found.escalated = value if value in Comment.Escalation.values else ""
    return found.escalated != ""


def _deferred(found: Filters, value: str) -> bool:
    found.deferred = value == "1"
    return found.deferred


def _text(found: Filters, value: str) -> bool:
    found.text = value
    return True


def _number(value: str) -> int:
    """A number above 0, or 0."""
    number = int(value) if value.isascii() and value.isdecimal() and len(value) < 17 else 0
    return number if number < LARGEST else 0


def _row(rows: Any, value: str) -> Any:
    number = _number(value)
    return rows.filter(pk=number).first() if number else None


Reader = Callable[[Filters, str], bool]

READERS: dict[str, tuple[Reader, Callable[[], str]]] = {
    "pile": (_pile, lambda: _("There is no pile called “%(value)s”; these replies wait.")),
    "article": (_article, lambda: _("There is no article with the number %(value)s.")),
    "section": (_section, lambda: _("There is no section called “%(value)s”.")),
    "signal": (_signal, lambda: _("There is no rule called “%(value)s”.")),
    "older": (_older, lambda: _("“%(value)s” is no number of hours.")),
    "author": (_author, lambda: _("Nothing proves who sent the reply %(value)s.")),
    "status": (_status, lambda: _("No reply is ever “%(value)s”.")),
    "network": (_network, lambda: _("The network of the reply %(value)s is not kept.")),
    "for": (_for, lambda: _("Nobody is called “%(value)s” here.")),
    "deferred": (_deferred, lambda: _("“%(value)s” does not say whether put off or not.")),
    "q": (_text, lambda: ""),
}
