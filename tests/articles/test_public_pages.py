"""What holds on every public page: no cookie, the same bytes for all, a strict policy."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from articles.models import Byline, Contributor, Tag
from tests.factories import make_article, make_comment, make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses() -> list[str]:
    """One of every kind of public page, the missing one at the end."""
    article = make_article(lead_image=make_image(renditions=True))
    Byline.objects.create(article=article, contributor=Contributor.objects.create(name="Zoe"))
    article.tags.add(Tag.objects.create(name="Trains"))
    comment = make_comment(article)
    own = article.get_absolute_url()
    lists = ["/", "/section/city/", "/tag/trains/", "/author/zoe/"]
    machines = ["/feed/", "/comments/feed/", f"{own}feed/", "/sitemap.xml", "/robots.txt"]
    replies = [f"/comments/{comment.pk}/", f"/comments/{comment.pk}/reply/"]
    return [own, *lists, *machines, *replies, "/nowhere/"]


def test_reading_sets_no_cookie(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        assert not client.get(address).cookies, address


def test_all_readers_get_the_same_bytes(addresses: list[str]) -> None:
    for address in addresses:
        one = Client().get(address, HTTP_USER_AGENT="lynx", REMOTE_ADDR="192.0.2.1")
        two = Client().get(address, HTTP_ACCEPT_LANGUAGE="de", REMOTE_ADDR="192.0.2.2")
        assert one.content == two.content, address
        for answer in (one, two):
            del answer["X-Request-ID"]  # names the request in the log; no cache keeps it
        assert one.headers == two.headers, address


def test_policy_allows_nothing_inline(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        policy = client.get(address)["Content-Security-Policy"]
        assert "unsafe" not in policy, address
        assert "nonce" not in policy, address
        for directive in ("script-src 'self'", "style-src 'self'", "connect-src 'self'"):
            assert directive in policy.split("; "), address


def test_pages_hold_nothing_inline_and_nothing_from_elsewhere(
    client: Client, addresses: list[str]
) -> None:
    for address in addresses:
        response = client.get(address)
        if not response["Content-Type"].startswith("text/html"):
            continue
        html = response.content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|nonce=", html), address
        for attributes in re.findall(r"<script([^>]*)>", html):
            assert "src=" in attributes or 'type="application/ld+json"' in attributes
        assert not re.findall(r'(?:src|srcset|<link rel="stylesheet" href)="(?!/)', html), address


def test_pages_say_how_long_they_may_be_kept(client: Client) -> None:
    own = make_article().get_absolute_url()
    for address in (own, "/", "/section/city/", "/feed/"):
        response = client.get(address)
        assert response["Cache-Control"] == "max-age=0, must-revalidate"
        assert response["ETag"]
        again = client.get(address, HTTP_IF_NONE_MATCH=response["ETag"])
        assert (again.status_code, again.content) == (304, b"")


def test_security_headers_stand_on_every_answer(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        response = client.get(address)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] in {"SAMEORIGIN", "DENY"}
        assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_can_only_be_read(client: Client, method: str) -> None:
    own = make_article().get_absolute_url()
    for address in ("/", "/section/city/", own, "/robots.txt", "/sitemap.xml"):
        assert getattr(client, method)(address).status_code in {403, 405}, address


def test_head_answers_like_get_without_a_body(client: Client) -> None:
    own = make_article().get_absolute_url()
    for address in ("/", own, "/feed/", "/robots.txt"):
        response = client.head(address)
        assert (response.status_code, response.content) == (200, b"")


def test_strange_questions_change_nothing(client: Client) -> None:
    own = make_article().get_absolute_url()
    for address in (own, "/", "/section/city/"):
        plain = client.get(address).content
        for query in ("?page=2", "?page=x", "?a=%ff", "?x=1&x=2"):
            assert client.get(address + query).content == plain, address + query
