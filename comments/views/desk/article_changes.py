"""What was changed about an article's replies as a whole, and what an undo of it would send."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from comments.models import Act, Thread

LISTED = 20  # changes


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody changed how replies are taken, or the question to readers.

    `fields` are what an undo sends to `address`; without them it cannot be undone from here.
    """

    act: Act
    address: str
    fields: dict[str, str]


def changes(thread: Thread) -> list[Change]:
    """The newest first; the newest of each kind can be undone while it still holds."""
    acts = Act.objects.filter(article=thread.article, verb__in=PAGES).select_related("by")[:LISTED]
    now, found = {"mode": thread.setting, "prompt": thread.prompt}, []
    for act in acts:
        is_there = now.pop(act.verb, None) == act.after
        address = reverse(PAGES[act.verb], args=[thread.article.pk])
        found.append(Change(act, address, _undo(act) if is_there else {}))
    return found


PAGES = {"mode": "comments:desk_article", "prompt": "comments:desk_prompt"}


def _undo(act: Act) -> dict[str, str]:
    if act.verb == "prompt":
        return {"prompt": act.before, "seen": act.after}
    mode, _space, seconds = act.before.removeprefix("inherit").partition(" ")
    return {"mode": mode, "slow_seconds": seconds, "seen": act.after}
