"""The bar over an article's replies on the desk: how they are taken, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article
from comments import charts
from comments.desk_forms import ModeForm, PromptForm
from comments.models import Mode, Thread
from comments.models.trend import MOST, Trend

register = template.Library()


@dataclass(frozen=True, slots=True)
class Bar:
    """What the bar shows; `refused` is a percentage of `seen` replies.

    Over the queue it has a small drawing of them; the article's own page has a larger one.
    """

    mode: str
    because: str
    published: int
    waiting: str
    refused: int
    seen: int
    form: ModeForm
    prompt: str
    prompt_form: PromptForm
    next: str = ""  # the queue's own query, when the bar stands over it
    chart: SafeString | str = ""


@register.simple_tag(takes_context=True)
def article_bar(context: dict[str, Any], article: Article) -> Bar:
    """Two queries, over the queue one, however many replies there are.

    The queue has read the numbers of the article among its own.
    """
    request, thread = context["request"], Thread.objects.of(article)
    on_queue = request.path == reverse("comments:desk")
    is_read = on_queue and "figures" in context
    trend = Trend.read(context["figures"]) if is_read else Trend.of(article)
    return Bar(
        mode=mode_now(thread),
        because=because(thread),
        published=thread.reply_count,
        waiting=f"{MOST}+" if trend.waiting > MOST else str(trend.waiting),
        refused=round(100 * trend.refused / trend.seen) if trend.seen else 0,
        seen=trend.seen,
        form=context.get("mode_form") or ModeForm(thread=thread),
        prompt=thread.prompt,
        prompt_form=context.get("prompt_form") or PromptForm(thread=thread),
        next=request.GET.urlencode() if on_queue else "",
        chart=chart(trend) if on_queue and trend.seen else "",
    )


def chart(trend: Trend) -> SafeString:
    """Replies and rejections over time."""
    steps = trend.steps()
    days = len(steps) > 1 and steps[1][0] - steps[0][0] >= timedelta(days=1)
    form = "j F" if days else "j F, H:i"
    rows = [(date_format(at, form), [refused, others]) for at, refused, others in steps]
    words = ngettext("The newest %(n)d reply", "The newest %(n)d replies", trend.seen)
    return charts.stacked(
        words % {"n": trend.seen},
        [_("refused"), _("published or waiting")],
        rows,
        _("By the time they came, with what they are now. Times are in UTC."),
        by=_("Time"),
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
