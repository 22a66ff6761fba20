"""Rules that editors switch off: what they find is kept, and changes nothing any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comments.moderation.decision import NEVER_MUTED

from .act import Act
from .discussion import Discussion
from .signal import LABELS

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# No rules: a sample is drawn after the decision, and reports come from readers.
NO_RULES = frozenset({"reports", "sampled"})
MUTABLE = frozenset(LABELS) - NEVER_MUTED - NO_RULES


def switch(code: str, *, muted: bool, by: User) -> bool:
    """Mute a rule or switch it on again, and write down who did; whether that changes anything.

    Raises ValueError for a code that is no rule or protects the newsroom (`NEVER_MUTED`).
    """
    if code not in MUTABLE:
        raise ValueError(code)
    with transaction.atomic():
        Discussion.objects.get_or_create(pk=1)
        row = Discussion.objects.select_for_update().get(pk=1)
        if (code in row.muted_rules) == muted:
            return False
        row.muted_rules = sorted({*row.muted_rules} ^ {code})
        Discussion.objects.filter(pk=1).update(muted_rules=row.muted_rules)
        states = (f"{code}: on", f"{code}: muted")
        before, after = states if muted else reversed(states)
        Act.objects.log("mute" if muted else "unmute", by, before=before, after=after)
    return True
