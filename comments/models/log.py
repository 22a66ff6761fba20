"""The log of the desk: decisions and acts as lines of one list, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .act import Act
from .comment import Comment
from .decision import OPINIONS, Decision
from .signal import LABELS

CHUNK = 2000  # rows in memory while a file is written
DECISION, ACT = "d", "a"

VERBS = {
    "approve": gettext_lazy("approved"),
    "reject": gettext_lazy("rejected"),
    "mark_spam": gettext_lazy("filed as spam"),
    "remove": gettext_lazy("removed"),
    "hold": gettext_lazy("held back"),
    "withdraw": gettext_lazy("withdrew"),
    "undo": gettext_lazy("undid"),
    "ask": gettext_lazy("asked for another text"),
    "defer": gettext_lazy("put off"),
    "escalate": gettext_lazy("left to somebody else"),
    "pick": gettext_lazy("made an editor's pick"),
    "unpick": gettext_lazy("ended an editor's pick"),
    "redact": gettext_lazy("took words out"),
    "opinion": gettext_lazy("gave an opinion"),
}
NOBODY = ("machine", "reader")  # who is no user
STATUSES = dict(Comment.Status.choices)


@dataclass(frozen=True, slots=True)
class Place:
    """Behind which line a page goes on. At the same moment decisions stand before acts."""

    when: datetime
    kind: str
    number: int

    @classmethod
    def parse(cls, text: str) -> Place:
        """Raises ValueError."""
        when, kind, number = text.split(",")
        place = cls(datetime.fromisoformat(when), kind, int(number))
        if kind not in (DECISION, ACT) or place.when.utcoffset() is None:
            raise ValueError(text)
        if not 0 < place.number < 2**63:
            raise ValueError(text)
        return cls(place.when.astimezone(UTC), kind, place.number)

    def __str__(self) -> str:
        return f"{self.when.astimezone(UTC).isoformat()},{self.kind},{self.number}"

    def behind(self, kind: str, moment: str) -> Q:
        """The rows of a kind that come later in the list; `moment` is the name of their time."""
        before, same = Q(**{f"{moment}__lt": self.when}), Q(**{moment: self.when})
        if kind == self.kind:
            rest = before | same & Q(pk__lt=self.number)
        else:
            rest = before | same if kind == ACT else before
        return Q(**{f"{moment}__lte": self.when}) & rest  # so that the index of the time helps


@dataclass(frozen=True, slots=True)
class Line:
    """Who did what to which reply, when and why."""

    when: datetime
    kind: str
    number: int
    who: str
    what: str
    reply: int | None
    article: int | None
    headline: str
    before: str
    after: str
    reason: str
    signals: str = ""

    @property
    def place(self) -> Place:
        return Place(self.when, self.kind, self.number)

    def order(self) -> tuple[datetime, bool, int]:
        return (self.when, self.kind == DECISION, self.number)


@dataclass(frozen=True, slots=True)
class Log:
    """The lines that a filter leaves. `who` is a user's number, `machine`, `reader` or nobody.

    `since` and `until` are days in UTC, both included.
    """

    who: str = ""
    what: str = ""
    article: int | None = None
    reply: int | None = None
    since: date | None = None
    until: date | None = None
    after: Place | None = field(default=None)

    def page(self, size: int) -> list[Line]:
        """So many lines and one more, which tells whether there are others."""
        decisions = [_decided(row) for row in self.decisions()[: size + 1]]
        acts = [_done(row) for row in self.acts()[: size + 1]]
        return list(islice(_merged(iter(decisions), iter(acts)), size + 1))

    def lines(self) -> Iterator[Line]:
        """Every line, read as it is asked for: any number fits into memory."""
        decisions = map(_decided, self.decisions().iterator(chunk_size=CHUNK))
        return _merged(decisions, map(_done, self.acts().iterator(chunk_size=CHUNK)))

    def decisions(self) -> QuerySet[Decision, dict[str, Any]]:
        rows = self._those(self._whose(), DECISION, "decided_at")
        if self.article:
            # By the index of the reply: few decisions belong to one article.
            rows = rows.filter(comment__in=Comment.objects.filter(article=self.article))
        facts = ("pk", "decided_at", "verb", "opinion", "before", "after", "reason", "signals")
        about = ("by__username", "comment_id", "comment__article_id", "comment__article__headline")
        return rows.order_by("-decided_at", "-pk").values(*facts, *about)

    def acts(self) -> QuerySet[Act, dict[str, Any]]:
        people = Act.objects.none() if self.who in NOBODY else Act.objects.all()
        rows = self._those(people, ACT, "done_at")
        if self.article:
            own = Q(article=self.article)
            rows = rows.filter(own | Q(comment__in=Comment.objects.filter(article=self.article)))
        about = ("article_id", "article__headline", "comment__article__headline")
        facts = ("pk", "done_at", "verb", "before", "after", "reason", "by__username", "comment_id")
        rows = rows.order_by("-done_at", "-pk")
        return rows.values(*facts, *about, "comment__article_id")

    def _whose(self) -> QuerySet[Decision]:
        if self.who not in NOBODY:
            return Decision.objects.all()
        withdrawn = Q(verb="withdraw")
        whose = withdrawn if self.who == "reader" else ~withdrawn
        return Decision.objects.by_nobody().filter(whose)

    def _those(self, rows: QuerySet[Any], kind: str, moment: str) -> QuerySet[Any]:
        if self.who and self.who not in NOBODY:
            rows = rows.filter(by=int(self.who))
        if self.what:
            rows = rows.filter(verb=self.what)
        if self.reply:
            rows = rows.filter(comment=self.reply)
        if self.since:
            rows = rows.filter(**{f"{moment}__gte": datetime.combine(self.since, time.min, UTC)})
        if self.until:
            rows = rows.filter(**{f"{moment}__lte": datetime.combine(self.until, time.max, UTC)})
        return rows.filter(self.after.behind(kind, moment)) if self.after else rows


def _merged(decisions: Iterator[Line], acts: Iterator[Line]) -> Iterator[Line]:
    return merge(decisions, acts, key=Line.order, reverse=True)


def _decided(row: dict[str, Any]) -> Line:
    machine = _("a reader") if row["verb"] == "withdraw" else _("the machine")
    signals = (f"{_label(s['code'])} {s['weight']:+.1f}" for s in row["signals"])
    return Line(
        when=row["decided_at"],
        kind=DECISION,
        number=row["pk"],
        who=row["by__username"] or machine,
        what=str(OPINIONS.get(row["opinion"]) or VERBS.get(row["verb"], row["verb"])),
        reply=row["comment_id"],
        article=row["comment__article_id"],
        headline=row["comment__article__headline"],
        before=str(STATUSES.get(row["before"], row["before"])),
        after=str(STATUSES.get(row["after"], row["after"])),
        reason=row["reason"],
        signals=", ".join(signals),
    )


def _done(row: dict[str, Any]) -> Line:
    return Line(
        when=row["done_at"],
        kind=ACT,
        number=row["pk"],
        who=row["by__username"] or _("somebody whose account is deleted"),
        what=str(dict(Act.Verb.choices).get(row["verb"], row["verb"])),
        reply=row["comment_id"],
        article=row["article_id"] or row["comment__article_id"],
        headline=row["article__headline"] or row["comment__article__headline"] or "",
        before=row["before"],
        after=row["after"],
        reason=row["reason"],
    )


def _label(code: str) -> str:
    return str(LABELS.get(code, code))
