"""How the tests leave replies and read pages."""

from __future__ import annotations

from typing import Any

from django.test import Client
from lxml import html

from articles.models import Article
from comments.models import Comment
from tests.reading import page as parse
from tests.reading import words as text

__all__ = [
    "BROWSER",
    "LONG",
    "form_of",
    "make_fields",
    "parse",
    "reply",
    "report",
    "send",
    "shown",
    "text",
    "typed_in",
]

BROWSER = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
LONG = "The bridge was painted in spring and it rusts already, as everybody can see."


def make_fields(**fields: Any) -> dict[str, Any]:
    """What a reader types, complete unless a test says otherwise."""
    typed = {"name": "Nadia Fell", "email": "nadia.fell@example.com", "website": "", "body": LONG}
    return typed | fields


def send(
    client: Client,
    article: Article,
    headers: dict[str, str] | None = None,
    **fields: Any,
) -> Any:
    """Post the form as a browser does from the article's own page."""
    return client.post(
        f"{article.get_absolute_url()}comments/",
        make_fields(**fields),
        headers=BROWSER if headers is None else headers,
    )


def report(
    client: Client, comment: Comment, *, network: int = 1, headers: Any = BROWSER, **fields: Any
) -> Any:
    """Report a reply, from a network of its own for each number."""
    return client.post(
        f"/comments/{comment.pk}/report/",
        {"reason": "abuse", "text": ""} | fields,
        headers=headers,
        REMOTE_ADDR=f"198.51.{network}.7",
    )


def reply(page: html.HtmlElement, number: int) -> html.HtmlElement:
    """The one element of a reply."""
    found = page.xpath(f"//*[@id='comment-{number}']")
    assert len(found) == 1, f"{len(found)} elements for reply {number}"
    return found[0]


def shown(page: html.HtmlElement) -> list[int]:
    """The numbers of the replies and placeholders on the page, from top to bottom."""
    found = page.xpath("//section[@id='comments']//*[starts-with(@id, 'comment-')]/@id")
    return [int(name.removeprefix("comment-")) for name in found]


def form_of(page: html.HtmlElement) -> html.HtmlElement:
    return page.xpath("//*[@id='respond']//form")[0]


def typed_in(page: html.HtmlElement) -> dict[str, str]:
    """What stands in the fields of the reply form; HTML drops a text area's first newline."""
    fields = form_of(page).fields
    return {name: (fields[name] or "").removeprefix("\n").strip() for name in fields}
