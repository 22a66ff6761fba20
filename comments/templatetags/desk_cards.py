"""Cards and decided lines, rendered once for each kind of them on a page and then filled in.

A template for each of 20 cards would cost most of the page's time, and they differ by a few words,
a number or two, and their text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django import template
from django.template import Context
from django.template.defaultfilters import truncatewords
from django.template.loader import get_template
from django.urls import reverse
from django.utils.formats import localize
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.moments import moment
from comments.moderation import History

if TYPE_CHECKING:
    from comments.models import Decision
    from comments.views.desk.cards import Card

EXCERPT = 40  # words of what a reply answers
LINE_WORDS = 12  # of a reply that was decided about
GAPS = re.compile("([\ue000-\ue0ff])")  # private characters, of which hardly any text has one
NUMBER, ADDRESS, FIELDS, REVISION, NAME, SENT, LENGTH, TEXT = map(chr, range(0xE000, 0xE008))
ABOVE, ABOVE_TEXT, WHERE, WHY, AUTHOR, ACTS, WEBSITE = map(chr, range(0xE008, 0xE00F))
SAME_GOOD, SAME_BAD, CLAIMED_GOOD, CLAIMED_BAD = map(chr, range(0xE00F, 0xE013))

# Templates that are not called card_...
PAGES = {"card": "card", "why": "reasons_why", "decided": "decided"}

register = template.Library()


class StandIn(SimpleNamespace):
    """In the place of a card: gaps instead of its words.

    What it has no gap for must not be asked of it: templates would take that for empty.
    """

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(f"The outline of a card knows nothing of {name!r}")


@register.simple_tag(takes_context=True)
def card(context: Context, card: Card) -> SafeString:
    """A whole card; of the usual kind its outline with everything filled in."""
    if context.get("problem") or not card.is_plain:
        page: Any = get_template("comments/desk/card.html")
        with context.push(card=card):
            return SafeString(page.template.render(context))
    row, above = card.comment, card.comment.parent
    kind = (row.status, row.escalated, row.is_picked, row.is_redacted, above is None)
    values = {
        NUMBER: row.pk,
        REVISION: row.revision,
        NAME: row.name,
        SENT: card.sent,
        LENGTH: card.length,
        TEXT: card.html,
        WHERE: card_where(context, card),
        WHY: card_why(context, card),
        AUTHOR: card_author(context, card),
        ACTS: card_acts(context, card),
    }
    if above:
        values |= {ABOVE: above.name, ABOVE_TEXT: truncatewords(above.body, EXCERPT)}
    return _filled(_once(context, "card", kind, card=_outlined(card)), values)


def _outlined(card: Card) -> StandIn:
    row = card.comment
    above = SimpleNamespace(name=ABOVE, body=ABOVE_TEXT) if row.parent else None
    comment = StandIn(
        pk=NUMBER,
        revision=REVISION,
        status=row.status,
        get_status_display=row.get_status_display,
        name=NAME,
        escalated=row.escalated,
        get_escalated_display=row.get_escalated_display,
        is_picked=row.is_picked,
        is_redacted=row.is_redacted,
        parent=above,
        proposed=None,
    )
    nothing = dict.fromkeys(("is_deferred", "looker", "is_veiled", "is_long", "diff"))
    return StandIn(comment=comment, sent=SENT, length=LENGTH, html=TEXT, **nothing)


@register.simple_tag(takes_context=True)
def card_where(context: Context, card: Card) -> SafeString:
    """Under which article the reply stands."""
    if isinstance(card, StandIn):
        return SafeString(WHERE)
    article = card.comment.article
    return SafeString("".join(_once(context, "where", article.pk, article=article)))


@register.simple_tag(takes_context=True)
def card_why(context: Context, card: Card) -> SafeString:
    """What rules, readers and colleagues say about it, and the hosts that it names."""
    if isinstance(card, StandIn):
        return SafeString(WHY)
    said = (*(("r", one.pk) for one in card.complaints), *card.remarks)
    kind = (tuple(card.chips), tuple(card.hosts), said, card.comment.status)
    return SafeString("".join(_once(context, "why", kind, card=card)))


@register.simple_tag(takes_context=True)
def card_author(context: Context, card: Card) -> SafeString:
    """What is known of its writer."""
    if isinstance(card, StandIn):
        return SafeString(AUTHOR)
    row, person, claimed = card.comment, card.person, card.claimed
    known, typed = person != History(), claimed != History()
    kind = (row.user_id, bool(row.website), known, typed, card.is_from_newsroom)
    values = {NUMBER: row.pk, WEBSITE: row.website}
    if known:
        values |= {SAME_GOOD: localize(person.approved), SAME_BAD: localize(person.rejected)}
    if typed:
        good, bad = localize(claimed.approved), localize(claimed.rejected)
        values |= {CLAIMED_GOOD: good, CLAIMED_BAD: bad}
    of_person = (SAME_GOOD, SAME_BAD) if known else (0, 0)
    of_claim = (CLAIMED_GOOD, CLAIMED_BAD) if typed else (0, 0)
    website = WEBSITE if row.website else ""
    stand_in = SimpleNamespace(
        comment=SimpleNamespace(pk=NUMBER, user_id=row.user_id, user=row.user, website=website),
        person=SimpleNamespace(approved=of_person[0], rejected=of_person[1]),
        claimed=SimpleNamespace(approved=of_claim[0], rejected=of_claim[1]),
        is_from_newsroom=card.is_from_newsroom,
    )
    return _filled(_once(context, "author", kind, card=stand_in), values)


@register.simple_tag(takes_context=True)
def card_acts(context: Context, card: Card) -> SafeString:
    """The buttons and links of a card, with its number, its address and its hidden fields."""
    if isinstance(card, StandIn):
        return SafeString(ACTS)
    row = card.comment
    kind = (
        *(row.status, row.is_picked, row.proposed_id is None, row.email_sealed is None),
        *(row.token_digest == "", card.is_settled, card.can_undo, card.notes),
    )
    stand_in = SimpleNamespace(
        comment=SimpleNamespace(
            pk=NUMBER,
            status=row.status,
            proposed=row.proposed,
            is_picked=row.is_picked,
            email_sealed=row.email_sealed,
            token_digest=row.token_digest,
        ),
        address=ADDRESS,
        fields=SafeString(FIELDS),
        is_settled=card.is_settled,
        can_undo=card.can_undo,
        notes=card.notes,
    )
    values = {NUMBER: row.pk, ADDRESS: card.address, FIELDS: card.fields}
    return _filled(_once(context, "acts", kind, card=stand_in), values)


@register.simple_tag(takes_context=True)
def decided(context: Context, decision: Decision) -> SafeString:
    """A decision as a line, with its undo."""
    line = _line(decision, may_undo=bool(context.get("may_decide")))
    kind = (
        *(line.is_batch, line.after, line.label, line.is_undo, line.taken_back),
        *(line.can_undo, bool(line.reason)),
    )
    gaps = SimpleNamespace(
        **vars(line)
        | {"address": ADDRESS, "name": NAME, "excerpt": TEXT, "by": AUTHOR, "when": SENT}
        | {"reason": WHY if line.reason else "", "revision": REVISION}
    )
    values = {
        ADDRESS: line.address,
        NAME: line.name,
        TEXT: line.excerpt,
        AUTHOR: line.by,
        SENT: line.when,
        WHY: line.reason,
        REVISION: line.revision,
    }
    return _filled(_once(context, "decided", kind, line=gaps), values)


def _line(decision: Decision, *, may_undo: bool) -> SimpleNamespace:
    """What its template shows; a batch stands for all that were decided with it."""
    comment, batch = decision.comment, decision.batch
    desk = reverse("comments:desk")
    if batch:
        address = reverse("comments:desk_batch", args=[batch.pk])
        can_undo = may_undo and batch.undone_at is None
    else:
        address, can_undo = f"{desk}{comment.pk}/", may_undo and bool(vars(decision)["can_undo"])
    return SimpleNamespace(
        is_batch=batch is not None,
        after=decision.after,
        label=decision.get_after_label(),
        is_undo=decision.undoes_id is not None,
        taken_back=vars(decision)["taken_back"] is not None,
        address=address,
        name=comment.name,
        excerpt="" if batch else truncatewords(comment.body, LINE_WORDS),
        by=str(decision.by or _("machine")),
        when=moment(decision.decided_at, "short"),
        reason=decision.reason,
        can_undo=can_undo,
        revision=comment.revision,
    )


def _once(context: Context, part: str, kind: Any, **values: Any) -> list[str]:
    """That part of a card, rendered for the first of its kind on this page, cut at its gaps."""
    made: dict[Any, list[str]] = context["outlines"]
    if (part, kind) not in made:
        page: Any = get_template(f"comments/desk/{PAGES.get(part, f'card_{part}')}.html")
        with context.push(**values):
            made[part, kind] = GAPS.split(page.template.render(context))
    return made[part, kind]


def _filled(outline: list[str], values: Mapping[str, Any]) -> SafeString:
    """With each value in its place, escaped unless it is HTML; never a gap within a value."""
    texts = {gap: _escaped(value) for gap, value in values.items()}
    filled = outline.copy()
    filled[1::2] = [texts.get(gap, gap) for gap in outline[1::2]]
    return SafeString("".join(filled))


def _escaped(value: Any) -> str:
    if isinstance(value, SafeString):
        return value
    return str(value) if isinstance(value, int) else html.escape(str(value))
