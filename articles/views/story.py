"""What an article's page says of the article itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from articles import json_ld
from articles.models import Article, ArticleLink, Picture, Rendition, page
from articles.prepared import Found

from .body import fill


class Story:
    """Reads what there is to say, and puts it into words when a page asks for them.

    `said` is all of it in plain values: equal ones make equal words, so that a page can keep them.
    """

    def __init__(self, found: Found[Article]) -> None:
        self.article = article = found[0]
        self.address = article.get_absolute_url()
        self.placed = article.placed_image_ids()
        pictures = Rendition.objects.pictures(self.placed)
        self.pictures = {
            pk: one for pk, one in pictures.items() if one.image.may_stand_in(article.pk)
        }
        self.until: datetime | None = min(pictures.changes.values(), default=None)
        self.links = ArticleLink.objects.of(article)
        self.bylines, self.tags = page.bylines(article), page.tags(article)
        rows = (found.raw, self.bylines.raw, self.tags.raw, pictures.raw)
        shown = (article.is_visible, *self.pictures)
        self.said = (*rows, shown, *map(_leads_to, self.links))

    @property
    def lead(self) -> Picture | None:
        return self.pictures.get(self.article.lead_image_id or 0)

    @cached_property
    def body(self) -> SafeString:
        return fill(self.article, self.pictures, self.links)

    @cached_property
    def json_ld(self) -> dict[str, Any]:
        pictures = list(self.pictures.values())
        return json_ld.article(self.article, self.bylines, self.tags, pictures, self.lead)


def _leads_to(link: ArticleLink) -> tuple[Any, ...]:
    """What a READ MORE inset says, as far as its target may be seen now."""
    target = link.target
    seen = (target.headline, target.get_absolute_url()) if target and target.is_visible else ()
    return (link.target_id, link.folded, seen)
