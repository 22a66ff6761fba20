from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from .shelf import Shelf, month_of

if TYPE_CHECKING:
    from .article import Article

ALL = "all"
# What stands in which list: its name, and where in the database that is written.
SOURCES = (
    ("'all'", ""),
    ("'section:' || a.section_id", ""),
    ("'tag:' || t.tag_id", "JOIN articles_article_tags t ON t.article_id = a.id"),
    ("'author:' || b.contributor_id", "JOIN articles_byline b ON b.article_id = a.id"),
)


class ListingManager(models.Manager["Listing"]):
    def keep(self, article: Article) -> None:
        """Let the lists show this article, or not, as its row is now.

        The row has to be locked: two savers would add the same place twice.
        """
        moment = article.published_at
        after = dict.fromkeys(names(article), moment) if article.is_published and moment else {}
        self._replace(article, after)

    def leave(self, article: Article) -> None:
        """An article is about to be deleted."""
        self._replace(article, {})

    def _replace(self, article: Article, after: dict[str, datetime]) -> None:
        rows = self.filter(article=article)
        before = dict(rows.values_list("list", "published_at"))
        if before == after:
            return
        moves = Counter((name, month_of(at)) for name, at in after.items())
        moves.subtract((name, month_of(at)) for name, at in before.items())
        rows.delete()
        self.bulk_create(
            Listing(article=article, list=n, published_at=at) for n, at in after.items()
        )
        Shelf.objects.move(moves)

    def keep_as_stored(self, article_ids: Iterable[int]) -> None:
        """The same for articles of which something else has changed than their rows."""
        from .article import Article

        with transaction.atomic():
            rows = Article.objects.select_for_update(no_key=True).order_by("pk")
            for row in rows.filter(pk__in=article_ids).only("status", "published_at", "section"):
                self.keep(row)

    def drop(self, name: str) -> None:
        """Forget the list of something that is gone."""
        self.filter(list=name).delete()
        Shelf.objects.filter(list=name).delete()

    def fill(self) -> None:
        """Make the rows of all articles anew, as quickly as the database can."""
        with transaction.atomic():
            self.all().delete()
            with connection.cursor() as cursor:
                for name, joined in SOURCES:
                    cursor.execute(
                        "INSERT INTO articles_listing (list, article_id, published_at)"  # noqa: S608 - ours
                        f" SELECT {name}, a.id, a.published_at FROM articles_article a {joined}"
                        " WHERE a.status = 'published' AND a.published_at IS NOT NULL"
                    )
            Shelf.objects.count_anew(self.all())


def names(article: Article) -> list[str]:
    """The lists that a published article stands in."""
    tags = article.tags.order_by().values_list("pk", flat=True)
    authors = article.bylines.order_by().values_list("pk", flat=True)
    by_tag, by_author = (f"tag:{n}" for n in tags), (f"author:{n}" for n in authors)
    return [ALL, f"section:{article.section_id}", *by_tag, *by_author]


class Listing(models.Model):
    """A published article in a list, beside the time by which the list is ordered.

    Of a tag's ten thousand articles a database would have to read all to find the newest twenty.
    Scheduled articles are there as well: whoever reads leaves out what is not public yet.
    """

    list = models.CharField(max_length=30)  # "all", "section:3", "tag:12", "author:7"
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    published_at = models.DateTimeField()

    objects = ListingManager()

    class Meta:
        verbose_name = _("place in a list")
        verbose_name_plural = _("places in lists")
        default_permissions = ()
        indexes = [
            models.Index(fields=["list", "-published_at", "-article"], name="listed_in_order"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "list"], name="listed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} in {self.list}"
