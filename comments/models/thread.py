from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.changes import announce
from articles.models import Article
from articles.prepared import Prepared, Slot, slots

from .act import Act
from .discussion import Discussion
from .modes import Mode, Moded, SectionDiscussion
from .prompt import Prompted
from .state import Stale

if TYPE_CHECKING:
    from django.contrib.auth.models import User

OWN = ("mode", "slow_seconds", "closes_at", "prompt", "reply_count", "root_count")
SECTION = ("mode", "slow_seconds")
LISTS = ("held_words", "blocked_words")  # long, and no reader's page needs them


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a reply is taken now."""

    is_open: bool
    is_moderated: bool = False
    slow_seconds: int = 0  # between two replies of one sender; 0 when the thread is not slow


class ThreadManager(models.Manager["Thread"]):
    def of(self, article: Article) -> Thread:
        """The thread under an article and what else decides about it, in one query.

        Unsaved until somebody replies or an editor sets it. The lists of words stay behind.
        """
        return self._read(article, with_lists=False)

    def to_judge(self, article: Article) -> Thread:
        """The same with the lists of words."""
        return self._read(article, with_lists=True)

    def _read(self, article: Article, *, with_lists: bool) -> Thread:
        found = _with_terms(with_lists, article=article.pk, section=article.section_id)
        if not found:
            return self._with_defaults(article)
        discussion = found[0]
        thread = Thread(article=article)
        thread.discussion = discussion
        for name in OWN:
            value = getattr(discussion, f"thread_{name}")
            setattr(thread, name, getattr(thread, name) if value is None else value)
        if getattr(discussion, "section_mode") is not None:  # noqa: B009 - an annotation
            values = {name: getattr(discussion, f"section_{name}") for name in SECTION}
            thread.section = SectionDiscussion(section_id=article.section_id, **values)
        return thread

    def _with_defaults(self, article: Article) -> Thread:
        """While nobody has saved the site's settings."""
        thread = self.filter(article=article.pk).first() or Thread(article=article)
        thread.article = article  # unsaved on trial: then there is no thread
        thread.discussion = Discussion.objects.current()
        sections = SectionDiscussion.objects.filter(section=article.section_id)
        thread.section = sections.first()
        return thread

    def reply_counts(self, articles: list[int]) -> dict[int, int]:
        """The numbers of published replies under these articles; none of those without thread."""
        return dict(_counts(len(articles), articles=articles)) if articles else {}

    def add_to_counts(self, article_id: int, replies: int, roots: int) -> None:
        """Keep the numbers of replies, in the transaction that changes them."""
        more = {"reply_count": F("reply_count") + replies, "root_count": F("root_count") + roots}
        thread = self.filter(article_id=article_id)
        if not thread.update(**more):
            self.get_or_create(article_id=article_id)
            thread.update(**more)


@Prepared
def _counts(number: int) -> QuerySet[Thread, Any]:
    articles = slots("articles", models.BigIntegerField(), number)
    return Thread.objects.filter(article__pk__in=articles).values_list("article_id", "reply_count")


@Prepared
def _with_terms(with_lists: bool) -> QuerySet[Discussion]:
    """The site's settings, with what one article and its section say beside them."""
    own = Thread.objects.filter(article=Slot("article", models.BigIntegerField()))
    section = SectionDiscussion.objects.filter(section=Slot("section", models.BigIntegerField()))
    facts = {f"thread_{name}": Subquery(own.values(name)) for name in OWN}
    facts |= {f"section_{name}": Subquery(section.values(name)) for name in SECTION}
    left_out = () if with_lists else LISTS
    return Discussion.objects.annotate(**facts).defer(*left_out).order_by("pk")[:1]


class Thread(Prompted, Moded):
    """The replies under one article: whether more are taken, and how many readers see."""

    Mode = Mode

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="thread"
    )
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    reply_count = models.PositiveIntegerField(_("published replies"), default=0, editable=False)

    # First-level replies that are or once were public: what the pages of a thread are made of.
    root_count = models.PositiveIntegerField(default=0, editable=False)

    objects = ThreadManager()
    # Set by both ways of reading a thread above; the section's only where it has any.
    section: SectionDiscussion | None = None
    discussion: Discussion

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")

    def __str__(self) -> str:
        return f"{_('thread')} {self.article_id}"

    def is_open(self) -> bool:
        """Whether a reply sent now is taken."""
        return self.terms().is_open

    def terms(self) -> Terms:
        """The article's own word counts, else its section's, else the site's.

        An editor who opens one article also lifts the limit on its age; `closes_at` always holds.
        """
        decides: Moded | None = next((at for at in (self, self.section) if at and at.mode), None)
        of_site = Mode.OPEN if self.discussion.is_open else Mode.CLOSED
        mode = decides.mode if decides else of_site
        if mode == Mode.CLOSED or (self.closes_at and self.closes_at <= timezone.now()):
            return Terms(is_open=False)
        if decides is not self and self._is_old():
            return Terms(is_open=False)
        slow = decides.slow_seconds if decides and mode == Mode.SLOW else 0
        return Terms(True, is_moderated=mode == Mode.MODERATED, slow_seconds=slow)

    def closing(self) -> datetime | None:
        """When it stops taking replies without anybody's doing; None where it will not."""
        if not self.is_open():
            return None
        own = self.mode != ""
        moments = (self.closes_at, None if own else self._old_from())
        return min((moment for moment in moments if moment), default=None)

    @property
    def setting(self) -> str:
        """The article's own word, as the log keeps it: `open`, `slow 300`, `inherit`..."""
        if self.mode == Mode.SLOW:
            return f"{self.mode} {self.slow_seconds}"
        return self.mode or "inherit"

    def change_mode(self, mode: str, slow_seconds: int | None, *, by: User) -> bool:
        """Take replies another way from now on and write down who said so; False for no change.

        Raises Stale when somebody else has changed it since this was read.
        """
        before, own = self.setting, Thread.objects.filter(article=self.article)
        same = own.filter(mode=self.mode, slow_seconds=self.slow_seconds)
        with transaction.atomic():
            Thread.objects.get_or_create(article=self.article)
            self.mode, self.slow_seconds = mode, slow_seconds or self.slow_seconds
            if self.setting == before:
                return False
            if not same.update(mode=self.mode, slow_seconds=self.slow_seconds):
                raise Stale
            Act.objects.log("mode", by, article=self.article, before=before, after=self.setting)
            announce(f"thread:{self.article_id}")
        return True

    def _is_old(self) -> bool:
        old_from = self._old_from()
        return bool(old_from and old_from <= timezone.now())

    def _old_from(self) -> datetime | None:
        published: datetime | None = self.article.published_at
        days = self.discussion.close_after_days
        return published + timedelta(days=days) if days and published else None
