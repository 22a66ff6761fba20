from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import image_terms
from .image import Image
from .image_use import ImageUse

if TYPE_CHECKING:
    from .article import Article

LONGEST = 1000  # characters


class PrintedCreditManager(models.Manager["PrintedCredit"]):
    def note(self, uses: QuerySet[ImageUse]) -> None:
        """Write down what these places print from now on, where that is something new.

        Only public and scheduled articles print anything.
        """
        placed = uses.exclude(role=ImageUse.Role.WANTED).filter(article__status="published")
        rows = placed.select_related("article", "image__provider", "image__distributor")
        rows = rows.defer("article__body", "article__body_text", "image__embedded")
        now = timezone.now()
        with transaction.atomic():
            # One that is noted goes last: a picture may stand in an article twice.
            by_pair = {
                (use.image_id, use.article_id): use
                for use in rows.order_by(F("printed_at").asc(nulls_first=True), "pk")
            }
            for use in by_pair.values():
                self._note(use, now)
                _mark(use.image, use.article, now)

    def release(self, article: Article) -> None:
        """Pictures that this article was to print, and does not: nobody has seen them in it."""
        placed = article.placed_image_ids() if article.status == "published" else set()
        waiting = Image.objects.filter(printed_in=article, first_printed_at__gt=timezone.now())
        waiting.exclude(pk__in=placed).update(
            printed_in=None, first_printed_at=None, shown_until=models.F("valid_until")
        )
        coming = {"article": article, "printed_at__gt": timezone.now()}
        self.filter(**coming).exclude(image__in=placed).delete()
        if not placed:
            ImageUse.objects.filter(**coming).update(credit_snapshot="", printed_at=None)

    def _note(self, use: ImageUse, now: datetime) -> None:
        moment = max(now, use.article.published_at or now)
        is_shown = not use.image.problems(article=use.article, at=moment)
        credit = use.image.credit[:LONGEST] if is_shown else ""
        has_time = use.printed_at == moment or (use.printed_at or now) <= now
        if use.credit_snapshot != credit or not has_time:
            self.filter(image=use.image, article=use.article, printed_at__gt=now).delete()
            self.create(image=use.image, article=use.article, credit=credit, printed_at=moment)
            use.credit_snapshot, use.printed_at = credit, moment
        values = {"credit_snapshot": use.credit_snapshot, "printed_at": use.printed_at}
        places = ImageUse.objects.filter(image=use.image, article=use.article)
        places.exclude(**values).update(**values)


class PrintedCredit(models.Model):
    """What stood under a picture in an article, from a moment on; "" once it stood there no more.

    Rows are added, never changed.
    """

    image = models.ForeignKey(
        "articles.Image", on_delete=models.CASCADE, related_name="printed_credits"
    )
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="printed_credits"
    )
    credit = models.CharField(_("credit as printed"), max_length=LONGEST, blank=True)
    printed_at = models.DateTimeField(_("from"))

    objects = PrintedCreditManager()

    class Meta:
        ordering = ["printed_at", "pk"]
        verbose_name = _("printed credit")
        verbose_name_plural = _("printed credits")

    def __str__(self) -> str:
        return self.credit


def _mark(image: Image, article: Article, now: datetime) -> None:
    """Keep when a picture was first printed, and where: two of its terms count from there."""
    moment = article.published_at or now
    if image.problems(article=article, at=max(moment, now)):
        return
    first = image.first_printed_at
    is_other = image.printed_in_id not in (None, article.pk)
    if first is not None and (first <= now or (is_other and first <= moment)):
        return
    image.first_printed_at, image.printed_in = moment, article
    Image.objects.filter(pk=image.pk).update(
        first_printed_at=moment, printed_in=article, shown_until=image_terms.shown_until(image)
    )
