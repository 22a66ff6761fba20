"""Questions that only the program itself can answer, asked from bench/site.py; answers are JSON."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django

LIST_PAGE, THREAD_PAGE = 5000, 200  # deep ones, where the rows reach that far
MANY = 200  # articles, where many are asked for in turn
THREADS = 50  # on a page, with what was answered to them


def filled() -> bool:
    from articles.models import Article

    return Article.objects.exists()


def collected() -> bool:
    """Collect the static files as the start of the server does; pages name them."""
    from cms.startup import assets

    assets.collect(lambda said: None)
    return True


def pages() -> dict[str, str]:
    """The addresses to be measured, by what they are; deep pages only where they exist."""
    from articles.models import Article, Contributor
    from comments.models import Comment, Thread

    newest = Article.objects.published().newest_first().select_related("section")
    article, section = _article_with(50), newest[0].section
    longest = Thread.objects.order_by("-root_count").select_related("article")[0]
    found = {
        "front": "/",
        "article, 50 replies": article.get_absolute_url(),
        "article, no reply": _article_with(0).get_absolute_url(),
        "section": section.get_absolute_url(),
        "tag": f"/tag/{_tag()}/",
        "feed": "/feed/",
        "comment feed": "/comments/feed/",
        "list, page 2": "/page/2/",
        "author": Contributor.objects.order_by("pk")[0].get_absolute_url(),
        "sitemap": "/sitemap.xml",
        "sitemap, articles": "/sitemap-1.xml",
        "thread feed": f"{article.get_absolute_url()}feed/",
        "number of replies": f"{article.get_absolute_url()}comments/count",
        "notice form": "/notice/",
    }
    if newest.count() > 30 * LIST_PAGE // 2:
        found["list, deep"] = f"/page/{_deepest('/page/%d/')}/"
    address = longest.article.get_absolute_url()
    found["longest thread"] = address
    answers = Comment.objects.published().filter(article=article, parent__isnull=False)
    if (answer := answers.order_by("pk").first()) is not None:
        found["permalink of a reply"] = f"/comments/{answer.pk}/"
        found["answer form"] = f"/comments/{answer.pk}/reply/"
    if longest.root_count > THREADS:
        found["thread, page 2"] = f"{address}comment-page-2/"
    if longest.root_count >= THREADS * THREAD_PAGE:
        found[f"thread, page {THREAD_PAGE}"] = f"{address}comment-page-{THREAD_PAGE}/"
    return found


def articles() -> list[str]:
    """The addresses of those whose threads are nearest to fifty replies: more than are kept."""
    return [row.get_absolute_url() for row in _articles_with(50)[:MANY]]


def queries() -> dict[str, int]:
    """How many queries each page takes."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, counted = Client(SERVER_NAME="127.0.0.1"), {}
    for name, address in pages().items():
        client.get(address)  # what a process reads once in its life
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(address)
        assert answer.status_code in {200, 302}, (address, answer.status_code)
        counted[name] = len(caught)
    return counted


def replies() -> int:
    from comments.models import Comment

    return Comment.objects.count()


def open_article() -> str:
    """Where replies can be left."""
    from articles.models import Article

    return Article.objects.published().newest_first()[0].get_absolute_url()


def _article_with(replies: int) -> Any:
    """The article whose thread is nearest to so many replies, all of them on its first page."""
    return _articles_with(replies)[0]


def _articles_with(replies: int) -> Any:
    """Articles, those first whose threads are nearest to so many replies."""
    from django.db.models import F
    from django.db.models.functions import Abs, Coalesce

    from articles.models import Article

    rows = Article.objects.published().annotate(n=Coalesce("thread__reply_count", 0))
    return rows.order_by(Abs(F("n") - replies), "-pk")


def _tag() -> str:
    from articles.models import Tag

    slug: str = Tag.objects.order_by("pk").values_list("slug", flat=True)[0]
    return slug


def _deepest(form: str) -> int:
    """The deepest page up to LIST_PAGE that is there."""
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    low, high = 1, LIST_PAGE
    while low < high:
        middle = (low + high + 1) // 2
        found = client.get(form % middle).status_code == 200
        low, high = (middle, high) if found else (low, middle - 1)
    return low


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
    django.setup()
    asks = (filled, collected, pages, articles, queries, replies, open_article)
    answers = {ask.__name__: ask for ask in asks}
    print(json.dumps(answers[sys.argv[1]]()))


if __name__ == "__main__":
    main()
