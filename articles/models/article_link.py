from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from articles import body
from articles.changes import announce
from articles.prepared import Prepared, Slot

if TYPE_CHECKING:
    from .article import Article


@Prepared
def _of() -> QuerySet[ArticleLink]:
    links = ArticleLink.objects.filter(source=Slot("source", models.BigIntegerField()))
    return links.select_related("target").defer("target__body", "target__body_text")


class ArticleLinkManager(models.Manager["ArticleLink"]):
    def of(self, article: Article) -> list[ArticleLink]:
        """The insets of an article with their targets; no query for a body without any."""
        return _of(source=article.pk) if body.insets(article.body) else []

    def lock(self, article: Article) -> None:
        """Take every row that saving this article will touch, in the order all savers take them.

        Two articles that name each other, saved at once, would wait for each other for ever.
        """
        if not connection.features.has_select_for_update:  # SQLite: one writer at a time
            return
        waiting = models.Q(target=None, folded=body.fold_headline(article.headline))
        own = models.Q(source=article) if article.pk else models.Q()
        rows = self.filter(own | waiting).order_by("pk").select_for_update(no_key=True)
        list(rows.values_list("pk"))

    def rebuild(self, article: Article) -> None:
        """Write down the READ MORE insets of an article, resolved where their target exists."""
        from .article import Article

        insets = body.insets(article.body)
        known = set(
            Article.objects.filter(pk__in=[i.article for i in insets if i.article]).values_list(
                "pk", flat=True
            )
        )
        self.filter(source=article).delete()
        links = [
            ArticleLink(
                source=article,
                target_id=inset.article if inset.article in known else None,
                headline=inset.headline[:300],
                folded=body.fold_headline(inset.headline),
                position=position,
            )
            for position, inset in enumerate(insets)
        ]
        self._find_targets([link for link in links if not link.target_id and link.folded])
        self.bulk_create(links)

    def resolve(self, article: Article) -> None:
        """Point insets that waited for this headline at the article."""
        folded = body.fold_headline(article.headline)
        waiting = self.filter(target=None, folded=folded).exclude(source=article)
        sources = list(waiting.values_list("source_id", flat=True).distinct())
        if sources:
            waiting.update(target=article)
            announce(*(f"article:{source}" for source in sources))

    def _find_targets(self, links: list[ArticleLink]) -> None:
        """Look the headlines up in one query; the newest article of a name is meant."""
        from .article import Article

        if not links:
            return
        named = Article.objects.filter(folded_headline__in={link.folded for link in links})
        by_headline = {target.folded_headline: target.pk for target in named.order_by("pk")}
        for link in links:
            target = by_headline.get(link.folded)
            link.target_id = target if target != link.source_id else None


class ArticleLink(models.Model):
    """A READ MORE inset: which article it stands in and, once that exists, where it leads."""

    source = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="links_out"
    )
    target = models.ForeignKey(
        "articles.Article",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="links_in",
    )
    headline = models.CharField(_("headline"), max_length=300)
    folded = models.CharField(max_length=300, db_index=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0)

    objects = ArticleLinkManager()

    class Meta:
        ordering = ["source", "position"]
        verbose_name = _("READ MORE inset")
        verbose_name_plural = _("READ MORE insets")

    def __str__(self) -> str:
        return self.headline
