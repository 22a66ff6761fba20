"""The number of replies under an article, for "3 new replies"."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.models import Article
from comments.models import Thread


@require_safe
def count(request: HttpRequest, year: str, month: str, slug: str) -> HttpResponse:
    """A few bytes that browsers ask for again and again; their ETag is made by the middleware."""
    rows = Article.objects.published().only("published_at", "slug")
    article = get_object_or_404(rows, slug=slug)
    address = article.get_absolute_url()
    if address != f"/{year}/{month}/{slug}/":
        return HttpResponsePermanentRedirect(f"{address}comments/count")
    counts = Thread.objects.filter(article=article).values_list("reply_count", flat=True)
    number = counts.first() or 0
    response = HttpResponse(str(number), content_type="text/plain; charset=utf-8")
    response["Cache-Tag"] = f"article:{article.pk} thread:{article.pk}"
    return response
