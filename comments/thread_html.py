"""A thread as HTML, joined from its replies: a template per reply would cost milliseconds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from . import paths, reply_html
from .models.conversations import Rest
from .models.shown import Shown
from .threads import Named, Node, published_below


@dataclass(frozen=True, slots=True)
class Page:
    """What the replies of one page have in common."""

    authors: frozenset[int]  # numbers of users whose names stand in the byline
    may_reply: bool
    own: Mapping[int, str] = field(default_factory=dict)  # the reader's own: number to token
    rests: Mapping[int, Rest] = field(default_factory=dict)  # branches that go on, by their root
    elsewhere: Mapping[int, Any] = field(default_factory=dict)  # answered, but not on this page
    reading: reply_html.Reading = field(default_factory=reply_html.Reading.now)


def thread(nodes: Iterable[Node], page: Page) -> SafeString:
    """The nested list. Every typed value is escaped here; `html` was sanitised when stored."""
    return mark_safe(f'<ol class="thread">{_items(nodes, page)}</ol>')  # noqa: S308


def _items(nodes: Iterable[Node], page: Page) -> str:
    return "".join([_item(node, page) for node in nodes])


def _item(node: Node, page: Page) -> str:
    row: Any = node.row
    shown = row.status == "published" or row.pk in page.own
    inner = _reply(row, node, page) if shown else _placeholder(row)
    return f"<li>{inner}{_branch(row, node, page)}</li>"


def _branch(row: Any, node: Node, page: Page) -> str:
    """The answers below a reply, which a reader can fold away, and the way to the rest."""
    answers = f"<ol>{_items(node.children, page)}</ol>" if node.children else ""
    rest = page.rests.get(node.branch or 0)
    inner = f"{answers}{_more(rest) if rest else ''}"
    count = _answers(row, node) if inner else 0
    if not count:  # nothing to fold, or only what its own writer sees
        return inner
    return f" <details open><summary>{number(count)}</summary>{inner}</details>"


def number(count: int) -> SafeString:
    """How many replies there are, in words."""
    return _number(count, get_language())


@lru_cache(maxsize=1024)
def _number(count: int, language: str | None) -> SafeString:
    text = ngettext("%(count)d reply", "%(count)d replies", count) % {"count": count}
    return mark_safe(escape(text))  # noqa: S308


def _answers(row: Any, node: Node) -> int:
    """How many published replies a branch has, those on further pages included."""
    below = published_below(node)
    return max(below, row.answer_count) if row.root_id is None and node.branch else below


def _more(rest: Rest) -> str:
    text = ngettext("Show %(count)d more reply", "Show %(count)d more replies", rest.count)
    label = escape(text % {"count": rest.count})
    return f'<p class="more"><a href="{rest.get_absolute_url()}">{label}</a></p>'


def _reply(row: Any, node: Node, page: Page) -> str:
    role = "" if row.user_id is None else "author" if row.user_id in page.authors else "staff"
    above = _answers_to(node.answers_to, page) if node.answers_to else ""
    place = reply_html.Place(role, page.may_reply, above, page.own.get(row.pk, ""))
    return reply_html.reply(Shown.of(row), place, page.reading)


def _placeholder(row: Any) -> str:
    words = {
        "waiting": _("A moderator is looking at this reply again."),
        "withdrawn": _("Its writer has taken this reply back."),
    }
    text = escape(words.get(row.status, _("This reply was removed.")))
    return f'<article class="reply reply-gone" id="comment-{row.pk}"><p>{text}</p></article>'


def _answers_to(above: Named, page: Page) -> str:
    """Whom it answers, where its place does not show it; a removed reply keeps its name."""
    if above.status != "published":
        return f'<p class="in-reply-to">{escape(_("in reply to a removed reply"))}</p>'
    address = paths.reply(above.pk) if above.pk in page.elsewhere else f"#comment-{above.pk}"
    name = f'<a href="{address}"><bdi>{escape(above.name)}</bdi></a>'
    return f'<p class="in-reply-to">{_("in reply to %(name)s") % {"name": name}}</p>'
