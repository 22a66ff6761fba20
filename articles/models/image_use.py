from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles import body

from .image import Image

if TYPE_CHECKING:
    from .article import Article


class ImageUseManager(models.Manager["ImageUse"]):
    def rebuild(self, article: Article) -> None:
        """Write down which pictures an article places, from its lead and its body.

        A place that stays keeps what was printed there.
        """
        placed = [(article.lead_image_id, ImageUse.Role.LEAD)] if article.lead_image_id else []
        placed += [(figure.image, ImageUse.Role.BODY) for figure in body.figures(article.body)]
        exist = set(
            Image.objects.filter(pk__in=[pk for pk, _role in placed]).values_list("pk", flat=True)
        )
        rows = list(self.filter(article=article).exclude(role=ImageUse.Role.WANTED))
        self.filter(article=article, role=ImageUse.Role.WANTED, image__in=exist).delete()
        kept, new = [], []
        for position, (pk, role) in enumerate(placed):
            if pk not in exist:
                continue
            row = next((row for row in rows if (row.image_id, row.role) == (pk, role)), None)
            if row is None:
                new.append(ImageUse(article=article, image_id=pk, role=role, position=position))
            else:
                rows.remove(row)
                row.position = position
                kept.append(row)
        self.filter(pk__in=[row.pk for row in rows]).delete()
        self.bulk_update(kept, ["position"])
        self.bulk_create(new)

    def want(self, article: Article, image: Image | None) -> None:
        """Note the picture that wire copy names and nobody has placed yet; None clears it."""
        wanted = self.filter(article=article, role=ImageUse.Role.WANTED)
        wanted.exclude(image=image).delete()
        if image and not self.filter(article=article, image=image).exists():
            self.create(article=article, image=image, role=ImageUse.Role.WANTED)


class ImageUse(models.Model):
    """Where a picture stands. Derived from the article on save; a used picture is protected."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead image")
        BODY = "body", _("in the text")
        WANTED = "wanted", _("wanted, not placed")

    image = models.ForeignKey(Image, on_delete=models.PROTECT, related_name="uses")
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="image_uses"
    )
    role = models.CharField(_("role"), max_length=8, choices=Role)
    position = models.PositiveSmallIntegerField(default=0)
    credit_snapshot = models.CharField(
        _("credit as printed"), max_length=1000, blank=True, editable=False
    )
    printed_at = models.DateTimeField(_("printed from"), null=True, blank=True, editable=False)

    objects = ImageUseManager()

    class Meta:
        ordering = ["article", "position"]
        verbose_name = _("image use")
        verbose_name_plural = _("image uses")

    def __str__(self) -> str:
        return f"{self.image_id} {self.get_role_display()} {self.article_id}"
