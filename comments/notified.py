"""What an address of this site leads to: an article, or a reply under one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve

from articles.addresses import absolute
from articles.models import Article

from .models import Comment

# Pages by the name of their address: those of one reply, and those of an article with replies.
OF_A_REPLY = {f"comments:{name}" for name in ("permalink", "branch", "reply", "report")}
OF_AN_ARTICLE = {"articles:article", "comments:page", "comments:submit"}
ANCHOR = re.compile(r"comment-([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Content:
    """What readers see at an address."""

    article: Article
    comment: Comment | None = None

    @property
    def address(self) -> str:
        """The one that it keeps."""
        return absolute((self.comment or self.article).get_absolute_url())


def locate(address: str, host: str) -> Content | None:
    """The public article or reply that the address leads to; `host` is what the browser asked.

    What readers do not see is as unknown as what never was.
    """
    try:
        parts = urlsplit(address if "://" in address else _whole(address))
        own = {host.casefold(), urlsplit(settings.SITE_URL).netloc}
        if parts.scheme not in ("http", "https") or parts.netloc.casefold() not in own:
            return None
        return _at(parts, resolve(unquote(parts.path or "/")))
    except (Resolver404, ValueError):  # a bracket without its partner is a ValueError
        return None


def _whole(address: str) -> str:
    """With the scheme, or with all of the site, that was left out."""
    return absolute(address) if address.startswith("/") else f"https://{address}"


def _at(parts: SplitResult, page: ResolverMatch) -> Content | None:
    anchor = ANCHOR.fullmatch(parts.fragment)
    if page.view_name in OF_A_REPLY:
        return _reply(int(anchor[1]) if anchor else page.kwargs["pk"])
    if page.view_name not in OF_AN_ARTICLE:
        return None
    article = Article.objects.published().filter(slug=page.kwargs["slug"]).first()
    if article is None or anchor is None:
        return Content(article) if article else None
    found = _reply(int(anchor[1]))
    return found if found and found.article == article else None


def _reply(number: int) -> Content | None:
    rows = Comment.objects.published().select_related("article")
    comment = rows.filter(pk=number).first()
    return Content(comment.article, comment) if comment else None
