"""A reply on its way in: what is known about it, what the rules say, what is stored."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import DatabaseError
from django.db.models import BigIntegerField, CharField, Count, DateTimeField, Q, QuerySet, Value
from django.utils import timezone

from articles.models import Article, Contributor
from articles.prepared import Prepared, PreparedInsert, Slot
from comments import markup, vault
from comments.moderation import (
    Action,
    Blocked,
    Facts,
    History,
    Person,
    Premoderation,
    Spamminess,
    Submission,
    Verdict,
    moderate,
    urgency,
)
from comments.moderation.links import hosts
from comments.moderation.normalise import fingerprint

from .block import Block
from .claim import Claim
from .classifier_version import ClassifierVersion
from .host import Host
from .signal import Signal
from .tally import Tally
from .thread import Thread
from .traffic import sent_lately

if TYPE_CHECKING:
    from .comment import Comment

log = logging.getLogger(__name__)

MEMORY = timedelta(days=30)  # in which a rejected reply speaks against its sender
REPEATS = timedelta(days=7)  # in which the same text elsewhere is remarkable
MANY = 100  # texts alike
# How the reply was sent, which no edit of its text makes undone.
OF_SENDING = frozenset({"decoy", "too_fast", "fast", "unknown_origin"})


def fill(comment: Comment, reply: Submission, verdict: Verdict) -> None:
    """Give a new row everything that it is to hold; nothing is stored."""
    comment.name, comment.website = reply.name, reply.website
    comment.submitted_at = timezone.now()
    comment.email_sealed = vault.seal(reply.email) if reply.email else None
    comment.email_index = vault.index(reply.email) if reply.email else ""
    comment.client_prefix, comment.reader = reply.client_prefix, reply.reader
    comment.user_agent = reply.user_agent[:300]
    comment.attempt, comment.token_digest = reply.attempt, vault.digest(comment.own_token)
    if parent := comment.parent:
        comment.root, comment.depth = parent.root or parent, parent.depth + 1
    comment.body, comment.html = reply.body, markup.render(reply.body)
    comment.fingerprint = fingerprint(reply.body)
    comment.score = verdict.score
    comment.due_at = due(comment, verdict.score, sent_lately=sent_lately(comment.article))


def store(comment: Comment, verdict: Verdict, insert: Callable[[], None]) -> None:
    """Save a prepared row with the signals of every rule and the machine's decision."""
    insert()
    Tally.objects.move((), comment.tallies())
    note(comment, verdict)
    if verdict.action is Action.PUBLISH:
        comment.approve(by=comment.user, reason=verdict.reason)
    elif verdict.action is Action.SPAM:
        comment.mark_spam(by=None, reason=verdict.reason)


def _model() -> type[Comment]:
    from .comment import Comment

    return Comment


_insert = PreparedInsert(_model)

prepare = _insert.ready  # what stores the row, when it is called


def due(comment: Comment, score: float, *, reports: int = 0, sent_lately: int = 0) -> datetime:
    """When a moderator should look at what came just now."""
    published: datetime | None = comment.article.published_at
    now = timezone.now()
    age = now - published if published else None
    facts = {"reports": reports, "sent_lately": sent_lately}
    return urgency.due(now, article_age=age, doubt=score, **facts)


def note(comment: Comment, verdict: Verdict) -> None:
    """Keep the reasons that the rules gave."""
    Signal.objects.bulk_create(
        Signal(comment=comment, code=s.code, weight=s.weight, detail=s.detail)
        for s in verdict.signals
    )


def note_anew(comment: Comment, verdict: Verdict) -> None:
    """The reasons for another text; what speaks against the sending stays."""
    Signal.objects.filter(comment=comment).exclude(code__in=OF_SENDING).delete()
    note(comment, verdict)


def judge(comment: Comment, reply: Submission, *, is_edit: bool = False) -> Verdict:
    """What the rules say of this text in this place."""
    return moderate(reply, facts(comment, reply, is_edit=is_edit))


