from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from articles.body import fold_headline

from .image import Image
from .image_use import ImageUse
from .section import Section

if TYPE_CHECKING:
    from articles.wire import WireArticle

    from .article import Article


class AlreadyPublished(Exception):
    """Changed copy for an article that readers know: an editor must ask for the update."""


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class WireImport(models.Manager["Article"]):
    """Storing wire copy; the base of the manager of Article."""

    def import_wire(
        self, wire: WireArticle, *, moment: datetime | None = None, update: bool = False
    ) -> tuple[Article, Outcome]:
        """Store an article from the wire, all of it or nothing.

        Section and headline are its identity. `moment` decides the address of a new article.
        Raises AlreadyPublished when the text changed, the article is public and not `update`.
        """
        with transaction.atomic():
            article = self.filter(
                section__name__iexact=wire.section,
                folded_headline=fold_headline(wire.headline),
            ).first()
            if article and article.source_digest == wire.digest:
                return article, Outcome.UNCHANGED
            if article and article.status == article.Status.PUBLISHED and not update:
                raise AlreadyPublished
            outcome = Outcome.UPDATED if article else Outcome.CREATED
            article = article or self.model(
                section=_section(wire.section), headline=wire.headline, published_at=moment
            )
            article.standfirst = wire.standfirst
            article.body = wire.body
            article.source_digest = wire.digest
            article.save()
            picture = wire.picture and Image.objects.wanted_by(article, wire.picture)
            ImageUse.objects.want(article, picture or None)
            return article, outcome


def _section(name: str) -> Any:
    return Section.objects.filter(name__iexact=name).first() or Section.objects.create(name=name)
