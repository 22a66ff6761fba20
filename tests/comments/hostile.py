"""Threads full of what nobody means well, and how a page is looked at for what got through."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from lxml import html

from articles.models import Article
from comments import markup
from comments.models import Comment, Discussion, Thread
from tests.factories import make_article

SAFE = re.compile(r"https?://|mailto:|/(?!/)|#|\?")
HANDLER = re.compile("on", re.IGNORECASE)
ADDRESSES = ("href", "src", "action", "formaction", "srcset", "data", "poster", "xlink:href")
TEXTS = ".//*[contains(concat(' ', @class, ' '), ' reply ')]/div[@dir='auto']"


def make_thread(replies: Iterable[tuple[str, str, str]], headline: str = "Harbour") -> Article:
    """An article on whose one page these (name, website, body) stand, published an hour ago.

    They are stored as if the form had let all of them pass, but for NUL, which PostgreSQL refuses.
    """
    Discussion(page_size=5000).save()
    article = make_article(headline)
    then = timezone.now() - timedelta(hours=1)
    kept = (tuple(text.replace("\x00", "") for text in reply) for reply in replies)
    rows = [
        Comment(
            article=article, name=name, website=website, body=body, html=markup.render(body),
            status="published", submitted_at=then, published_at=then, token_digest=str(number),
        )
        for number, (name, website, body) in enumerate(kept)
    ]  # fmt: skip
    Comment.objects.bulk_create(rows)
    counts = {"reply_count": len(rows), "root_count": len(rows)}
    Thread.objects.update_or_create(article=article, defaults=counts)
    return article


def skeleton(document: html.HtmlElement) -> list[Any]:
    """Every element with its depth and the names of its attributes, but what stands in a reply.

    Takes the texts of the replies out of the document.
    """
    for text in document.xpath(TEXTS):
        for child in list(text):
            text.remove(child)
    return [
        (len(list(element.iterancestors())), element.tag, sorted(element.attrib))
        for element in document.iter(html.etree.Element)
    ]


def dangers(document: html.HtmlElement) -> list[str]:
    """What could run: handlers, styles, addresses of another kind, scripts that are not ours."""
    found = []
    for element in document.iter(html.etree.Element):
        for name, value in element.attrib.items():
            if HANDLER.match(name) or name in ("style", "srcdoc"):
                found.append(f"{element.tag} {name}={value}")
            if name in ADDRESSES and not SAFE.match(value):
                found.append(f"{element.tag} {name}={value}")
        if element.tag == "script" and not (
            element.get("src", "").startswith("/static/")
            or element.get("type") == "application/ld+json"
        ):
            found.append(html.tostring(element, encoding="unicode")[:200])
        if element.tag in {"iframe", "object", "embed", "base", "style", "math", "frameset"}:
            found.append(element.tag)
    return found
