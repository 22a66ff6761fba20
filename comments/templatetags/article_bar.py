"""The bar over an article's replies on the desk: how they are taken, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article
from comments.desk_forms import ModeForm
from comments.models import Comment, Mode, Thread

register = template.Library()

MOST = 1000  # waiting replies that are counted
NEWEST = 500  # replies by which the share of refused ones is told
REFUSED = ("rejected", "spam", "removed")


@dataclass(frozen=True, slots=True)
class Bar:
    """What the bar shows; `refused` is a percentage of `seen` replies."""

    mode: str
    because: str
    published: int
    waiting: str
    refused: int
    seen: int
    form: ModeForm
    next: str  # the queue's own query, when the bar stands over it


@register.simple_tag(takes_context=True)
def article_bar(context: dict[str, Any], article: Article) -> Bar:
    """Three queries, however many replies there are."""
    request, thread = context["request"], Thread.objects.of(article)
    here = Comment.objects.filter(article=article)
    waiting = here.undecided()[: MOST + 1].count()
    newest = list(here.order_by("-pk").values_list("status", flat=True)[:NEWEST])
    refused = sum(status in REFUSED for status in newest)
    on_queue = request.path == reverse("comments:desk")
    return Bar(
        mode=mode_now(thread),
        because=because(thread),
        published=thread.reply_count,
        waiting=f"{MOST}+" if waiting > MOST else str(waiting),
        refused=round(100 * refused / len(newest)) if newest else 0,
        seen=len(newest),
        form=context.get("mode_form") or ModeForm(thread=thread),
        next=request.GET.urlencode() if on_queue else "",
    )


def mode_now(thread: Thread) -> str:
    """How a reply that is sent now is taken."""
    terms = thread.terms()
    if not terms.is_open:
        return _("closed")
    if n := terms.slow_seconds:
        words = ngettext("slow: one reply in %(n)d second", "slow: one reply in %(n)d seconds", n)
        return words % {"n": n}
    return _("every reply waits for a moderator") if terms.is_moderated else _("open")


def because(thread: Thread) -> str:
    """Which place says so: the article, its section or the site, or the time that has passed."""
    if thread.closes_at and thread.closes_at <= timezone.now():
        return _("its closing time has passed")
    if thread.mode:
        return _("set for this article")
    section = thread.section if thread.section and thread.section.mode else None
    says_open = section.mode != Mode.CLOSED if section else thread.discussion.is_open
    if says_open and not thread.is_open():
        days = thread.discussion.close_after_days
        words = ngettext("older than %(n)d day", "older than %(n)d days", days)
        return words % {"n": days}
    return _("as its section") if section else _("as the site")


@register.filter
def setting_words(setting: str) -> str:
    """What the log keeps of an article's own word, in a moderator's words."""
    mode, _space, seconds = setting.partition(" ")
    if mode == Mode.SLOW:
        return _("slow, %(seconds)s seconds") % {"seconds": seconds}
    return str(Mode("" if mode == "inherit" else mode).label) if setting else ""
