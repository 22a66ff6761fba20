"""One page of a thread, drawn from the rows that stand on it and kept by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from django.utils.safestring import SafeString

from articles.keeping import Keeper
from articles.models import Contributor
from articles.prepared import Found

from . import thread_html
from .models import conversations
from .models.conversations import Above, Rows
from .models.shown import Shown
from .reply_html import Reading
from .threads import build, reading_order

LISTED = 3  # replies in the structured data of a page

_kept = Keeper["Drawn"](32)


class Terms(NamedTuple):
    """All that a page of a thread follows besides its replies and who wrote the article."""

    may_reply: bool
    depth: int
    newest_first: bool
    elsewhere: tuple[Above, ...]  # answered, but not on this page
    reading: Reading


@dataclass(frozen=True, slots=True)
class Drawn:
    """The page as HTML, and what is said of it elsewhere; its length is that of the HTML."""

    html: SafeString
    roots: int
    first: tuple[Shown, ...]  # published replies from the top

    def __len__(self) -> int:
        return len(self.html)


def for_everybody(rows: Rows, bylines: Found[Contributor], terms: Terms) -> Drawn:
    """The page without anybody's own replies, drawn once."""
    facts = (rows.raw, bylines.raw, terms)
    return _kept.get(facts, lambda: draw(rows, bylines, terms, {}))


def draw(rows: Rows, bylines: Found[Contributor], terms: Terms, own: Mapping[Shown, str]) -> Drawn:
    """The page for one reader, with that reader's own replies and the token of each."""
    tokens = {row.pk: token for row, token in own.items()}
    elsewhere = {above.pk: above for above in terms.elsewhere}
    page = thread_html.Page(
        authors=frozenset(c.user_id for c in bylines if c.user_id),
        may_reply=terms.may_reply,
        own=tokens,
        rests=conversations.rests(rows.shown, own),
        elsewhere=elsewhere,
        reading=terms.reading,
    )
    everything = {row.pk: row for row in [*rows.shown, *own]}
    nodes = build(
        everything.values(),
        [*tokens, *page.rests],
        depth=terms.depth,
        newest_first=terms.newest_first,
        elsewhere=elsewhere,
    )
    published = (row.pk for row in reading_order(nodes) if row.status == "published")
    first = tuple(everything[pk] for pk in islice(published, LISTED))
    html = thread_html.thread(nodes, page) if nodes else SafeString()
    return Drawn(html, len(nodes), first)
