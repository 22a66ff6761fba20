"""One reply as HTML, a pure function of what it says: made once and kept by that.

Fifty replies make a page heavy, so a reply's parts carry no classes: its structure names them.
Values that are ours and hold nothing but letters, digits, colons and hyphens need no quotes either.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime
from functools import lru_cache
from html import escape, unescape
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import paths
from .models.shown import Shown

TONES = 8  # colour classes for avatars
KEPT = 2048  # replies, in each process: a few megabytes


class Reading(NamedTuple):
    """What the words and times of a page follow besides its rows."""

    language: str | None
    zone: str
    year: int

    @classmethod
    def now(cls) -> Reading:
        local = timezone.localtime()
        return cls(get_language(), str(local.tzinfo), local.year)


class Place(NamedTuple):
    """How a reply stands on its page: `above` says, as HTML, whom it answers where one must."""

    role: str  # "author", "staff" or ""
    may_reply: bool
    above: str = ""
    own: str = ""  # the token of the reader who wrote it


class Words(NamedTuple):
    """What stands under nearly every reply: looking a text up takes as long as making the rest."""

    reply: str
    reply_to: str
    report: str


@lru_cache(maxsize=8)
def _words(language: str | None) -> Words:
    return Words(_("Reply"), _("Reply to %(name)s"), _("Report"))


def reply(row: Shown, place: Place, reading: Reading) -> str:
    """Its article element. A reader's own is made for that reader alone and not kept."""
    return _made(row, place, reading) if place.own else _kept(row, place, reading)


def _made(row: Shown, place: Place, reading: Reading) -> str:
    waiting = row.status != "published"
    kind = '"reply reply-own"' if waiting else "reply"
    return (
        f'<article class={kind} id="comment-{row.pk}">'
        f"{_own_notice(row) if waiting else ''}"
        f"<header>{avatar(row)}{_name(row)} {_badges(row, place)}{_time(row, reading)}</header>"
        f"{place.above}"
        f"<div dir=auto>{row.html}</div>"
        f"{_ways(row, place, _words(reading.language))}</article>"
    )


_kept = lru_cache(maxsize=KEPT)(_made)


def _ways(row: Shown, place: Place, words: Words) -> str:
    """What can be done about a reply: answer it, report it, or change one's own."""
    ways = []
    if row.status == "published" and place.may_reply:
        label = escape(words.reply_to % {"name": row.name})
        text = escape(words.reply)
        ways.append(f'<a href="{paths.answer(row.pk)}" aria-label="{label}">{text}</a>')
    if place.own:
        text = _("More about it") if row.status == "rejected" else _("Edit or withdraw")
        ways.append(f'<a href="{paths.mine(place.own)}">{escape(text)}</a>')
    elif row.status == "published":
        ways.append(f'<a href="{paths.report(row.pk)}">{escape(words.report)}</a>')
    return " ".join(ways)


def _own_notice(row: Shown) -> str:
    """What became of it; whoever sends spam is not told that it was filed as such."""
    if row.status == "rejected":
        text, state = _("Your reply was not published: only you can see it."), "rejected"
    else:
        text, state = _("Your reply is awaiting moderation: only you can see it."), "waiting"
    return f'<p class="state state-{state}">{escape(text)}</p>'


def avatar(row: Shown) -> str:
    """Initials on a colour that follows from thread and name: nothing of the address in it.

    The style sheet writes them, so that nobody has to hear or copy what stands in the name.
    """
    words = [word for word in row.name.split() if word[0].isalnum()]
    letters = "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()[:2] or "?"
    seed = hashlib.sha256(f"{row.article_id}:{row.name.casefold()}".encode()).digest()[0]
    shown = letters if letters.isalnum() else f'"{escape(letters)}"'
    return f"<i class=tone-{seed % TONES} data-i={shown}></i>"


def _name(row: Shown) -> str:
    name = f"<bdi>{escape(row.name)}</bdi>"
    if row.website:
        address = escape(row.website)
        name = f'<a href="{address}" rel="nofollow ugc noopener">{name}</a>'
    return f"<b>{name}</b>"


def _badges(row: Shown, place: Place) -> str:
    texts = []
    if place.role:
        texts.append(_("Author") if place.role == "author" else _("Staff"))
    if row.is_picked:
        texts.append(_("Editor’s pick"))
    return "".join(f'<span class="badge">{escape(text)}</span> ' for text in texts)


def _time(row: Shown, reading: Reading) -> str:
    sent = f'<a href="{paths.reply(row.pk)}">{_moment(row.submitted_at, reading)}</a>'
    if row.is_redacted:
        sent += f" <small>{escape(_('edited by a moderator'))}</small>"
    if row.edited_at is None:
        return sent
    title = _("Edited on %(time)s") % {"time": _clock(row.edited_at, reading)}
    return f"{sent} {_moment(row.edited_at, reading, _('edited'), title)}"


def _moment(value: datetime, reading: Reading, text: str = "", title: str = "") -> str:
    machine = f"{value.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    exact = f' title="{escape(title)}"' if title else ""
    return f"<time datetime={machine}{exact}>{escape(text or _clock(value, reading))}</time>"


def _clock(value: datetime, reading: Reading) -> str:
    """The time as a newspaper writes it: the year only where it is not this one."""
    local = timezone.localtime(value)
    return f"{_day(local.date(), reading)}, {local:%H:%M}"


@lru_cache(maxsize=1024)
def _day(day: date, reading: Reading) -> str:
    return date_format(day, "j F" if day.year == reading.year else "j F Y")


def plain(html: str) -> str:
    """The words of a stored reply, without its markup."""
    apart = re.sub(r"<(?:/?(?:p|li|ul|ol|blockquote|pre)|br)\b[^>]*>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", apart)).split())
