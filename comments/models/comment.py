from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments import paths, vault
from comments.moderation import Submission

from . import intake
from .aside import Asidable
from .edits import Editable
from .search import Searchable, SearchQuerySet
from .tally import DESK_PLACE, names
from .thread import Thread
from .version import Version, digest

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class CommentQuerySet(SearchQuerySet):
    def published(self) -> Self:
        """What readers see: approved replies under articles that are public now."""
        return self.filter(
            status=Comment.Status.PUBLISHED,
            article__status=Article.Status.PUBLISHED,
            article__published_at__lte=timezone.now(),
        )

    def waiting(self) -> Self:
        return self.filter(status=Comment.Status.WAITING)

    def undecided(self) -> Self:
        """What moderators have to look at: waiting replies, and published ones with an edit."""
        return self.filter(desk="waiting")

    def roots(self) -> Self:
        """First-level replies that are or once were public: the pages of a thread count these.

        One taken back keeps its place in the count, so that pages stay what they were.
        """
        return self.filter(parent=None, published_at__isnull=False)

    def oldest_first(self) -> Self:
        return self.order_by("submitted_at", "pk")


class CommentManager(models.Manager["Comment"]):
    def submit(
        self,
        article: Article,
        submission: Submission,
        *,
        parent: Comment | None = None,
        user: User | None = None,
        thread: Thread | None = None,
        gate: Callable[[], None] = lambda: None,
    ) -> Comment:
        """Store a reply with what the rules say of it; `own_token` is set on the result.

        The machine's decision and every signal are written in the same transaction. A `thread`
        that was read with the site's settings and lists spares reading them again. `gate` is
        called in the transaction, before anything is written, and raises what keeps it out.
        """
        row = Comment(article=article, user=user, parent=parent)
        row.thread, row.own_token = thread, secrets.token_urlsafe(24)
        verdict = intake.judge(row, submission)
        intake.fill(row, submission, verdict)
        insert = intake.prepare(row)
        with transaction.atomic():  # as short as can be: on SQLite nobody else writes meanwhile
            gate()
            intake.store(row, verdict, insert)
        return row

    def own(self, article: Article, tokens: list[str]) -> list[Comment]:
        """The reader's own replies under an article, known by their tokens; those are set."""
        if not tokens:
            return []
        digests = {vault.digest(token): token for token in tokens}
        gone = (Comment.Status.WITHDRAWN, Comment.Status.REMOVED)
        rows = self.filter(article=article, token_digest__in=digests).exclude(status__in=gone)
        own = list(rows)
        for row in own:
            row.own_token = digests[row.token_digest]
        return own


