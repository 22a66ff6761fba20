"""A thread as HTML, joined from what is stored: a template per reply would cost milliseconds.

Fifty replies make a page heavy, so a reply's parts carry no classes: its structure names them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache
from html import escape, unescape
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .models import Comment
from .threads import Node

TONES = 8  # colour classes for avatars


@dataclass(frozen=True, slots=True)
class Page:
    """What the replies of one page have in common."""

    authors: frozenset[int]  # numbers of users whose names stand in the byline
    may_reply: bool
    own: frozenset[int] = frozenset()  # the reader's own replies that wait


def thread(nodes: Iterable[Node], page: Page) -> SafeString:
    """The nested list. Every typed value is escaped here; `html` was sanitised when stored."""
    return mark_safe(f'<ol class="thread">{_items(nodes, page)}</ol>')  # noqa: S308


def _items(nodes: Iterable[Node], page: Page) -> str:
    return "".join(_item(node, page) for node in nodes)


def _item(node: Node, page: Page) -> str:
    row: Any = node.row
    shown = row.status == "published" or row.pk in page.own
    inner = _reply(row, node, page) if shown else _placeholder(row)
    answers = f"<ol>{_items(node.children, page)}</ol>" if node.children else ""
    return f"<li>{inner}{answers}</li>"


def _reply(row: Comment, node: Node, page: Page) -> str:
    waiting = row.pk in page.own and row.status != "published"
    notice = _own_notice(row) if waiting else ""
    return (
        f'<article class="reply{" reply-own" if waiting else ""}" id="comment-{row.pk}">{notice}'
        f"<header>{avatar(row)} {_name(row)} {_badge(row, page)}{_time(row)}</header>"
        f"{_answers_to(node)}"
        f'<div dir="auto">{row.html}</div>'
        f"{'' if waiting or not page.may_reply else _answer_link(row)}</article>"
    )


def _placeholder(row: Comment) -> str:
    text = escape(_("This reply was removed."))
    return f'<article class="reply reply-gone" id="comment-{row.pk}"><p>{text}</p></article>'


def _own_notice(row: Comment) -> str:
    """What became of it; whoever sends spam is not told that it was filed as such."""
    if row.status == "rejected":
        text, state = _("Your reply was not published: only you can see it."), "rejected"
    else:
        text, state = _("Your reply is awaiting moderation: only you can see it."), "waiting"
    return f'<p class="state state-{state}">{escape(text)}</p>'


def avatar(row: Comment) -> str:
    """Initials on a colour that follows from thread and name: nothing of the address in it."""
    words = [word for word in row.name.split() if word[0].isalnum()]
    letters = "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()[:2] or "?"
    seed = hashlib.sha256(f"{row.article_id}:{row.name.casefold()}".encode()).digest()[0]
    return f'<span class="avatar tone-{seed % TONES}" aria-hidden="true">{escape(letters)}</span>'


def _name(row: Comment) -> str:
    name = f"<bdi>{escape(row.name)}</bdi>"
    if row.website:
        address = escape(row.website)
        name = f'<a href="{address}" rel="nofollow ugc noopener">{name}</a>'
    return f"<b>{name}</b>"


def _badge(row: Comment, page: Page) -> str:
    if row.user_id is None:
        return ""
    text = _("Author") if row.user_id in page.authors else _("Staff")
    return f'<span class="badge">{escape(text)}</span> '


def _time(row: Comment) -> str:
    text = escape(date_format(timezone.localtime(row.submitted_at), "j F Y, H:i"))
    machine = f"{row.submitted_at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    return f'<a href="{_address(row)}"><time datetime="{machine}">{text}</time></a>'


def _answers_to(node: Node) -> str:
    if node.answers_to is None:
        return ""
    name = f'<a href="#comment-{node.answers_to.pk}"><bdi>{escape(node.answers_to.name)}</bdi></a>'
    return f'<p class="in-reply-to">{_("in reply to %(name)s") % {"name": name}}</p>'


def _answer_link(row: Comment) -> str:
    label = escape(_("Reply to %(name)s") % {"name": row.name})
    return f'<a href="{_address(row)}reply/" aria-label="{label}">{escape(_("Reply"))}</a>'


def _address(row: Comment) -> str:
    return f"{_addresses()}{row.pk}/"


@lru_cache
def _addresses() -> str:
    """What the addresses of all replies begin with: `reverse` for each takes half the time."""
    return reverse("comments:permalink", args=[0]).removesuffix("0/")


def plain(html: str) -> str:
    """The words of a stored reply, without its markup."""
    apart = re.sub(r"<(?:/?(?:p|li|ul|ol|blockquote|pre)|br)\b[^>]*>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", apart)).split())
