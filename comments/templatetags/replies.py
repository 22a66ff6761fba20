"""Where replies meet an article's page: the thread, the form, the number of replies."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import ceil
from typing import Any

from crispy_forms.utils import render_crispy_form
from django import template
from django.conf import settings
from django.http import Http404, HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles.addresses import absolute
from articles.json_ld import moment
from articles.models import Article
from comments import submissions, thread_html
from comments.forms import ReplyForm
from comments.models import Comment, Thread, conversations
from comments.threads import build

register = template.Library()

LISTED = 10  # replies in the structured data of a page


@register.simple_tag(takes_context=True)
def conversation(context: dict[str, Any], article: Article) -> dict[str, Any]:
    """Everything the thread of an article needs: two queries, a third for one's own replies."""
    request: HttpRequest = context["request"]
    thread, discussion = Thread.objects.with_discussion(article)
    page = context.get("thread_page", 1)
    pages = max(1, ceil(thread.root_count / discussion.page_size))
    if page > pages:
        raise Http404
    rows = conversations.read(article, page, discussion.page_size) if thread.root_count else []
    tokens = submissions.own_tokens(request)
    own = Comment.objects.own(article, tokens)
    is_open = thread.is_open(discussion)
    authors = frozenset(c.user_id for c in context.get("bylines", ()) if c.user_id)
    shared = thread_html.Page(authors, is_open, frozenset(row.pk for row in own))
    once_each = {row.pk: row for row in [*rows, *own]}  # one's own may have been public before
    nodes = build(once_each.values(), shared.own)
    return {
        "count": thread.reply_count,
        "is_open": is_open,
        "html": thread_html.thread(nodes, shared) if nodes else "",
        "page": page,
        "pages": range(1, pages + 1),
        "rows": [row for row in rows if row.status == "published"],
        "own": own,
        "received": "received" in request.GET and not tokens,
    }


@register.simple_tag(takes_context=True)
def reply_form(context: dict[str, Any], article: Article) -> SafeString:
    """The form: live when it carries errors or a login, else the same bytes for everybody."""
    request: HttpRequest = context["request"]
    action = reverse("comments:submit", args=article.get_absolute_url().split("/")[1:4])
    form: ReplyForm | None = context.get("reply_form")
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    parent: Comment | None = context.get("parent")
    if form is None and not has_session and parent is None:
        return SafeString(_blank_form(get_language()).replace(ACTION, action))
    form = form or ReplyForm(
        action=action,
        is_staff=submissions.staff(request) is not None,
        initial={"parent": parent.pk if parent else None},
    )
    token = _token_field(request) if has_session else ""
    return SafeString(render_crispy_form(form, context={"csrf_field": token}))


def _token_field(request: HttpRequest) -> SafeString:
    """Only for who has a session: asking for the token sets a cookie."""
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)
    )


ACTION = "/0000/00/article/comments/"


@lru_cache(maxsize=32)
def _blank_form(language: str | None) -> SafeString:
    """Rendered once in each language: crispy forms cost milliseconds."""
    return SafeString(render_crispy_form(ReplyForm(action=ACTION), context={"csrf_field": ""}))


@register.simple_tag
def answered(form: ReplyForm | None) -> Comment | None:
    """The reply that a refused form answers, when it is public."""
    number = (form.data.get("parent") or "") if form else ""
    if not number.isdecimal() or len(number) > 15:
        return None
    return Comment.objects.published().filter(pk=int(number)).first()


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
        "comment": [
            {
                "@type": "Comment",
                "url": absolute(row.get_absolute_url()),
                "dateCreated": moment(row.submitted_at),
                "author": {"@type": "Person", "name": row.name},
                "text": thread_html.plain(row.html),
            }
            for row in conversation["rows"][:LISTED]
        ],
    }
