from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import F, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article

from .discussion import Discussion


class ThreadManager(models.Manager["Thread"]):
    def of(self, article: Article) -> Thread:
        """The thread under an article; unsaved until somebody replies or an editor sets it."""
        thread = self.filter(article=article).first() or Thread(article=article)
        thread.article = article  # spares is_open a query
        return thread

    def with_discussion(self, article: Article) -> tuple[Thread, Discussion]:
        """The thread under an article and the site's settings, in one query."""
        own = self.filter(article=article)
        names = ("mode", "closes_at", "reply_count", "root_count")
        facts = {f"thread_{name}": Subquery(own.values(name)) for name in names}
        discussion = Discussion.objects.annotate(**facts).first()
        if discussion is None:
            return self.of(article), Discussion()
        values = {name: getattr(discussion, f"thread_{name}") for name in names}
        known = {name: value for name, value in values.items() if value is not None}
        return Thread(article=article, **known), discussion

    def add_to_counts(self, article_id: int, replies: int, roots: int) -> None:
        """Keep the numbers of replies, in the transaction that changes them."""
        self.get_or_create(article_id=article_id)
        self.filter(article_id=article_id).update(
            reply_count=F("reply_count") + replies, root_count=F("root_count") + roots
        )


class Thread(models.Model):
    """The replies under one article: whether more are taken, and how many readers see."""

    class Mode(models.TextChoices):
        SITE = "", _("as the site")
        MODERATED = "moderated", _("every reply waits for a moderator")
        CLOSED = "closed", _("closed")

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="thread"
    )
    mode = models.CharField(_("replies"), max_length=12, choices=Mode, blank=True, default="")
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    reply_count = models.PositiveIntegerField(_("published replies"), default=0, editable=False)

    # First-level replies that are or once were public: what the pages of a thread are made of.
    root_count = models.PositiveIntegerField(default=0, editable=False)

    objects = ThreadManager()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")

    def __str__(self) -> str:
        return f"{_('thread')} {self.article_id}"

    def is_open(self, discussion: Discussion) -> bool:
        """Whether a reply sent now is taken."""
        if self.mode == self.Mode.CLOSED or (self.closes_at and self.closes_at <= timezone.now()):
            return False
        if self.mode == self.Mode.MODERATED:
            return True
        published = self.article.published_at
        age_limit = discussion.close_after_days
        if age_limit and published and published + timedelta(days=age_limit) <= timezone.now():
            return False
        return discussion.is_open
