"""Who may do what with an article, beyond Django's own permissions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from articles.models import Article, Image, ImageUse

PUBLISH = "articles.publish_article"


def may_publish(request: HttpRequest) -> bool:
    return request.user.has_perm(PUBLISH)


def may_touch(request: HttpRequest, article: Any) -> bool:
    """What readers can see (or will, at its time) changes only by those who may publish."""
    public = isinstance(article, Article) and article.status == Article.Status.PUBLISHED
    return may_publish(request) or not public


def may_touch_image(request: HttpRequest, image: Any) -> bool:
    """The same for a picture that such an article shows; one only wanted is seen by nobody."""
    if may_publish(request) or not isinstance(image, Image):
        return True
    shown = image.uses.exclude(role=ImageUse.Role.WANTED)
    return not shown.filter(article__status=Article.Status.PUBLISHED).exists()