def facts(comment: Comment, reply: Submission, *, is_edit: bool = False) -> Facts:
    """Everything the rules may know. A source that fails is named, and the reply then waits."""
    article: Article = comment.article
    thread = comment.thread or Thread.objects.to_judge(article)
    discussion = thread.discussion
    values: dict[str, Any] = {}
    failed = []
    for name, source in SOURCES.items():
        try:
            values[name] = source(comment, reply)
        except DatabaseError:
            raise  # nothing can be stored then, and the reader is told so
        except Exception:
            log.exception("The rules cannot know about %s", name)
            failed.append(name)
    return Facts(
        premoderation=Premoderation(discussion.premoderation),
        is_moderated=thread.terms().is_moderated,
        is_edit=is_edit,
        held_words=discussion.held_words,
        blocked_words=discussion.blocked_words,
        link_limit=discussion.link_limit,
        draw=random.random(),  # noqa: S311 - picks samples, protects nothing
        failed=tuple(failed),
        muted=frozenset(discussion.muted_rules),
        **values,
    )


def staff_names(comment: Comment, reply: Submission) -> tuple[str, ...]:
    """Names that readers take for the newsroom's: bylines, logins and the paper itself."""
    if reply.is_staff:
        return ()
    names = {settings.SITE_NAME}
    for byline_or_login, first, last in _newsroom():
        names |= {byline_or_login, f"{first} {last}".strip()}
    return tuple(names - {""})


@Prepared
def _newsroom() -> QuerySet[Any, tuple[str, str, str]]:
    """The names of bylines, and those of people who log in."""
    staff = User.objects.filter(is_staff=True, is_active=True)
    logins = staff.order_by().values_list("username", "first_name", "last_name")
    bylines = Contributor.objects.order_by().values_list("name", Value(""), Value(""))
    return logins.union(bylines, all=True)


def host_histories(comment: Comment, reply: Submission) -> Mapping[str, History]:
    names = hosts(reply.body, reply.website)
    return Host.objects.histories(names) if names else {}


def repeats(comment: Comment, reply: Submission) -> int:
    """How often the same text was sent anywhere lately; more than MANY make no difference."""
    same = fingerprint(reply.body)
    if not same:
        return 0
    since = timezone.now() - REPEATS
    return len(_same_text(same=same, since=since, but=comment.pk or 0))


@Prepared
def _same_text() -> QuerySet[Comment, tuple[int]]:
    from .comment import Comment

    since, but = Slot("since", DateTimeField()), Slot("but", BigIntegerField())
    rows = Comment.objects.filter(fingerprint=Slot("same", CharField()), submitted_at__gt=since)
    return rows.exclude(pk=but).order_by().values_list("pk")[:MANY]


def person(comment: Comment, reply: Submission) -> Person | None:
    """What became of earlier replies of this browser, or of one that proved the same address.

    A typed address proves nothing and is not looked at.
    """
    if not (reply.reader and reply.is_known):
        return None
    readers = Claim.objects.same_person(reply.reader)
    lately = Q(judged__in=("rejected", "spam"), submitted_at__gt=timezone.now() - MEMORY)
    known = type(comment).objects.filter(reader__in=readers).exclude(pk=comment.pk)
    counts = known.aggregate(
        approved=Count("pk", filter=Q(judged="approved")), rejected=Count("pk", filter=lately)
    )
    return Person(**counts) if any(counts.values()) else None


def blocks(comment: Comment, reply: Submission) -> tuple[Blocked, ...]:
    """Those in force here; that of a person meets every browser proven to be the same person's."""
    found = Block.objects.values_in_force(comment.article)
    if not reply.reader or not any(block.kind == Block.Kind.PERSON for block in found):
        return found
    browsers = Claim.objects.same_person(reply.reader)
    return tuple(
        replace(block, value=reply.reader)
        if block.kind == Block.Kind.PERSON and block.value in browsers
        else block
        for block in found
    )


def classifier(comment: Comment, reply: Submission) -> Callable[[str], Spamminess] | None:
    return ClassifierVersion.objects.classify()


Source = Callable[["Comment", Submission], Any]

SOURCES: dict[str, Source] = {
    "staff_names": staff_names,
    "hosts": host_histories,
    "blocks": blocks,
    "repeats": repeats,
    "person": person,
    "classify": classifier,
}


def again(comment: Comment, body: str, client_address: str, *, is_staff: bool) -> Submission:
    """The reply with another text: what its writer's edit is judged by."""
    return Submission(
        name=comment.name,
        email="",
        website=comment.website,
        body=body,
        client_prefix=comment.client_prefix,
        client_address=client_address,
        reader=comment.reader,
        user_agent=comment.user_agent,
        is_staff=is_staff,
    )
