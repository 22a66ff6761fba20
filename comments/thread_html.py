"""A thread as HTML, joined from what is stored: a template per reply would cost milliseconds.

Fifty replies make a page heavy, so a reply's parts carry no classes: its structure names them.
Values that are ours and hold nothing but letters, digits, colons and hyphens need no quotes either.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from html import escape, unescape
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Comment
from .models.conversations import Rest
from .threads import Node, Row, published_below

TONES = 8  # colour classes for avatars


@dataclass(frozen=True, slots=True)
class Page:
    """What the replies of one page have in common."""

    authors: frozenset[int]  # numbers of users whose names stand in the byline
    may_reply: bool
    own: Mapping[int, str] = field(default_factory=dict)  # the reader's own: number to token
    rests: Mapping[int, Rest] = field(default_factory=dict)  # branches that go on, by their root
    elsewhere: Mapping[int, Any] = field(default_factory=dict)  # answered, but not on this page


def thread(nodes: Iterable[Node], page: Page) -> SafeString:
    """The nested list. Every typed value is escaped here; `html` was sanitised when stored."""
    return mark_safe(f'<ol class="thread">{_items(nodes, page)}</ol>')  # noqa: S308


def _items(nodes: Iterable[Node], page: Page) -> str:
    return "".join(_item(node, page) for node in nodes)


def _item(node: Node, page: Page) -> str:
    row: Any = node.row
    shown = row.status == "published" or row.pk in page.own
    inner = _reply(row, node, page) if shown else _placeholder(row)
    return f"<li>{inner}{_branch(row, node, page)}</li>"


def _branch(row: Comment, node: Node, page: Page) -> str:
    """The answers below a reply, which a reader can fold away, and the way to the rest."""
    answers = f"<ol>{_items(node.children, page)}</ol>" if node.children else ""
    rest = page.rests.get(node.branch or 0)
    inner = f"{answers}{_more(rest) if rest else ''}"
    count = _answers(row, node) if inner else 0
    if not count:  # nothing to fold, or only what its own writer sees
        return inner
    text = ngettext("%(count)d reply", "%(count)d replies", count) % {"count": count}
    return f" <details open><summary>{escape(text)}</summary>{inner}</details>"


def _answers(row: Comment, node: Node) -> int:
    """How many published replies a branch has, those on further pages included."""
    below = published_below(node)
    return max(below, row.answer_count) if row.root_id is None and node.branch else below


def _more(rest: Rest) -> str:
    text = ngettext("Show %(count)d more reply", "Show %(count)d more replies", rest.count)
    label = escape(text % {"count": rest.count})
    return f'<p class="more"><a href="{rest.get_absolute_url()}">{label}</a></p>'


def _reply(row: Comment, node: Node, page: Page) -> str:
    waiting = row.status != "published"
    kind = '"reply reply-own"' if waiting else "reply"
    return (
        f'<article class={kind} id="comment-{row.pk}">'
        f"{_own_notice(row) if waiting else ''}"
        f"<header>{avatar(row)}{_name(row)} {_badge(row, page)}{_time(row)}</header>"
        f"{_answers_to(node, page)}"
        f"<div dir=auto>{row.html}</div>"
        f"{_ways(row, page)}</article>"
    )


def _ways(row: Comment, page: Page) -> str:
    """What can be done about a reply: answer it, report it, or change one's own."""
    ways = []
    if row.status == "published" and page.may_reply:
        ways.append(_answer_link(row))
    if token := page.own.get(row.pk):
        text = _("More about it") if row.status == "rejected" else _("Edit or withdraw")
        ways.append(f'<a href="{reverse("comments:mine", args=[token])}">{escape(text)}</a>')
    elif row.status == "published":
        ways.append(f'<a href="{_address(row)}report/">{escape(_("Report"))}</a>')
    return " ".join(ways)


def _placeholder(row: Comment) -> str:
    words = {
        "waiting": _("A moderator is looking at this reply again."),
        "withdrawn": _("Its writer has taken this reply back."),
    }
    text = escape(words.get(row.status, _("This reply was removed.")))
    return f'<article class="reply reply-gone" id="comment-{row.pk}"><p>{text}</p></article>'


