"""Where replies meet an article's page: the thread and the number of replies."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
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
from comments import paths, reply_html, submissions, thread_html, thread_links
from comments.models import Comment, Discussion, Thread, conversations
from comments.models.shown import Shown
from comments.threads import Node, build, reading_order

register = template.Library()

LISTED = 3  # replies in the structured data of a page


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
    shared, nodes = _trees(context, thread, own, page, order)
    address = article.get_absolute_url()
    orders = thread_links.order_links(address, order, discussion)
    published = (row for row in reading_order(nodes) if row.status == "published")
    return {
        "count": thread.reply_count,
        "title": thread_html.number(thread.reply_count),
        "is_open": shared.may_reply,
        "prompt": thread.prompt,
        "body_length": discussion.body_length,
        "html": thread_html.thread(nodes, shared) if nodes else "",
        "pages": thread_links.page_links(address, page, pages, order, discussion),
        "orders": orders if pages > 1 or len(nodes) > 1 else [],
        "first": list(islice(published, LISTED)),
        "own": own,
        "received": request.GET.get("received") == "1" and not tokens,
    }


def _trees(
    context: dict[str, Any], thread: Thread, own: list[Comment], page: int, order: str
) -> tuple[thread_html.Page, list[Node]]:
    """The replies of one page, each in its place, and what they have in common."""
    newest, size = order == Discussion.Order.NEWEST, thread.discussion.page_size
    rows: list[Shown] = []
    if thread.root_count:
        rows = conversations.read(thread.article, page, size, newest_first=newest)
    mine = [Shown.of(row) for row in own]
    everything = list({row.pk: row for row in [*rows, *mine]}.values())
    shared = thread_html.Page(
        authors=frozenset(c.user_id for c in context.get("bylines", ()) if c.user_id),
        may_reply=thread.is_open(),
        own={row.pk: row.own_token for row in own},
        rests=conversations.rests(rows, mine),
        elsewhere=conversations.parents_elsewhere(everything),
    )
    visible = [*shared.own, *shared.rests]
    levels, above = thread.discussion.depth, shared.elsewhere
    nodes = build(everything, visible, depth=levels, newest_first=newest, elsewhere=above)
    return shared, nodes


@register.simple_tag
def reply_counts(cards: Iterable[Card]) -> dict[int, int]:
    """The numbers of published replies under the articles of these cards, in one query."""
    return Thread.objects.reply_counts([card.article.pk for card in cards])


@register.filter
def of(counts: dict[int, int], article: Article) -> int:
    return counts.get(article.pk, 0)


@register.simple_tag
def replies_json_ld(article: Article, conversation: dict[str, Any]) -> SafeString:
    """The article's replies as schema.org Comments, joined to its own block by `@id`."""
    address, first = absolute(article.get_absolute_url()), tuple(conversation["first"])
    return _json_ld(address, conversation["count"], first, get_current_timezone_name())


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
