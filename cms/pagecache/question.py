"""What a request asks for, where the answer is the same for everybody who asks."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import parse_cookie

from cms.proxies import is_trusted, told_scheme
from comments.submissions import OWN, unsealed

Environ = dict[str, Any]
Key = tuple[str, str, str, str]  # scheme, host, path, query

# The parameters that public pages read; a page never sees another one, nor can it depend on it.
PARAMETERS = {"after", "comment", "order", "received"}
# The headers that a page may be made from: where it is asked for, and by which name it is logged.
HEADERS = {"HTTP_HOST", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REQUEST_ID"}
# Files, and pages of one person: nothing here is kept, so nothing is taken from the request.
ELSEWHERE = (
    settings.STATIC_URL,
    settings.MEDIA_URL,
    "/admin/",
    "/moderation/",
    "/health/",
    "/comments/mine/",
    "/comments/confirm/",
    "/comments/unsubscribe/",
    "/comments/objection/",
)
LONGEST = 600  # characters of a path or a query that are worth being remembered
SESSION = settings.SESSION_COOKIE_NAME


def key(environ: Environ) -> Key | None:
    """What a kept page is found by; None for a request that is Django's alone."""
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        return None
    cookie = environ.get("HTTP_COOKIE")
    if cookie and (SESSION in cookie or OWN in cookie) and is_personal(cookie):
        return None
    path, host, query = environ["PATH_INFO"], environ.get("HTTP_HOST"), environ["QUERY_STRING"]
    if not host or len(path) > LONGEST or len(query) > LONGEST:
        return None
    return scheme(environ), host.lower(), path, known(query) if query else ""


def is_elsewhere(path: str) -> bool:
    return path.startswith(ELSEWHERE) or (path.startswith("/notice/") and path != "/notice/")


def is_personal(header: str) -> bool:
    """Whether who sends these cookies may get another page than everybody else."""
    cookies = parse_cookie(header)
    return SESSION in cookies or bool(unsealed(cookies.get(OWN, "")))


def scheme(environ: Environ) -> str:
    """As Django will see it: a trusted proxy tells it."""
    own: str = environ["wsgi.url_scheme"]
    if "HTTP_X_FORWARDED_PROTO" in environ and is_trusted(environ.get("REMOTE_ADDR", "")):
        return told_scheme(environ) or own
    return own


@lru_cache(maxsize=1024)
def known(query: str) -> str:
    """The query without parameters that no page knows: the last of each name, in one order."""
    text = query.encode("latin-1", "replace").decode("utf-8", "replace")  # as Django reads it
    pairs = parse_qsl(text, keep_blank_values=True, errors="replace")
    return urlencode(sorted({name: value for name, value in pairs if name in PARAMETERS}.items()))


def impersonal(environ: Environ, key: Key) -> Environ:
    """The request as anybody could have sent it: what else it says can change no page."""
    kept = {
        name: value
        for name, value in environ.items()
        if not name.startswith(("HTTP_", "CONTENT_")) or name in HEADERS
    }
    return kept | {"REQUEST_METHOD": "GET", "QUERY_STRING": key[3]}
