"""How the desk does: what waits, how long, what the machine decides and how often it errs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from comments.charts import stacked
from comments.models import Comment, Discussion, Tally
from comments.models.muting import MUTABLE
from comments.models.statistics import (
    DAYS,
    ENOUGH,
    NEWEST,
    Rate,
    Rule,
    Sample,
    decisions_by_hour,
    machine_share,
    midnight,
    replies_by_day,
)
from comments.views.mine import wait_in_words

from .base import CONFIGURE, DeskPage


@dataclass(frozen=True, slots=True)
class Line:
    """A rule with its switch."""

    rule: Rule
    is_muted: bool
    is_mutable: bool


class DashboardView(DeskPage, TemplateView):
    """Numbers of the whole desk, of no single person."""

    template_name = "comments/desk/dashboard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, since = midnight(), midnight(DAYS - 1)
        sample, discussion = Sample.read(since), Discussion.objects.current()
        hours = decisions_by_hour(today)
        return super().get_context_data(
            waiting=Tally.objects.read().get("desk:waiting", 0),
            oldest=Comment.objects.undecided().oldest_first().first(),
            wait=wait_in_words(sample.median_wait(today)),
            pace=pace(hours),
            machine=machine_share(since),
            filed=sample.wrongly_filed(),
            published_wrongly=sample.overturned("published"),
            spam_wrongly=sample.overturned("spam"),
            charts=[outcomes(since), waits(sample), by_hour(hours)],
            lines=lines(sample, discussion.muted_rules),
            may_mute=self.request.user.has_perm(CONFIGURE),
            figures=discussion.publish_figures,
            limits={"days": DAYS, "newest": NEWEST, "enough": ENOUGH},
            **kwargs,
        )


def pace(hours: list[tuple[str, int]]) -> Rate:
    """Today's decisions by people, and the hours in which anybody decided."""
    return Rate(sum(n for _hour, n in hours), sum(n > 0 for _hour, n in hours))


def lines(sample: Sample, muted: list[str]) -> list[Line]:
    rules = sample.rules(always=muted)
    return [Line(rule, rule.code in muted, rule.code in MUTABLE) for rule in rules]


def outcomes(since: Any) -> SafeString:
    statuses = (
        *(Comment.Status.PUBLISHED, Comment.Status.WAITING, Comment.Status.REJECTED),
        *(Comment.Status.SPAM, Comment.Status.REMOVED, Comment.Status.WITHDRAWN),
    )
    days = replies_by_day(since)
    return stacked(
        _("Replies per day"),
        [str(status.label) for status in statuses],
        [(day, [counts.get(status, 0) for status in statuses]) for day, counts in days],
        _("By the day they came, with what they are now. Days are in UTC."),
    )


def waits(sample: Sample) -> SafeString:
    return stacked(
        _("Median wait per day"),
        [_("minutes")],
        [(day, [minutes]) for day, minutes in sample.waits_by_day()],
        _("Of the replies about which people decided that day."),
    )


def by_hour(hours: list[tuple[str, int]]) -> SafeString:
    return stacked(
        _("Decisions per hour today"),
        [_("decisions by people")],
        [(hour, [n]) for hour, n in hours],
        _("Hours are in UTC."),
        by=_("Hour"),
    )
