"""Where replies meet an article's page: the thread and the number of replies."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.http import Http404, HttpRequest
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name

from articles import page_life
from articles.addresses import absolute
from articles.json_ld import moment
from articles.models import Article
from articles.templatetags.newsroom import data_block
from articles.views.lists import Card
from comments import paths, reply_html, submissions, thread_html, thread_links, thread_page
from comments.models import Comment, Discussion, Thread, conversations
from comments.models.shown import Shown
from comments.reply_html import Reading

register = template.Library()


@register.simple_tag(takes_context=True)
def conversation(context: dict[str, Any], article: Article) -> dict[str, Any]:
    """Everything the thread of an article needs: two queries, a third for one's own replies."""
    request: HttpRequest = context["request"]
    thread = Thread.objects.of(article)
    page_life.end_at(request, thread.closing())
    discussion = thread.discussion
    page, pages = context.get("thread_page", 1), thread_links.last_page(thread)
    if page > pages:
        raise Http404
    order = thread_links.asked_order(request.GET.get("order", ""), discussion)
    tokens = submissions.own_tokens(request)
    own = Comment.objects.own(article, tokens)
    is_open = thread.is_open()
    drawn = _drawn(context, thread, own, page, order, may_reply=is_open)
    address = context["story"].address
    orders = thread_links.order_links(address, order, discussion)
    return {
        "address": address,
        "count": thread.reply_count,
        "title": thread_html.number(thread.reply_count),
        "is_open": is_open,
        "prompt": thread.prompt,
        "body_length": discussion.body_length,
        "html": drawn.html,
        "pages": thread_links.page_links(address, page, pages, order, discussion),
        "orders": orders if pages > 1 or drawn.roots > 1 else [],
        "first": drawn.first,
        "own": own,
        "received": request.GET.get("received") == "1" and not tokens,
    }


def _drawn(
    context: dict[str, Any],
    thread: Thread,
    own: list[Comment],
    page: int,
    order: str,
    *,
    may_reply: bool,
) -> thread_page.Drawn:
    """The replies of one page, each in its place; everybody else sees none of one's own."""
    newest, discussion = order == Discussion.Order.NEWEST, thread.discussion
    rows = conversations.Rows()
    if thread.root_count:
        rows = conversations.read(thread.article, page, discussion.page_size, newest_first=newest)
    mine = {Shown.of(row): row.own_token for row in own}
    terms = thread_page.Terms(
        may_reply=may_reply,
        depth=discussion.depth,
        newest_first=newest,
        elsewhere=tuple(conversations.parents_elsewhere([*rows.raw, *mine]).values()),
        reading=Reading.now(),
    )
    bylines = context["story"].bylines
    if mine:
        return thread_page.draw(rows, bylines, terms, mine)
    return thread_page.for_everybody(rows, bylines, terms)


@register.simple_tag
def reply_counts(cards: Iterable[Card]) -> dict[int, int]:
    """The numbers of published replies under the articles of these cards, in one query."""
    return Thread.objects.reply_counts([card.article.pk for card in cards])


@register.filter
def of(counts: dict[int, int], article: Article) -> int:
    return counts.get(article.pk, 0)


@register.simple_tag
def replies_json_ld(talk: dict[str, Any]) -> SafeString:
    """The article's replies as schema.org Comments, joined to its own block by `@id`."""
    address, zone = absolute(talk["address"]), get_current_timezone_name()
    return _json_ld(address, talk["count"], talk["first"], zone)


@lru_cache(maxsize=256)
def _json_ld(address: str, count: int, first: tuple[Shown, ...], zone: str) -> SafeString:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": f"{address}#article",
        "commentCount": count,
        "comment": [_comment(row) for row in first],
    }
    return data_block(data)


def _comment(row: Shown) -> dict[str, Any]:
    edited = {"dateModified": moment(row.edited_at)} if row.edited_at else {}
    return {
        "@type": "Comment",
        "url": absolute(paths.reply(row.pk)),
        "dateCreated": moment(row.submitted_at),
        **edited,
        "author": {"@type": "Person", "name": row.name},
        "text": reply_html.plain(row.html),
    }
