"""Statements of reasons (Regulation (EU) 2022/2065, article 17), composed from what is stored.

Who sent a notice stands in none of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .models import Decision, Notice


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    text: str


def to_sender(notice: Notice) -> list[Part]:
    """What the sender of a decided notice is told."""
    notified = _("You notified us of it under article 16 of Regulation (EU) 2022/2065.")
    return [*_reasons(notice, notified), Part(_("If you do not agree"), _sender_may(notice))]


def to_writer(notice: Notice) -> list[Part]:
    """What the writer of a reply is told that was taken away because of a notice."""
    notified = _("Somebody notified us of it under article 16 of Regulation (EU) 2022/2065.")
    return [*_reasons(notice, notified), Part(_("If you do not agree"), redress())]


def redress() -> str:
    """What the writer of a reply can do about a decision (article 17(3)(f))."""
    return " ".join(
        [
            _("You can ask for another look within six months, free of charge."),
            _("Somebody else than the person who decided looks at it then."),
            elsewhere(),
        ]
    )


def elsewhere() -> str:
    return _(
        "You can also turn to an out-of-court dispute settlement body that is certified under"
        " article 21 of Regulation (EU) 2022/2065, or go to court."
    )


def restriction(notice: Notice) -> str:
    """What happened to the content."""
    if notice.state == Notice.State.REFUSED:
        return _("The content stays where it is.")
    if notice.decision is None:
        if notice.comment_id is None:
            return _("The notice is right. The article is this newsroom's own; its editors act.")
        return _("The notice is right. Readers did not see the reply any more when we decided.")
    if notice.decision.after == "removed":
        return _("The reply was taken off the page.")
    return _("The reply is not published.")


def scope(notice: Notice) -> str:
    """Where that holds and for how long; "" where nothing was restricted."""
    if notice.decision is None:
        return ""
    return _("Everywhere, for everybody who reads this site, and without an end.")


def automation(decision: Decision | None) -> str:
    """Whether machines had a part in it."""
    decided = _("A person decided, without automated means.")
    if decision is None:
        return decided
    if decision.signals:
        return f"{decided} {_('Automatic rules had pointed the reply out to moderators.')}"
    return f"{decided} {_('No automatic rule had pointed it out.')}"


def _reasons(notice: Notice, notified: str) -> list[Part]:
    parts = [
        Part(_("What was decided"), restriction(notice)),
        Part(_("Where and for how long"), scope(notice)),
        Part(_("Ground"), ground(notice)),
        Part(_("Facts and circumstances"), f"{notified}\n\n{notice.statement}"),
        Part(_("How it was decided"), automation(notice.decision)),
    ]
    return [part for part in parts if part.text]


def ground(notice: Notice) -> str:
    """The law or the rule that it rests on; "" for a refusal."""
    names = {"basis": notice.basis}
    if notice.ground == Notice.Ground.LAW:
        return _("It is illegal: %(basis)s") % names
    if notice.ground == Notice.Ground.TERMS:
        return _("It breaks the rules of this site: %(basis)s") % names
    return ""


def _sender_may(notice: Notice) -> str:
    if notice.state == Notice.State.UPHELD:
        return elsewhere()
    page = _(
        "You can ask for another look within six months, free of charge, on this notice's page."
    )
    return (
        f"{page} {_('Somebody else than the person who decided looks at it then.')} {elsewhere()}"
    )
