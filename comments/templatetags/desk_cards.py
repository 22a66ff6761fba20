"""What cards have in common, rendered once for each kind of card on a page and then filled in.

A template for each of 25 cards would cost most of the page's time, and their buttons differ by a
number or two.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from comments.views.desk.cards import Card

# Stand where a card has its own; private characters, of which no text of ours has any.
NUMBER, ADDRESS, FIELDS = "\ue000", "\ue001", "\ue002"

register = template.Library()


@register.simple_tag(takes_context=True)
def card_where(context: Context, card: Card) -> SafeString:
    """Under which article the reply stands."""
    article = card.comment.article
    return SafeString(_once(context, "where", article.pk, article=article))


@register.simple_tag(takes_context=True)
def card_author(context: Context, card: Card) -> SafeString:
    """What is known of its writer."""
    row = card.comment
    kind = (row.user_id, row.website, card.person, card.claimed, card.is_from_newsroom)
    stand_in = SimpleNamespace(
        comment=SimpleNamespace(pk=NUMBER, user_id=row.user_id, user=row.user, website=row.website),
        person=card.person,
        claimed=card.claimed,
        is_from_newsroom=card.is_from_newsroom,
    )
    return SafeString(_once(context, "author", kind, card=stand_in).replace(NUMBER, str(row.pk)))


@register.simple_tag(takes_context=True)
def card_acts(context: Context, card: Card) -> SafeString:
    """The buttons and links of a card, with its number, its address and its hidden fields."""
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
    outline = _once(context, "acts", kind, card=stand_in).replace(NUMBER, str(row.pk))
    return SafeString(outline.replace(ADDRESS, card.address).replace(FIELDS, card.fields))


def _once(context: Context, part: str, kind: Any, **values: Any) -> str:
    """That part of a card, rendered for the first of its kind on this page."""
    made: dict[Any, str] = context["outlines"]
    if (part, kind) not in made:
        page: Any = get_template(f"comments/desk/card_{part}.html")
        with context.push(**values):
            made[part, kind] = page.template.render(context)
    return made[part, kind]
