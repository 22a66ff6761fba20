"""Times as newspapers write them."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

Where = tuple[str, str | None]  # time zone and language

KEPT = 4096  # the same moments stand on page after page


def moment(value: datetime | None, style: str = "long") -> SafeString:
    """A <time>; "date" leaves the hour out, "short" is for lists."""
    if value is None:
        return SafeString()
    local = timezone.localtime(value)
    # Equal moments of two zones are one key: the zone's name tells them apart.
    where = (str(local.tzinfo), get_language())
    if style == "short":
        text = _short(local, where)
    else:
        text = _dated(local, "j F Y" if style == "date" else "j F Y, H:i", where)
    return _element(local, text, where)


def _short(local: datetime, where: Where) -> str:
    """How long ago, under a day; then the date, with the year where it is not this one."""
    now = timezone.localtime()
    minutes = int((now - local).total_seconds() // 60)
    if 0 <= minutes < 24 * 60:
        return _ago(minutes, where)
    return _dated(local, "j F" if local.year == now.year else "j F Y", where)


@lru_cache(maxsize=KEPT)
def _ago(minutes: int, where: Where) -> str:
    if minutes < 60:
        n = max(minutes, 1)
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", n) % {"n": n}
    n = minutes // 60
    return ngettext("%(n)d hour ago", "%(n)d hours ago", n) % {"n": n}


@lru_cache(maxsize=KEPT)
def _dated(local: datetime, form: str, where: Where) -> str:
    return date_format(local, form)


@lru_cache(maxsize=KEPT)
def _element(local: datetime, text: str, where: Where) -> SafeString:
    machine = local.isoformat(timespec="seconds")
    exact = f"{date_format(local, 'l, j F Y, H:i')} {local:%Z}"
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, exact, text)
