"""Where replies meet an article's page: the thread and the number of replies."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django import template
from django.http import Http404, HttpRequest

from articles.addresses import absolute
from articles.json_ld import moment
from articles.models import Article
from comments import submissions, thread_html, thread_links
from comments.models import Comment, Discussion, Thread, conversations
from comments.threads import Node, build, reading_order

register = template.Library()

LISTED = 3  # replies in the structured data of a page


@register.simple_tag(takes_context=True)
def conversation(context: dict[str, Any], article: Article) -> dict[str, Any]:
    """Everything the thread of an article needs: two queries, a third for one's own replies."""
    request: HttpRequest = context["request"]
    thread = Thread.objects.of(article)
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
        "is_open": shared.may_reply,
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
    rows = []
    if thread.root_count:
        rows = conversations.read(thread.article, page, size, newest_first=newest)
    everything = list({row.pk: row for row in [*rows, *own]}.values())
    shared = thread_html.Page(
        authors=frozenset(c.user_id for c in context.get("bylines", ()) if c.user_id),
        may_reply=thread.is_open(),
        own={row.pk: row.own_token for row in own},
        rests=conversations.rests(rows, own),
        elsewhere=conversations.parents_elsewhere(everything),
    )
    visible = [*shared.own, *shared.rests]
    levels, above = thread.discussion.depth, shared.elsewhere
    nodes = build(everything, visible, depth=levels, newest_first=newest, elsewhere=above)
    return shared, nodes


@register.simple_tag
def reply_counts(articles: Iterable[Article]) -> dict[int, int]:
    """The numbers of published replies under these articles, in one query."""
    threads = Thread.objects.filter(article__in=[article.pk for article in articles])
    return dict(threads.values_list("article_id", "reply_count"))


@register.filter
def of(counts: dict[int, int], article: Article) -> int:
    return counts.get(article.pk, 0)


@register.simple_tag
def replies_json_ld(article: Article, conversation: dict[str, Any]) -> dict[str, Any]:
    """The article's replies as schema.org Comments, joined to its own block by `@id`."""
    address = absolute(article.get_absolute_url())
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": f"{address}#article",
        "commentCount": conversation["count"],
        "comment": [_comment(row) for row in conversation["first"]],
    }


def _comment(row: Comment) -> dict[str, Any]:
    edited = {"dateModified": moment(row.edited_at)} if row.edited_at else {}
    return {
        "@type": "Comment",
        "url": absolute(row.get_absolute_url()),
        "dateCreated": moment(row.submitted_at),
        **edited,
        "author": {"@type": "Person", "name": row.name},
        "text": thread_html.plain(row.html),
    }