def _own_notice(row: Comment) -> str:
    """What became of it; whoever sends spam is not told that it was filed as such."""
    if row.status == "rejected":
        text, state = _("Your reply was not published: only you can see it."), "rejected"
    else:
        text, state = _("Your reply is awaiting moderation: only you can see it."), "waiting"
    return f'<p class="state state-{state}">{escape(text)}</p>'


def avatar(row: Comment) -> str:
    """Initials on a colour that follows from thread and name: nothing of the address in it.

    The style sheet writes them, so that nobody has to hear or copy what stands in the name.
    """
    words = [word for word in row.name.split() if word[0].isalnum()]
    letters = "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()[:2] or "?"
    seed = hashlib.sha256(f"{row.article_id}:{row.name.casefold()}".encode()).digest()[0]
    shown = letters if letters.isalnum() else f'"{escape(letters)}"'
    return f"<i class=tone-{seed % TONES} data-i={shown}></i>"


def _name(row: Comment) -> str:
    name = f"<bdi>{escape(row.name)}</bdi>"
    if row.website:
        address = escape(row.website)
        name = f'<a href="{address}" rel="nofollow ugc noopener">{name}</a>'
    return f"<b>{name}</b>"


def _badge(row: Comment, page: Page) -> str:
    texts = []
    if row.user_id is not None:
        texts.append(_("Author") if row.user_id in page.authors else _("Staff"))
    if row.is_picked:
        texts.append(_("Editor’s pick"))
    return "".join(f'<span class="badge">{escape(text)}</span> ' for text in texts)


def _time(row: Comment) -> str:
    sent = f'<a href="{_address(row)}">{_moment(row.submitted_at)}</a>'
    if row.is_redacted:
        sent += f" <small>{escape(_('edited by a moderator'))}</small>"
    if row.edited_at is None:
        return sent
    title = _("Edited on %(time)s") % {"time": _clock(row.edited_at)}
    return f"{sent} {_moment(row.edited_at, _('edited'), title)}"


def _moment(value: datetime, text: str = "", title: str = "") -> str:
    machine = f"{value.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    exact = f' title="{escape(title)}"' if title else ""
    return f"<time datetime={machine}{exact}>{escape(text or _clock(value))}</time>"


def _clock(value: datetime) -> str:
    """The time as a newspaper writes it: the year only where it is not this one."""
    local = timezone.localtime(value)
    is_recent = local.year == timezone.localtime().year
    return date_format(local, "j F, H:i" if is_recent else "j F Y, H:i")


def _answers_to(node: Node, page: Page) -> str:
    """Whom it answers, where its place does not show it; a removed reply keeps its name."""
    above = node.answers_to
    if above is None:
        return ""
    if above.status != "published":
        return f'<p class="in-reply-to">{escape(_("in reply to a removed reply"))}</p>'
    address = _address(above) if above.pk in page.elsewhere else f"#comment-{above.pk}"
    name = f'<a href="{address}"><bdi>{escape(above.name)}</bdi></a>'
    return f'<p class="in-reply-to">{_("in reply to %(name)s") % {"name": name}}</p>'


def _answer_link(row: Comment) -> str:
    label = escape(_("Reply to %(name)s") % {"name": row.name})
    return f'<a href="{_address(row)}reply/" aria-label="{label}">{escape(_("Reply"))}</a>'


def _address(row: Comment | Row) -> str:
    return f"{_addresses()}{row.pk}/"


@lru_cache
def _addresses() -> str:
    """What the addresses of all replies begin with: `reverse` for each takes half the time."""
    return reverse("comments:permalink", args=[0]).removesuffix("0/")


def plain(html: str) -> str:
    """The words of a stored reply, without its markup."""
    apart = re.sub(r"<(?:/?(?:p|li|ul|ol|blockquote|pre)|br)\b[^>]*>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", apart)).split())
