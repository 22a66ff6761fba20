"""What the piles, orders and choices of the queue are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments.models import Comment
from comments.models.signal import LABELS

from .filters import Filters

Words = Mapping[str, str | Promise]

PILE_NAMES: Words = {
    "waiting": gettext_lazy("Waiting"),
    "reported": gettext_lazy("Reported"),
    "unseen": gettext_lazy("Published unseen"),
    "spam": gettext_lazy("Spam"),
    "mine": gettext_lazy("Decided by me"),
    "all": gettext_lazy("All"),
}
ALL_ORDERS: Words = {
    "urgent": gettext_lazy("Most urgent first"),
    "oldest": gettext_lazy("Oldest first"),
    "newest": gettext_lazy("Newest first"),
    "score": gettext_lazy("Highest score first"),
}
SIGNALS: Words = LABELS
ESCALATIONS: Words = {value: label for value, label in Comment.Escalation.choices if value}
EMPTY: Words = {
    "waiting": gettext_lazy("The queue is empty."),
    "reported": gettext_lazy("No reader's report waits for anybody."),
    "unseen": gettext_lazy("A moderator has seen every published reply."),
    "spam": gettext_lazy("Nothing is filed as spam."),
    "mine": gettext_lazy("You have not decided about anything yet."),
    "all": gettext_lazy("No replies yet."),
}


COUNTS: Words = {"mine": gettext_lazy("in the last 24 hours")}


@dataclass(frozen=True, slots=True)
class Tab:
    pile: str
    name: str
    count: int
    address: str
    is_current: bool
    counts: str = ""  # what the number counts, where that is not all of the pile

    @property
    def number(self) -> str:
        return grouped(self.count)


def grouped(n: int) -> str:
    """12,345, as the language writes it and the desk's script too."""
    return number_format(n, use_l10n=True, force_grouping=True)


def choices(words: Words) -> list[tuple[str, str]]:
    """Pairs for a list to choose from, by their names."""
    return [(value, str(label)) for value, label in words.items()]


def title(filters: Filters, numbers: Mapping[str, int]) -> str:
    """What stands over the cards; a number only where it is kept."""
    n = numbers[filters.pile]
    if filters.deferred and filters.pile == "waiting":
        return _("Put off")
    if filters.narrows():
        return _("%(pile)s, filtered") % {"pile": PILE_NAMES[filters.pile]}
    if filters.pile == "waiting":
        return ngettext("%(n)s reply waits", "%(n)s replies wait", n) % {"n": grouped(n)}
    if filters.pile == "mine":  # the list below goes on for ever, the number of the tab does not
        words = ngettext(
            "Decided by me: %(n)s in the last 24 hours, earlier ones below",
            "Decided by me: %(n)s in the last 24 hours, earlier ones below",
            n,
        )
        return words % {"n": grouped(n)}
    return str(PILE_NAMES[filters.pile])


def nothing_here(filters: Filters) -> str:
    """Why there is no card."""
    if filters.narrows():
        return _("No reply here is like that.")
    return str(EMPTY[filters.pile])
