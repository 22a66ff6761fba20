"""The permanent address of a reply."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from comments.models import Comment


@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the reply stands now. One that is not public is as unknown as one that never was."""
    comment = get_object_or_404(Comment.objects.published().select_related("article"), pk=pk)
    address = page_address(comment.article.get_absolute_url(), comment.thread_page())
    response = HttpResponseRedirect(f"{address}#comment-{comment.pk}")
    response["Cache-Tag"] = f"thread:{comment.article_id}"
    return response


def page_address(article_address: str, page: int) -> str:
    """The address of a page of the thread; the first is the article itself."""
    return article_address if page == 1 else f"{article_address}comment-page-{page}/"
