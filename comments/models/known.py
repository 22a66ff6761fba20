"""What is known of the senders of replies and of the hosts that they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db.models import CharField, Count, F, Q, QuerySet, Value

from articles.prepared import LENGTHS, Prepared, brought_to_length, slots
from comments import vault
from comments.moderation import History

from .claim import Claim
from .comment import Comment
from .host import Host

REFUSED = ("rejected", "spam")
NONE, NOBODY = Value(0), Value("")
JUDGED = (
    Count("pk", filter=Q(judged="approved")),
    Count("pk", filter=Q(judged__in=REFUSED)),
)


@dataclass(slots=True)
class Known:
    """Histories by host, by browser, and by typed address; which browsers are one person's."""

    hosts: dict[str, History] = field(default_factory=dict)
    browsers: dict[str, History] = field(default_factory=dict)
    addresses: dict[str, History] = field(default_factory=dict)
    newsroom: frozenset[str] = frozenset()  # indexes of the addresses of its people
    _proven: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # by browser
    _owners: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # by address

    def person(self, comment: Comment) -> History:
        """What became of the other replies of the same proven person."""
        if not comment.reader:
            return History()
        those = {comment.reader}
        for index in self._proven.get(comment.reader, ()):
            those |= self._owners[index]
        found = [self.browsers[reader] for reader in those if reader in self.browsers]
        return _without(comment, _sum(found))

    def claimed(self, comment: Comment) -> History:
        """What became of other replies with the same typed address, which anybody can type."""
        found = self.addresses.get(comment.email_index) if comment.email_index else None
        return _without(comment, found) if found else History()


def known(comments: Iterable[Comment], hosts: Collection[str]) -> Known:
    """All of it about these replies, in one query.

    Of the hosts only so many as fit in there: one reply can name a thousand.
    """
    rows = list(comments)
    found, staff = Known(), []
    readers = {row.reader for row in rows} - {""}
    indexes = {row.email_index for row in rows} - {""}
    keys = (sorted(hosts)[: LENGTHS[-1]], readers, indexes)
    values = dict(zip(("hosts", "readers", "indexes"), map(brought_to_length, keys), strict=True))
    lines = _known(*map(len, values.values()), **values) if any(keys) else []
    for what, key, other, approved, rejected in lines:
        past = History(approved, rejected)
        if what == "host":
            found.hosts[key] = past
        elif what == "browser":
            found.browsers[key] = past
        elif what == "address":
            found.addresses[key] = past
        elif what == "tie":
            found._proven[key].add(other)
            found._owners[other].add(key)
        else:
            staff += vault.indexes(key)
    found.newsroom = frozenset(staff)
    return found


@Prepared
def _known(n_hosts: int, n_readers: int, n_indexes: int) -> QuerySet[Any, Any]:
    """Lines of five: what it is about, its key, another key, approved and rejected how often."""
    hosts = slots("hosts", CharField(), n_hosts)
    readers = slots("readers", CharField(), n_readers)
    indexes = slots("indexes", CharField(), n_indexes)
    ties, replies = Claim.objects.ties(readers), Comment.objects
    known_hosts = Host.objects.filter(pk__in=hosts)
    return _line("host", known_hosts, "name", F("approved"), F("rejected")).union(
        _line("browser", replies.filter(reader__in=readers), "reader", *JUDGED),
        _line("browser", replies.filter(reader__in=ties.values("reader")), "reader", *JUDGED),
        _line("address", replies.filter(email_index__in=indexes), "email_index", *JUDGED),
        _line("tie", ties, "reader", NONE, NONE, other=F("email_index")),
        _line("staff", _newsroom() if indexes else User.objects.none(), "email", NONE, NONE),
    )


def _newsroom() -> QuerySet[User]:
    return User.objects.filter(is_staff=True, is_active=True).exclude(email="")


def _line(
    what: str, rows: QuerySet, key: str, good: Any, bad: Any, other: Any = NOBODY
) -> QuerySet:
    keys = rows.order_by().annotate(what=Value(what), key=F(key), other=other)
    lines = keys.values("what", "key", "other").annotate(good=good, bad=bad)
    found: QuerySet = lines.values_list("what", "key", "other", "good", "bad")
    return found


def _sum(histories: Iterable[History]) -> History:
    found = list(histories)
    return History(sum(one.approved for one in found), sum(one.rejected for one in found))


def _without(comment: Comment, past: History) -> History:
    """The same without this reply, if it was judged."""
    own_good, own_bad = comment.judged == "approved", comment.judged in REFUSED
    return History(past.approved - own_good, past.rejected - own_bad)
