from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import body as body_html
from articles import limits, paths
from articles.changes import announce
from articles.prepared import Slot
from articles.slugs import RESERVED, free_slug

from .article_link import ArticleLink
from .contributor import Contributor
from .image import Image
from .image_use import ImageUse
from .listing import Listing
from .printed_credit import PrintedCredit
from .section import Section
from .tag import Tag
from .wire_import import WireImport

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self, now: datetime | Slot | None = None) -> Self:
        """What readers may see now: time decides, no job has to run."""
        return self.filter(status=Article.Status.PUBLISHED, published_at__lte=now or timezone.now())

    def for_cards(self) -> Self:
        """Rows for a list: with their section, without the body."""
        return self.select_related("section").defer("body", "body_text")

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")


class ArticleManager(WireImport):
    """Adds nothing of its own: `import_wire` comes from WireImport, reads from the QuerySet."""


class Article(models.Model):
    """A story. Its body is canonical HTML (see articles.body) that refers to pictures by number."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    headline = models.CharField(_("headline"), max_length=200)
    standfirst = models.CharField(_("standfirst"), max_length=500, blank=True)
    slug = models.SlugField(
        _("slug"),
        max_length=100,
        unique=True,
        blank=True,
        help_text=_("The last part of the address; made from the headline when left empty."),
    )
    section = models.ForeignKey(
        Section, verbose_name=_("section"), on_delete=models.PROTECT, related_name="articles"
    )
    bylines = models.ManyToManyField(
        Contributor, verbose_name=_("bylines"), through="Byline", related_name="articles"
    )
    dateline = models.CharField(
        _("dateline"),
        max_length=80,
        blank=True,
        help_text=_("Where it was written: “Port Arden”."),
    )
    body = models.TextField(_("body"), blank=True)
    body_text = models.TextField(blank=True, editable=False)
    lead_image = models.ForeignKey(
        Image,
        verbose_name=_("lead image"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="leading",
    )
    lead_caption = models.CharField(
        _("lead caption"),
        max_length=500,
        blank=True,
        help_text=_("Only where it differs from the picture's own caption."),
    )
    tags = models.ManyToManyField(Tag, verbose_name=_("tags"), blank=True, related_name="articles")
    front_position = models.PositiveSmallIntegerField(
        _("place on the front page"),
        null=True,
        blank=True,
        help_text=_("1 is the lead story; empty: the newest stories follow by time."),
    )
    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.DRAFT, editable=False
    )
    published_at = models.DateTimeField(
        _("publication time"),
        null=True,
        blank=True,
        validators=[limits.check_moment],
        help_text=_("Empty: the moment of publishing. In the future: invisible until then."),
    )
    folded_headline = models.CharField(max_length=300, default="", editable=False, db_index=True)
    source_digest = models.CharField(max_length=64, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    modified_at = models.DateTimeField(_("last change"), default=timezone.now, editable=False)

    objects = ArticleManager.from_queryset(ArticleQuerySet)()
    image_uses: models.QuerySet[ImageUse]
    # Set while publishing: readers have not seen an older text, so nothing was changed for them.
    _first_shown: datetime | None = None

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [("publish_article", "Can publish and withdraw articles")]
        indexes = [
            models.Index(fields=["status", "-published_at", "-id"], name="article_newest"),
            models.Index(
                fields=["section", "status", "-published_at", "-id"], name="article_in_section"
            ),
            models.Index(
                fields=["status", "front_position"],
                condition=models.Q(front_position__isnull=False),
                name="article_on_front",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the article in canonical form, with its references queryable beside it."""
        self.body = body_html.canonical(self.body)
        self.body_text = body_html.plain_text(self.body)
        self.folded_headline = body_html.fold_headline(self.headline)
        if not self.slug or self.slug in RESERVED:
            self.slug = free_slug(Article, self.headline, "article")
        now = timezone.now()
        self.modified_at = min(now, self._first_shown or now)
        with transaction.atomic():
            ArticleLink.objects.lock(self)
            super().save(*args, **kwargs)
            ImageUse.objects.rebuild(self)
            PrintedCredit.objects.release(self)
            if self.status == self.Status.PUBLISHED:
                PrintedCredit.objects.note(self.image_uses.all())
            ArticleLink.objects.rebuild(self)
            ArticleLink.objects.resolve(self)
            Listing.objects.keep(self)
            self.announce()

    def get_absolute_url(self) -> str:
        """The address under the month of publication, in the newsroom's time zone."""
        moment = timezone.localtime(self.published_at or self.created_at)
        return paths.article(moment, self.slug)

    @property
    def is_published(self) -> bool:
        """Whether readers may see it from `published_at` on."""
        return self.status == self.Status.PUBLISHED and self.published_at is not None

    @property
    def is_visible(self) -> bool:
        """Whether readers may see it now."""
        return (
            self.status == self.Status.PUBLISHED
            and self.published_at is not None
            and self.published_at <= timezone.now()
        )

    @property
    def is_scheduled(self) -> bool:
        return self.status == self.Status.PUBLISHED and not self.is_visible

    @property
    def was_changed(self) -> bool:
        """Whether it was changed so long after publication that readers should know."""
        published = self.published_at
        return published is not None and self.modified_at - published > timedelta(minutes=10)

    def placed_image_ids(self) -> set[int]:
        """The pictures a reader would see: the lead and those between the paragraphs."""
        lead = {self.lead_image_id} if self.lead_image_id else set()
        return lead | {figure.image for figure in body_html.figures(self.body)}

    def problems(self) -> list[str]:
        """What stands against publishing, as sentences; empty when nothing does."""
        if problems := limits.source_problems(self.body):
            return problems
        self.body = body_html.canonical(self.body)  # as save() will store it: figures are found
        if not self.headline.strip():
            problems.append(str(_("The headline is missing.")))
        if not body_html.plain_text(self.body):
            problems.append(str(_("The body is empty.")))
        problems += limits.reference_problems(self.body) + self._moment_problems()
        return [*problems, *self._picture_problems()]

    def _moment_problems(self) -> list[str]:
        try:
            if self.published_at:
                limits.check_moment(self.published_at)
        except ValidationError as refusal:
            return refusal.messages
        return []

    def _picture_problems(self) -> list[str]:
        """One sentence for each reason why a placed picture may not be printed."""
        placed = self.placed_image_ids()
        images = list(Image.objects.with_credit().filter(pk__in=placed))
        gone = len(placed) - len(images)
        problems = [str(_("A picture in the text does not exist any more."))] if gone else []
        now = timezone.now()
        moment = max(now, self.published_at or now)
        for image in images:
            problems.extend(
                str(_("The picture “%(image)s” cannot be printed: %(problem)s."))
                % {"image": image, "problem": problem.rstrip(".")}
                for problem in image.problems(article=self, at=moment)
            )
        return problems

    def publish(self, *, by: User | None = None) -> None:
        """Make the article public, from `published_at` on (now, when that is empty).

        Raises ValidationError with a sentence for each thing that stands against it.
        """
        if problems := self.problems():
            raise ValidationError(problems)
        self.published_at = self.published_at or timezone.now()
        if self.status != self.Status.PUBLISHED:
            self._first_shown = self.published_at
        self.status = self.Status.PUBLISHED
        self.created_by = self.created_by or by
        self.save()
        self._first_shown = None

    def withdraw(self) -> None:
        """Take the article off the site; it is a draft again under the same address."""
        self.status = self.Status.DRAFT
        self.save()

    def announce(self) -> None:
        """Name the pages that show this article: its own, and every list."""
        announce(f"article:{self.pk}", "lists")