class Comment(Asidable, Editable, Searchable, models.Model):
    """One reply. `body` is what was typed, `html` its rendering, `revision` counts its changes."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        PUBLISHED = "published", _("published")
        REJECTED = "rejected", _("rejected")
        SPAM = "spam", _("spam")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REMOVED = "removed", _("removed")

    class Judgement(models.TextChoices):
        """What a person found; hosts and classifier learn from this alone."""

        NONE = "", _("not judged")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        SPAM = "spam", _("spam")

    class Escalation(models.TextChoices):
        """Whom a moderator leaves it to; asking for a second opinion, that is anybody else."""

        NONE = "", _("any moderator")
        SECOND = "second", _("a second opinion")
        EDITOR = "editor", _("an editor")
        LEGAL = "legal", _("a lawyer")

    # An article with replies is withdrawn, not deleted: decisions about them are kept for good.
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="comments")
    # Indexed where there is one: an index of all the empty ones tempts SQLite to read them all, and
    # each index costs whoever leaves a reply.
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="answers",
        db_index=False,
    )
    root = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="descendants",
        db_index=False,
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
    judged = models.CharField(max_length=8, choices=Judgement, blank=True, editable=False)
    # Whether a moderator has seen this very text; readers' reports do not hold it back then.
    vetted = models.BooleanField(default=False, editable=False)
    submitted_at = models.DateTimeField(_("sent"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    # What the desk orders by: when a moderator should look at it (a deferred one: not before), and
    # the sum of its signals' weights.
    due_at = models.DateTimeField(_("due"), default=timezone.now, editable=False)
    score = models.FloatField(_("score"), default=0.0, editable=False)
    escalated = models.CharField(
        _("for"), max_length=6, choices=Escalation, blank=True, editable=False
    )
    is_picked = models.BooleanField(_("editor's pick"), default=False, editable=False)
    is_redacted = models.BooleanField(_("edited by a moderator"), default=False, editable=False)
    is_indexed = models.BooleanField(default=False, editable=False)  # as it is now, for the search
    desk = models.GeneratedField(
        expression=DESK_PLACE,
        output_field=models.CharField(max_length=10),
        db_persist=True,
    )
    proposed = models.ForeignKey(
        Version,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        db_index=False,
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    # Below a root: the order of first publication; on a root: how many places were given, and how
    # many answers are public now. A page shows the first ones without counting.
    branch_place = models.PositiveIntegerField(null=True, editable=False)
    branch_size = models.PositiveIntegerField(default=0, editable=False)
    answer_count = models.PositiveIntegerField(default=0, editable=False)
    fingerprint = models.CharField(max_length=16, blank=True, editable=False)
    # What points at a person: erased together after the retention time (`retention.py`).
    email_sealed = models.BinaryField(null=True, editable=False)
    email_index = models.CharField(max_length=80, blank=True, editable=False)
    client_prefix = models.CharField(max_length=64, blank=True, editable=False)
    user_agent = models.CharField(max_length=300, blank=True, editable=False)
    # What proves "the same browser": digests of random tokens, nothing personal in them.
    reader = models.CharField(max_length=64, blank=True, editable=False)
    token_digest = models.CharField(max_length=64, editable=False, db_index=True)
    # One filled in form, however often a browser has to send it.
    attempt = models.CharField(max_length=64, blank=True, editable=False)

    objects = CommentManager.from_queryset(CommentQuerySet)()
    thread: Thread | None = None  # with its settings, where whoever made the row had read them
    own_token: str = ""  # known only to the request that created the row

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        permissions = [
            ("decide_comment", "Can decide about replies"),
            ("ban_comment", "Can block repliers"),
            ("reveal_address", "Can see the address of a replier"),
            ("handle_personal_data", "Can export and erase personal data"),
        ]
        indexes = [
            models.Index(
                fields=["article", "submitted_at", "id"],
                condition=Q(parent=None, published_at__isnull=False),
                name="thread_roots",
            ),
            models.Index(
                fields=["root", "branch_place"],
                condition=Q(published_at__isnull=False),
                name="branch_places",
            ),
            models.Index(fields=["status", "submitted_at", "id"], name="queue"),
            models.Index(fields=["desk", "due_at", "id"], name="desk_by_urgency"),
            models.Index(fields=["desk", "submitted_at", "id"], name="desk_by_age"),
            models.Index(fields=["desk", "score", "id"], name="desk_by_score"),
            models.Index(fields=["article", "desk", "due_at", "id"], name="desk_of_article"),
            models.Index(
                fields=["status", "-published_at"],
                condition=Q(published_at__isnull=False),
                name="newest_public",
            ),
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="answers_to"),
            models.Index(fields=["root"], condition=Q(root__isnull=False), name="answers_below"),
            models.Index(fields=["user"], condition=Q(user__isnull=False), name="of_member"),
            models.Index(fields=["client_prefix", "submitted_at"], name="rate"),
            # Whole ones: SQLite cannot see that a value it is given is not empty.
            models.Index(fields=["reader", "judged"], name="same_browser"),
            models.Index(fields=["email_index", "judged"], name="same_address"),
            models.Index(fields=["fingerprint", "submitted_at"], name="same_text"),
            models.Index(fields=["judged", "id"], name="lessons"),
            models.Index(fields=["id"], condition=Q(is_indexed=False), name="not_indexed"),
            models.Index(
                fields=["proposed"], condition=Q(proposed__isnull=False), name="proposals"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.body[:60]}"

    def get_absolute_url(self) -> str:
        return paths.reply(self.pk)

    @property
    def seen(self) -> str:
        """Stands for the newest text: a form of the desk says by it which one was shown."""
        return digest(self.proposed.body if self.proposed else self.body)

    def tallies(self) -> tuple[str, ...]:
        """The names that it is counted under."""
        has_proposal = self.proposed_id is not None
        return names(self.status, has_proposal=has_proposal, vetted=self.vetted)

    def renew_token(self, reader: str) -> None:
        """Make a new secret for its writer, whose browser never got the first one.

        Nor has it the token that proves the same browser: `reader` is the one it gets now.
        """
        self.own_token = secrets.token_urlsafe(24)
        self.token_digest, self.reader = vault.digest(self.own_token), reader
        row = type(self).objects.filter(pk=self.pk)
        row.update(token_digest=self.token_digest, reader=reader)
