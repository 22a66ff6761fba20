"""What a card of the desk shows about a reply, read for a whole page at once."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from articles.moments import moment
from comments import marks, markup
from comments.diffs import Change, changes
from comments.models import Comment, Presence, Reason, Report
from comments.models.attached import Attached, Remark, attached
from comments.models.known import Known, known
from comments.moderation import History
from comments.moderation.links import hosts
from comments.moderation.sightings import sightings

from . import card_rows
from .base import BAN, CONFIGURE, DECIDE, MODES, REVEAL
from .chips import Chip

REMARKS = 3  # of colleagues that a card shows
LINES, LETTERS = 12, 78  # of a text that is shown unfolded; letters of a line
FOLDS = ("reject", "defer", "ask", "escalate")
WORDS_FOUND = {"held_word", "blocked_word"}  # rules whose detail are lines of a word list


@dataclass(frozen=True, slots=True)
class HostSeen:
    """A host that a reply names; `past` is empty for one that nobody has judged."""

    name: str
    past: History

    @property
    def is_new(self) -> bool:
        return self.past == History()


@dataclass
class Card:
    """One reply as a moderator sees it. Its HTML is safe, its links lead nowhere."""

    comment: Comment
    attached: Attached
    known: Known
    names: tuple[str, ...]  # of the hosts that it names
    user_id: int | None = None
    every_form: str = ""  # hidden fields that all forms of the page have
    desk: str = ""  # address of the queue

    @cached_property
    def fields(self) -> SafeString:
        """The hidden fields of each form: what was seen, and where to go on."""
        return format_html(
            '{}<input type="hidden" name="revision" value="{}">'
            '<input type="hidden" name="seen" value="{}">',
            self.every_form,
            str(self.comment.revision),
            self.comment.seen,
        )

    @cached_property
    def address(self) -> str:
        return f"{self.desk}{self.comment.pk}/"

    @property
    def complaints(self) -> list[Report]:
        return self.attached.complaints

    @cached_property
    def chips(self) -> list[Chip]:
        return [Chip.of(signal) for signal in self.attached.signals]

    @cached_property
    def html(self) -> SafeString:
        """The text that readers see, or would."""
        return self._marked(self.comment.html)

    @cached_property
    def proposed_html(self) -> SafeString:
        """The text that its writer wants there instead."""
        proposed = self.comment.proposed
        return self._marked(proposed.html) if proposed else SafeString("")

    def _marked(self, html: str) -> SafeString:
        marked = marks.mark(markup.inert(html), lambda text: sightings(text, self._lines))
        return SafeString(marked)

    @cached_property
    def _lines(self) -> list[str]:
        """What of the word lists the rules have found."""
        found = (s.detail for s in self.attached.signals if s.code in WORDS_FOUND)
        return [line for detail in found for line in detail.split(", ")]

    @property
    def newest(self) -> str:
        comment = self.comment
        return comment.proposed.body if comment.proposed else comment.body

    @cached_property
    def sent(self) -> SafeString:
        """How long ago it came."""
        return moment(self.comment.submitted_at, "short")

    @cached_property
    def length(self) -> str:
        n = len(self.newest.split())
        return ngettext("%(n)s word", "%(n)s words", n) % {"n": localize(n)}

    @property
    def is_plain(self) -> bool:
        """Whether it is like most cards: a text, and nothing special about it."""
        special = (self.is_deferred, self.looker, self.is_veiled, self.is_long, self.diff)
        return not (self.comment.proposed or any(special))

    @property
    def is_long(self) -> bool:
        return _lines_of(self.comment.body) > LINES

    @property
    def is_proposal_long(self) -> bool:
        return bool(self.comment.proposed) and _lines_of(self.newest) > LINES

    @property
    def is_veiled(self) -> bool:
        """Strong words wait until somebody asks for them."""
        return any(signal.code in WORDS_FOUND for signal in self.attached.signals)

    @cached_property
    def diff(self) -> list[Change]:
        """What the newest text changes: of the published one, else of the one before it."""
        comment = self.comment
        before = comment.body if comment.proposed else self.attached.before(comment)
        return changes(before, self.newest) if before else []

    @cached_property
    def hosts(self) -> list[HostSeen]:
        """Every host that its texts and its website name, in full."""
        past = self.known.hosts
        return [HostSeen(name, past.get(name, History())) for name in self.names]

    @cached_property
    def person(self) -> History:
        return self.known.person(self.comment)

    @cached_property
    def claimed(self) -> History:
        return self.known.claimed(self.comment)

    @property
    def is_from_newsroom(self) -> bool:
        """Whether the address is one of the newsroom's, which anybody can type."""
        return not self.comment.user_id and self.comment.email_index in self.known.newsroom

    @property
    def is_deferred(self) -> bool:
        return self.comment.desk == "waiting" and self.comment.due_at > timezone.now()

    @property
    def looker(self) -> str:
        """Which colleague looks at it now."""
        presence: Presence | None = getattr(self.comment, "presence", None)
        is_there = presence and presence.until > timezone.now() and presence.by_id != self.user_id
        return str(presence.by) if presence and is_there else ""

    @property
    def notes(self) -> int:
        return sum(remark.is_note for remark in self.attached.remarks)

    @property
    def remarks(self) -> list[Remark]:
        """The newest of what colleagues wrote about it; the history has all."""
        return self.attached.remarks[-REMARKS:]

    @property
    def is_settled(self) -> bool:
        """Whether readers were refused it already."""
        return self.comment.status in ("rejected", "removed")

    @property
    def can_undo(self) -> bool:
        decided: bool = getattr(self.comment, "decided", False)
        return decided and self.comment.status != "withdrawn"


