"""The permanent address of a reply."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from comments import tags
from comments.models import Comment, conversations


@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the reply stands now. One that is not public is as unknown as one that never was."""
    rows = Comment.objects.published().select_related("article", "root")
    comment = get_object_or_404(rows, pk=pk)
    response = HttpResponseRedirect(place(comment))
    response["Cache-Tag"] = tags.of_thread(comment.article_id)
    return response


def place(comment: Comment, query: str = "") -> str:
    """The page on which a reply stands, in the usual order, and its element there."""
    if start := conversations.start_of(comment):
        address = conversations.branch_address(comment.root_id or comment.pk, start)
    else:
        page = conversations.page_of(comment)
        address = conversations.page_address(comment.article.get_absolute_url(), page)
    if query:
        address = f"{address}{'&' if '?' in address else '?'}{query}"
    return f"{address}#comment-{comment.pk}"
