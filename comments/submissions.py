"""From a request to a Submission: the one place that gathers what the rules may know."""

from __future__ import annotations

import re
import secrets
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, HttpResponse

from articles.models import Contributor

from . import vault
from .forms import NAME_LENGTH, ReplyForm
from .models import Comment
from .moderation import Submission

OWN = "byline_own"  # the reader's own replies under one article
READER = "byline_reader"  # the same browser, anywhere on the site
OWN_AGE, READER_AGE = 30 * 86_400, 365 * 86_400  # seconds
OWN_LIMIT = 10  # replies
READER_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")  # what `new_reader` makes
ATTEMPT = re.compile(r"[0-9a-f-]{32,36}")  # what the page's script makes


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


def network(request: HttpRequest) -> str:
    """The digest of the network that asks; "" when it is unknown."""
    return vault.prefix(request.META.get("REMOTE_ADDR", ""))


def reader(request: HttpRequest) -> str:
    """The digest of the token of this browser; "" when it has none."""
    token = known_reader(request)
    return vault.digest(token) if token else ""


def gather(request: HttpRequest, form: ReplyForm) -> Submission:
    """The submission behind a valid form."""
    user = staff(request)
    data = form.cleaned_data
    client = request.META.get("REMOTE_ADDR", "")
    prefix, *older = vault.prefixes(client) or [""]
    return Submission(
        name=signature(user) if user else data["name"].strip(),
        email="" if user else data["email"],
        website="" if user else data["website"],
        body=data["body"].strip(),
        client_prefix=prefix,
        older_prefixes=tuple(older),
        client_address=client,
        reader=reader(request),
        user_agent=request.headers.get("User-Agent", ""),
        is_staff=bool(user),
        origin_known=same_origin(request) is not None,
        decoys=() if user else form.decoys(),
        attempt=vault.digest(attempt) if (attempt := sent_attempt(request)) else "",
        took=seconds_taken(request),
    )


def sent_attempt(request: HttpRequest) -> str:
    """The number that a form keeps however often it has to be sent; "" without script."""
    attempt = request.POST.get("attempt", "").lower()
    return attempt if ATTEMPT.fullmatch(attempt) else ""


def seconds_taken(request: HttpRequest) -> float | None:
    """How long somebody was busy with the form, where the page could measure it."""
    try:
        return float(request.POST.get("took", ""))
    except ValueError:
        return None


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


def recover(request: HttpRequest, first: Comment, submission: Submission) -> bool:
    """Whether this sender never got the answer to what it sent, and may have it now.

    The number of the attempt, or this browser's own token, proves it to be the same sender; name
    and text prove nothing: others can read them. `first.own_token` is then set.
    """
    same_attempt = bool(submission.attempt) and submission.attempt == first.attempt
    same_reader = reader(request) != "" and submission.reader == first.reader
    own = {vault.digest(token): token for token in own_tokens(request)}
    if first.token_digest in own:
        first.own_token = own[first.token_digest]
        return same_attempt
    if same_attempt or same_reader:
        first.renew_token(submission.reader)
        return True
    return False


def own_tokens(request: HttpRequest) -> list[str]:
    """The tokens of the reader's own replies under this article."""
    return unsealed(request.COOKIES.get(OWN, ""))


def unsealed(cookie: str) -> list[str]:
    """The tokens in a cookie of ours; none without a valid seal."""
    try:
        return signing.Signer(salt=OWN).unsign(cookie).split(".") if cookie else []
    except signing.BadSignature:
        return []


def remember(request: HttpRequest, response: HttpResponse, comment: Comment, token: str) -> None:
    """Give the reader's browser what shows it the waiting reply, and nothing personal."""
    tokens = dict.fromkeys([comment.own_token, *own_tokens(request)])
    own = signing.Signer(salt=OWN).sign(".".join(list(tokens)[:OWN_LIMIT]))
    _keep(response, OWN, own, OWN_AGE, comment.article.get_absolute_url())
    know(response, token)


def know(response: HttpResponse, token: str) -> None:
    """Give the browser its token, by which it is known again everywhere on the site."""
    _keep(response, READER, token, READER_AGE, "/")


def _keep(response: HttpResponse, name: str, value: str, age: int, path: str) -> None:
    response.set_cookie(
        name, value, age, path=path, httponly=True, samesite="Lax", secure=settings.HTTPS
    )


def known_reader(request: HttpRequest) -> str:
    """The token of this browser; "" when it has none, or one that we did not make."""
    token = request.COOKIES.get(READER, "")
    return token if READER_TOKEN.fullmatch(token) else ""


def new_reader() -> str:
    return secrets.token_urlsafe(16)
