"""The sitemap (sitemaps.org, protocol 0.9): every public article, section and author.

One file while the paper is small; then an index of files of a thousand articles by their numbers.
A file's content changes with its own articles alone, so a robot fetches the last one again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from .addresses import absolute
from .models import Article, Contributor, Section

PART = 1000  # numbers of articles in a file
TAGS = "site lists"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
Entry = tuple[str, str]  # a path, and the day of its last change or ""


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Everything, or the index of the files."""
    newest = _newest()
    if newest < PART:
        return _answer("urlset", "url", [*_articles(0, PART), *_lists()])
    files = ((f"/sitemap-{number}.xml", "") for number in range(newest // PART + 2))
    return _answer("sitemapindex", "sitemap", files)


@require_safe
def part(request: HttpRequest, part: int) -> HttpResponse:
    """File 0 names the lists, file 1 the first articles."""
    if part == 0:
        return _answer("urlset", "url", _lists())
    if part > _newest() // PART + 1:
        raise Http404
    return _answer("urlset", "url", _articles((part - 1) * PART, part * PART))


def _newest() -> int:
    return Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _articles(first: int, end: int) -> Iterator[Entry]:
    """The public ones among those with these numbers.

    Told apart here: asked for, they would tempt SQLite to go through all of the paper's.
    """
    rows = Article.objects.filter(pk__gte=first, pk__lt=end).order_by("-pk")
    rows = rows.only("slug", "status", "published_at", "modified_at")
    for article in rows.iterator(chunk_size=100):  # a thousand at once take room
        if article.is_visible:
            day = timezone.localtime(article.modified_at).date().isoformat()
            yield article.get_absolute_url(), day


def _lists() -> Iterator[Entry]:
    named: list[Section | Contributor] = [*Section.objects.all(), *Contributor.objects.all()]
    for page in named:
        yield page.get_absolute_url(), ""


def _answer(kind: str, name: str, entries: Iterable[Entry]) -> HttpResponse:
    site = escape(absolute(""))
    lines = [
        f"<{name}><loc>{site}{escape(path)}</loc>{day and f'<lastmod>{day}</lastmod>'}</{name}>\n"
        for path, day in entries
    ]
    text = f'{HEAD}\n<{kind} xmlns="{SCHEMA}">\n{"".join(lines)}</{kind}>\n'
    response = HttpResponse(text, "application/xml")
    response["X-Robots-Tag"] = "noindex"  # the list itself is nothing to find
    response["Cache-Tag"] = TAGS
    return response