def cards(request: HttpRequest, comments: Iterable[Comment]) -> list[Card]:
    """Two queries, however many replies."""
    rows = list(comments)
    if not rows:
        return []
    hanging = attached(rows)
    names = {row.pk: named(row) for row in rows}
    seen = known(rows, {name for those in names.values() for name in those})
    form = format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="next" value="{}">',
        get_token(request),
        way_back(request),
    )
    user, desk = request.user.pk, reverse("comments:desk")
    return [Card(row, hanging[row.pk], seen, names[row.pk], user, form, desk) for row in rows]


def way_back(request: HttpRequest) -> str:
    """The queue's query to go back to: its own page's, or the one that a form brought along."""
    if request.path == reverse("comments:desk"):
        return request.GET.urlencode()
    found: str = (request.POST or request.GET).get("next", "")
    return found


def context(
    request: HttpRequest, reasons: Iterable[Reason] | None = None, **more: Any
) -> dict[str, Any]:
    """What every template with cards needs besides them."""
    user = request.user
    return {
        "may_decide": user.has_perm(DECIDE),
        "may_ban": user.has_perm(BAN),
        "may_reveal": user.has_perm(REVEAL),
        "may_configure": user.has_perm(CONFIGURE),
        "may_change_mode": user.has_perm(MODES),
        "next": way_back(request),
        "outlines": {},  # see `desk_cards`
        **folds(reasons),
        **more,
    }


def folds(reasons: Iterable[Reason] | None = None) -> dict[str, Any]:
    """What folds out of a card and is the same on each, rendered once and only where it stands.

    The reasons are read then, unless the page has read them.
    """
    return {f"fold_{name}": SimpleLazyObject(partial(_fold, name, reasons)) for name in FOLDS}


def _fold(name: str, reasons: Iterable[Reason] | None) -> SafeString:
    if name == "reject" and reasons is None:
        reasons = Reason.objects.offered()
    fold = get_template(f"comments/desk/fold_{name}.html").render({"reasons": reasons})
    return SafeString(fold)


def one(request: HttpRequest, comment: Comment) -> Card:
    """The card of a reply that may have been read without what its card needs."""
    row = comment if hasattr(comment, "decided") else card_rows.read_one(comment.pk)
    return cards(request, [row])[0]


def named(comment: Comment) -> tuple[str, ...]:
    """The hosts that the texts and the website of a reply name."""
    proposed = comment.proposed.body if comment.proposed else ""
    if "." not in comment.body and not (comment.website or proposed):
        return ()
    return hosts(f"{comment.body}\n{proposed}", comment.website)


def _lines_of(text: str) -> int:
    """About how many lines a text takes."""
    return sum(max(1, math.ceil(len(line) / LETTERS)) for line in text.splitlines())
