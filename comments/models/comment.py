from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments import markup, vault
from comments.moderation import Action, Submission, moderate

from .decisions import Decidable
from .signal import Signal

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class CommentQuerySet(models.QuerySet["Comment"]):
    def published(self) -> Self:
        """What readers see: approved replies under articles that are public now."""
        return self.filter(
            status=Comment.Status.PUBLISHED,
            article__status=Article.Status.PUBLISHED,
            article__published_at__lte=timezone.now(),
        )

    def waiting(self) -> Self:
        return self.filter(status=Comment.Status.WAITING)

    def roots(self) -> Self:
        """First-level replies that are or once were public: the pages of a thread count these.

        One taken back keeps its place in the count, so that pages stay what they were.
        """
        return self.filter(parent=None, published_at__isnull=False)

    def oldest_first(self) -> Self:
        return self.order_by("submitted_at", "pk")

    def forget(self, before: datetime) -> int:
        """Erase, of replies sent before then, everything that points at a person. How many."""
        return (
            self.filter(submitted_at__lt=before)
            .exclude(email_sealed=None, email_index="", client_prefix="", user_agent="")
            .update(email_sealed=None, email_index="", client_prefix="", user_agent="")
        )


class CommentManager(models.Manager["Comment"]):
    def submit(
        self,
        article: Article,
        submission: Submission,
        *,
        parent: Comment | None = None,
        user: User | None = None,
    ) -> Comment:
        """Store a reply with what the rules say of it; `own_token` is set on the result.

        The machine's decision and every signal are written in the same transaction.
        """
        verdict = moderate(submission)
        comment = _row(submission)
        comment.article, comment.user, comment.parent = article, user, parent
        if parent:
            comment.root, comment.depth = parent.root or parent, parent.depth + 1
        comment.own_token = secrets.token_urlsafe(24)
        comment.token_digest = vault.digest(comment.own_token)
        with transaction.atomic():
            comment.save()
            Signal.objects.bulk_create(
                Signal(comment=comment, code=s.code, weight=s.weight, detail=s.detail)
                for s in verdict.signals
            )
            if verdict.action is Action.PUBLISH:
                comment.approve(by=user, reason="staff")
        return comment

    def own(self, article: Article, tokens: list[str]) -> list[Comment]:
        """The replies under an article that only their author sees, known by their tokens."""
        digests = [vault.digest(token) for token in tokens]
        if not digests:
            return []
        unseen = (Comment.Status.WAITING, Comment.Status.SPAM, Comment.Status.REJECTED)
        return list(self.filter(article=article, token_digest__in=digests, status__in=unseen))


class Comment(Decidable, models.Model):
    """One reply. `body` is what was typed, `html` its rendering, `revision` counts its changes."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        PUBLISHED = "published", _("published")
        REJECTED = "rejected", _("rejected")
        SPAM = "spam", _("spam")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REMOVED = "removed", _("removed")

    # An article with replies is withdrawn, not deleted: decisions about them are kept for good.
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="answers"
    )
    root = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="descendants"
    )
    depth = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name"), max_length=100)
    website = models.CharField(_("website"), max_length=200, blank=True)
    body = models.TextField(_("reply"))
    html = models.TextField()
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.WAITING, editable=False
    )
    revision = models.PositiveIntegerField(default=1, editable=False)
    submitted_at = models.DateTimeField(_("sent"), default=timezone.now)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # What points at a person: erased together after the retention time (see `forget`).
    email_sealed = models.BinaryField(null=True, editable=False)
    email_index = models.CharField(max_length=80, blank=True, editable=False)
    client_prefix = models.CharField(max_length=64, blank=True, editable=False)
    user_agent = models.CharField(max_length=300, blank=True, editable=False)
    # What proves "the same browser": digests of random tokens, nothing personal in them.
    reader = models.CharField(max_length=64, blank=True, editable=False)
    token_digest = models.CharField(max_length=64, editable=False, db_index=True)

    objects = CommentManager.from_queryset(CommentQuerySet)()
    own_token: str = ""  # known only to the request that created the row

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        permissions = [
            ("decide_comment", "Can decide about replies"),
            ("ban_comment", "Can block repliers"),
        ]
        indexes = [
            models.Index(
                fields=["article", "submitted_at", "id"],
                condition=Q(parent=None, published_at__isnull=False),
                name="thread_roots",
            ),
            models.Index(
                fields=["root"], condition=Q(published_at__isnull=False), name="thread_branch"
            ),
            models.Index(fields=["status", "submitted_at", "id"], name="queue"),
            models.Index(fields=["status", "-published_at"], name="newest_published"),
            models.Index(fields=["client_prefix", "submitted_at"], name="rate"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.body[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("comments:permalink", args=[self.pk])

    def thread_page(self) -> int:
        """The page of the thread, counted from 1, on which this reply stands now."""
        from .discussion import Discussion

        root = self.root or self
        before = (
            Comment.objects.filter(article=self.article_id)
            .roots()
            .filter(
                Q(submitted_at__lt=root.submitted_at)
                | Q(submitted_at=root.submitted_at, pk__lt=root.pk)
            )
            .count()
        )
        return before // Discussion.objects.current().page_size + 1


def _row(submission: Submission) -> Comment:
    """What was sent as a row: the text rendered, the address sealed."""
    return Comment(
        name=submission.name,
        website=submission.website,
        body=submission.body,
        html=markup.render(submission.body),
        submitted_at=timezone.now(),
        email_sealed=vault.seal(submission.email) if submission.email else None,
        email_index=vault.index(submission.email) if submission.email else "",
        client_prefix=submission.client_prefix,
        reader=submission.reader,
        user_agent=submission.user_agent[:300],
    )
