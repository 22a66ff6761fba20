"""What about a reply can be blocked, each with a sentence on whom that may hit."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.desk_forms import Offer
from comments.models import Block, Claim, Comment, Host
from comments.moderation.links import hosts

COUNTED = 100  # replies of the same person; more make no difference to who decides


def offers(comment: Comment) -> list[Offer]:
    """All that can be blocked because of this reply; a phrase always can."""
    senders = [] if comment.user_id else [*_person(comment), *_network(comment)]
    phrase = Offer(
        "phrase", Block.Kind.PHRASE, "", _("A phrase"), _("Catches every reply with these words.")
    )
    return [*senders, *_hosts(comment), phrase]


def not_offered(comment: Comment) -> list[str]:
    """Why the sender cannot be blocked, in sentences."""
    if comment.user_id:
        return [_("The newsroom wrote this: blocks do not catch it.")]
    reasons = []
    if not any(_person(comment)):
        reasons.append(
            _(
                "No person can be blocked here: nothing else has come from this browser, so nothing"
                " proves that it will be known again. A typed address proves nothing."
            )
        )
    if not comment.client_prefix:
        reasons.append(_("Its network is not kept any more, so it cannot be blocked."))
    return reasons


def _person(comment: Comment) -> Iterator[Offer]:
    """Known are browsers that came back with their token, or that proved an address."""
    if not comment.reader:
        return
    browsers = Claim.objects.same_person(comment.reader)
    same = Comment.objects.filter(reader__in=browsers).exclude(pk=comment.pk)
    others = same[:COUNTED].count()
    if others or len(browsers) > 1:
        words = ngettext(
            "The browser that sent this and %(n)d other reply, and every browser that proved the"
            " same address. Others who use that browser are caught too.",
            "The browser that sent this and %(n)d other replies, and every browser that proved the"
            " same address. Others who use that browser are caught too.",
            others,
        )
        help_text = words % {"n": others}
        yield Offer("person", Block.Kind.PERSON, comment.reader, _("This person"), help_text)


def _network(comment: Comment) -> Iterator[Offer]:
    if comment.client_prefix:
        yield Offer(
            "network",
            Block.Kind.NETWORK,
            comment.client_prefix,
            _("Its network"),
            _(
                "Neighbours, a school, an office or a whole mobile network may share it: this can"
                " catch people who have done nothing. Please choose a short time."
            ),
        )


def _hosts(comment: Comment) -> Iterator[Offer]:
    """Every host that its texts and its website name."""
    newest = comment.proposed.body if comment.proposed else ""
    names = hosts(f"{comment.body}\n{newest}", comment.website)
    known = Host.objects.histories(names)
    for name in names:
        past = known.get(name)
        words = _("Catches every reply that names it or a host below it.")
        if past:
            counts = {"approved": past.approved, "rejected": past.rejected}
            words += " " + _("Approved %(approved)dx, rejected %(rejected)dx so far.") % counts
        yield Offer(f"host:{name}", Block.Kind.HOST, name, name, words)
