"""What stands on an article's page, read with questions that are written once."""

from __future__ import annotations

from django.db.models import BigIntegerField, QuerySet, SlugField

from articles.prepared import Found, Prepared, Slot

from .article import Article
from .contributor import Contributor
from .section import Section
from .tag import Tag

_pk = BigIntegerField()


def article(slug: str) -> Found[Article]:
    """The article of that name with its section, if any; who may see it is not asked here."""
    return _article.found(slug=slug)


def bylines(article: Article) -> Found[Contributor]:
    return _bylines.found(article=article.pk)


def tags(article: Article) -> Found[Tag]:
    return _tags.found(article=article.pk)


def sections() -> list[Section]:
    """All of them, in the masthead's order."""
    return _sections()


def section_names() -> list[tuple[str, str]]:
    """Name and slug of each, which is all that the masthead needs."""
    return _section_names()


@Prepared
def _article() -> QuerySet[Article]:
    return Article.objects.select_related("section").filter(slug=Slot("slug", SlugField()))


@Prepared
def _bylines() -> QuerySet[Contributor]:
    written = Contributor.objects.filter(byline__article=Slot("article", _pk))
    return written.order_by("byline__position", "byline__pk")


@Prepared
def _tags() -> QuerySet[Tag]:
    return Tag.objects.filter(articles=Slot("article", _pk))


@Prepared
def _sections() -> QuerySet[Section]:
    return Section.objects.all()


@Prepared
def _section_names() -> QuerySet[Section, tuple[str, str]]:
    return Section.objects.values_list("name", "slug")
