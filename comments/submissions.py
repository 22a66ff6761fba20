"""From a request to a Submission: the one place that gathers what the rules may know."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from math import ceil
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.db import connection, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles.models import Article, Contributor

from . import vault
from .forms import NAME_LENGTH, ReplyForm
from .models import Comment
from .moderation import Submission
from .moderation.normalise import fold

OWN = "byline_own"  # the reader's own replies under one article
READER = "byline_reader"  # the same browser, anywhere on the site
OWN_AGE, READER_AGE = 30 * 86_400, 365 * 86_400  # seconds
OWN_LIMIT = 10  # replies
READER_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")  # what `new_reader` makes
LIMITS = ((60, 6), (3600, 60))  # (seconds, replies from one network)


def same_origin(request: HttpRequest) -> bool | None:
    """Whether the form was sent from our own page; None when the browser does not say.

    Sec-Fetch-Site decides where present; else Origin must be this request's scheme and host
    (Fetch Metadata and the HTML standard's Origin header).
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    if origin := request.headers.get("Origin"):
        try:
            parts = urlsplit(origin)
        except ValueError:  # a bracket without its partner
            return False
        return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
    return None


def gather(request: HttpRequest, form: ReplyForm) -> Submission:
    """The submission behind a valid form."""
    user = staff(request)
    data = form.cleaned_data
    return Submission(
        name=signature(user) if user else data["name"].strip(),
        email="" if user else data["email"],
        website="" if user else data["website"],
        body=data["body"].strip(),
        client_prefix=vault.prefix(request.META.get("REMOTE_ADDR", "")),
        reader=vault.digest(reader) if (reader := known_reader(request)) else "",
        user_agent=request.headers.get("User-Agent", ""),
        is_staff=bool(user),
        origin_known=same_origin(request) is not None,
        decoys=() if user else form.decoys(),
        staff_names=() if user else staff_names(),
    )


def staff(request: HttpRequest) -> User | None:
    """The logged-in member of the newsroom who sends this, or None."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = request.user
    if user.is_authenticated and user.is_staff and user.has_perm("articles.view_article"):
        return user
    return None


def signature(user: User) -> str:
    """The name under which a member of the newsroom replies: that of the byline, if any.

    Never the login name: it may be an address.
    """
    contributor = Contributor.objects.filter(user=user).first()
    name = contributor.name if contributor else user.get_full_name() or settings.SITE_NAME
    return name[:NAME_LENGTH]


def staff_names() -> tuple[str, ...]:
    """Names that readers take for the newsroom's: bylines, logins and the paper itself."""
    users = User.objects.filter(is_staff=True, is_active=True)
    names = {settings.SITE_NAME, *Contributor.objects.values_list("name", flat=True)}
    for user in users:
        names |= {user.get_username(), user.get_full_name()}
    return tuple(names - {""})


class TooFast(Exception):
    """This network has to wait; `seconds` says how long."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Duplicate(Exception):
    """The same was said here by the same sender within a day."""


def admit(
    article: Article, submission: Submission, *, parent: Comment | None, user: User | None
) -> Comment:
    """Store a reply unless its sender is too fast or repeats itself. Raises TooFast, Duplicate.

    Looking and storing are one transaction, one sender at a time: two posts at once are two.
    """
    with transaction.atomic():
        _queue_behind(submission.client_prefix)
        if wait := seconds_to_wait(submission):
            raise TooFast(wait)
        if is_duplicate(article, parent, submission):
            raise Duplicate
        return Comment.objects.submit(article, submission, parent=parent, user=user)


def _queue_behind(client_prefix: str) -> None:
    """Wait for other posts of this network; SQLite lets only one transaction write anyway."""
    if connection.vendor == "postgresql" and client_prefix:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(client_prefix[:15], 16)])


def seconds_to_wait(submission: Submission) -> int:
    """How long this network has to wait before its next reply; 0 for none."""
    if not settings.RATE_LIMITS or submission.is_staff or not submission.client_prefix:
        return 0
    now = timezone.now()
    own = Comment.objects.filter(client_prefix=submission.client_prefix)
    waits = [0.0]
    for window, limit in LIMITS:
        since = now - timedelta(seconds=window)
        newest = own.filter(submitted_at__gt=since).order_by("-submitted_at")
        times = list(newest.values_list("submitted_at", flat=True)[:limit])
        if len(times) == limit:
            waits.append(window - (now - times[-1]).total_seconds())
    return ceil(max(waits))


def is_duplicate(article: Article, parent: Comment | None, submission: Submission) -> bool:
    """Whether the same was said here by the same browser or network within a day."""
    day = timezone.now() - timedelta(days=1)
    same_sender = Q(pk__in=[])
    if submission.client_prefix:
        same_sender |= Q(client_prefix=submission.client_prefix)
    if submission.reader:
        same_sender |= Q(reader=submission.reader)
    recent = Comment.objects.filter(
        same_sender, article=article, parent=parent, submitted_at__gt=day
    )
    said = (fold(submission.name), fold(submission.body))
    rows = recent.values_list("name", "body")
    return any((fold(name), fold(body)) == said for name, body in rows)


def own_tokens(request: HttpRequest) -> list[str]:
    """The tokens of the reader's own replies under this article; none without a valid seal."""
    cookie = request.COOKIES.get(OWN, "")
    try:
        return signing.Signer(salt=OWN).unsign(cookie).split(".") if cookie else []
    except signing.BadSignature:
        return []


def remember(request: HttpRequest, response: HttpResponse, comment: Comment, reader: str) -> None:
    """Give the reader's browser what shows it the waiting reply, and nothing personal."""
    tokens = [comment.own_token, *own_tokens(request)][:OWN_LIMIT]
    own = signing.Signer(salt=OWN).sign(".".join(tokens))
    under = comment.article.get_absolute_url()
    for name, value, age, path in (
        (OWN, own, OWN_AGE, under),
        (READER, reader, READER_AGE, "/"),
    ):
        response.set_cookie(
            name, value, age, path=path, httponly=True, samesite="Lax", secure=settings.HTTPS
        )


def known_reader(request: HttpRequest) -> str:
    """The token of this browser; "" when it has none, or one that we did not make."""
    token = request.COOKIES.get(READER, "")
    return token if READER_TOKEN.fullmatch(token) else ""


def new_reader() -> str:
    return secrets.token_urlsafe(16)
