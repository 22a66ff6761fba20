"""Whether a reply is let in now: not too fast, and not for the second time."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import BigIntegerField, CharField, DateTimeField, Q, QuerySet
from django.utils import timezone

from articles.models import Article
from articles.prepared import Prepared, Slot, slots

from . import pace
from .models import Comment, Thread
from .moderation import Submission
from .moderation.normalise import fingerprint, fold

LIMITS = ((60, 6), (3600, 60))  # (seconds, replies from one network)


class TooFast(Exception):
    """This network has to wait; `seconds` says how long."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Duplicate(Exception):
    """The same was said here by the same sender within a day: `first` is what was stored then."""

    def __init__(self, first: Comment) -> None:
        super().__init__(first.pk)
        self.first = first


def admit(
    article: Article,
    submission: Submission,
    *,
    parent: Comment | None,
    user: User | None,
    thread: Thread,
) -> Comment:
    """Store a reply unless its sender is too fast or repeats itself. Raises TooFast, Duplicate.

    Looking and storing are one transaction, one sender at a time: two posts at once are two.
    """

    def gate() -> None:
        _queue_behind(submission.client_prefix)
        if first := said_before(article, parent, submission):
            raise Duplicate(first)
        if wait := seconds_to_wait(article, submission, thread.terms().slow_seconds):
            raise TooFast(wait)

    submit = Comment.objects.submit
    return submit(article, submission, parent=parent, user=user, thread=thread, gate=gate)


def _queue_behind(client_prefix: str) -> None:
    """Wait for other posts of this network; SQLite lets only one transaction write anyway."""
    if connection.vendor == "postgresql" and client_prefix:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(client_prefix[:15], 16)])


def seconds_to_wait(article: Article, submission: Submission, slow_seconds: int = 0) -> int:
    """How long this sender has to wait before its next reply; 0 for none."""
    if submission.is_staff:
        return 0
    networks, reader, wait = _networks(submission), submission.reader, 0
    if networks:
        sent = partial(_sent, len(networks), False, False, networks=networks)
        wait = pace.wait_after(sent, LIMITS)
    if slow_seconds and (networks or reader):
        here = {"networks": networks, "reader": reader, "article": article.pk}
        sent = partial(_sent, len(networks), bool(reader), True, **here)
        wait = max(wait, pace.wait_after(sent, [(slow_seconds, 1)]))
    return wait


@Prepared
def _sent(networks: int, has_reader: bool, is_here: bool, most: int) -> QuerySet[Comment, datetime]:
    """When the newest came from there, everywhere or under one article."""
    since, until = (Slot(name, DateTimeField()) for name in ("since", "until"))
    rows = Comment.objects.filter(
        _sender(networks, has_reader), submitted_at__gt=since, submitted_at__lt=until
    )
    rows = rows.filter(article=Slot("article", BigIntegerField())) if is_here else rows
    return rows.order_by("-submitted_at").values_list("submitted_at", flat=True)[:most]


def _networks(submission: Submission) -> list[str]:
    return [prefix for prefix in (submission.client_prefix, *submission.older_prefixes) if prefix]


def _sender(networks: int, has_reader: bool) -> Q:
    """The same browser or network; the typed address plays no part."""
    sender = Q(client_prefix__in=slots("networks", CharField(), networks)) if networks else Q()
    return sender | Q(reader=Slot("reader", CharField())) if has_reader else sender


def said_before(article: Article, parent: Comment | None, submission: Submission) -> Comment | None:
    """The reply in which the same sender said the same here within a day."""
    networks = _networks(submission)
    if not networks and not submission.reader:
        return None
    rows = _alike(
        len(networks),
        bool(submission.reader),
        parent is not None,
        networks=networks,
        reader=submission.reader,
        article=article.pk,
        parent=parent.pk if parent else None,
        text=fingerprint(submission.body),
        day=timezone.now() - timedelta(days=1),
    )
    for row in rows:
        if (fold(row.name), fold(row.body)) == (fold(submission.name), fold(submission.body)):
            return row
    return None


@Prepared
def _alike(networks: int, has_reader: bool, has_parent: bool) -> QuerySet[Comment]:
    """What the same browser or network has said here lately, the texts alike."""
    here = Comment.objects.filter(
        _sender(networks, has_reader),
        article=Slot("article", BigIntegerField()),
        parent=Slot("parent", BigIntegerField()) if has_parent else None,
        submitted_at__gt=Slot("day", DateTimeField()),
        fingerprint=Slot("text", CharField()),  # spares reading all they sent
    )
    recent = here.exclude(status=Comment.Status.WITHDRAWN)  # one may think twice
    return recent.defer("html", "email_sealed").order_by("-pk")
