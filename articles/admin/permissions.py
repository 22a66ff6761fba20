"""Who may do what with an article, beyond Django's own permissions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from articles.models import Article

PUBLISH = "articles.publish_article"


def may_publish(request: HttpRequest) -> bool:
    return request.user.has_perm(PUBLISH)


def may_touch(request: HttpRequest, article: Any) -> bool:
    """What readers can see (or will, at its time) changes only by those who may publish."""
    public = isinstance(article, Article) and article.status == Article.Status.PUBLISHED
    return may_publish(request) or not public
