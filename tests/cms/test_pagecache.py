"""Pages from memory: the same bytes and headers as Django's, in every coding."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from articles.models import Byline, Contributor, Tag
from tests.factories import make_article, make_comment

from .cached import Site

pytestmark = pytest.mark.django_db

CODINGS = ("", "gzip", "br")
COUNTED = {"X-Cache", "Age"}


@pytest.fixture
def addresses() -> list[str]:
    """One of each kind of page that is the same for everybody."""
    article = make_article()
    Byline.objects.create(article=article, contributor=Contributor.objects.create(name="Zoe"))
    article.tags.add(Tag.objects.create(name="Trains"))
    reply = make_comment(article)
    own = article.get_absolute_url()
    lists = ["/", "/section/city/", "/tag/trains/", "/author/zoe/"]
    feeds = ["/feed/", "/comments/feed/", f"{own}feed/", f"{own}comments/count", "/sitemap.xml"]
    replies = [f"/comments/{reply.pk}/", f"/comments/{reply.pk}/reply/", f"{own}?received=1"]
    forms = [f"/comments/{reply.pk}/report/", "/notice/", "/comments/address/"]
    return [own, f"{own}?order=newest", *lists, *feeds, *replies, *forms]


def test_second_question_is_answered_without_django(site: Site, addresses: list[str]) -> None:
    for address in addresses:
        first, second = site.get(address), site.get(address)
        assert (first.cache, second.cache) == ("miss", "hit"), address
        assert first.body == second.body, address
        assert first.status == second.status
    assert site.renders == len(addresses)


def test_hit_has_every_header_of_the_miss(site: Site, addresses: list[str]) -> None:
    for address in addresses:
        for coding in CODINGS:
            site.cache.memory.clear()
            first = site.get(address, HTTP_ACCEPT_ENCODING=coding)
            second = site.get(address, HTTP_ACCEPT_ENCODING=coding)
            assert second.cache == "hit"
            for name in first.headers.keys() - COUNTED:
                assert first[name] == second[name], (address, name)
            assert first.headers.keys() == second.headers.keys()


def test_hit_has_every_header_of_django_itself(
    site: Site, client: Client, addresses: list[str]
) -> None:
    own = {"Content-Length", "ETag", "Vary", "X-Request-ID"}  # of the request or the coding
    for address in addresses:
        with time_machine.travel(timezone.now(), tick=False):  # an empty feed says when it was made
            site.get(address)
            hit, django = site.get(address), client.get(address)
        assert hit.body == django.content, address
        for name in django.headers.keys() - own:
            assert hit[name] == django[name], (address, name)


def test_security_headers_stand_on_hits(site: Site, addresses: list[str]) -> None:
    for address in addresses:
        site.get(address)
        hit = site.get(address)
        assert "default-src 'self'" in hit["Content-Security-Policy"]
        assert "nonce" not in hit["Content-Security-Policy"]
        assert hit["X-Content-Type-Options"] == "nosniff"
        assert hit["X-Frame-Options"] == "DENY"
        assert hit["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert "camera=()" in hit["Permissions-Policy"]


def test_page_is_the_same_in_every_coding(site: Site) -> None:
    own = make_article(body="<p>It did. It did.</p>" * 50).get_absolute_url()
    plain, *packed = (site.get(own, HTTP_ACCEPT_ENCODING=coding) for coding in CODINGS)
    assert "Content-Encoding" not in plain.headers
    assert [one["Content-Encoding"] for one in packed] == ["gzip", "br"]
    for one in packed:
        assert one.html == plain.html
        assert len(one.body) < len(plain.body) / 2
    assert site.renders == 1
    for one in (plain, *packed):
        assert one["Vary"] == "Accept-Encoding"
        assert one["Content-Length"] == str(len(one.body))


def test_first_reader_gets_the_coding_asked_for(site: Site) -> None:
    own = make_article().get_absolute_url()
    assert site.get(own, HTTP_ACCEPT_ENCODING="gzip, br;q=0.5")["Content-Encoding"] == "gzip"
    assert site.get(own, HTTP_ACCEPT_ENCODING="br, gzip")["Content-Encoding"] == "br"


def test_etag_is_strong_and_differs_between_codings(site: Site) -> None:
    own = make_article().get_absolute_url()
    tags = [site.get(own, HTTP_ACCEPT_ENCODING=coding)["ETag"] for coding in CODINGS]
    assert len(set(tags)) == len(CODINGS)
    assert all(tag.startswith('"') for tag in tags)


@pytest.mark.parametrize("coding", CODINGS)
def test_known_page_is_answered_with_304_and_no_body(site: Site, coding: str) -> None:
    own = make_article().get_absolute_url()
    first = site.get(own, HTTP_ACCEPT_ENCODING=coding)
    tag = first["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = site.get(own, HTTP_ACCEPT_ENCODING=coding, HTTP_IF_NONE_MATCH=known)
        assert (again.status, again.body, again.cache) == (304, b"", "hit"), known
        for name in ("ETag", "Vary", "Cache-Control", "Content-Security-Policy"):
            assert again[name] == first[name]
        assert not {"Content-Length", "Content-Encoding"} & again.headers.keys()
    for known in ('"other"', "", tag.strip('"'), f'"{tag}"x'):
        again = site.get(own, HTTP_ACCEPT_ENCODING=coding, HTTP_IF_NONE_MATCH=known)
        assert again.status == 200, known


def test_page_known_in_one_coding_is_sent_anew_in_another(site: Site) -> None:
    own = make_article().get_absolute_url()
    packed = site.get(own, HTTP_ACCEPT_ENCODING="gzip")
    again = site.get(own, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=packed["ETag"])
    assert again.status == 200


def test_miss_answers_a_known_page_with_304_too(site: Site) -> None:
    own = make_article().get_absolute_url()
    tag = site.get(own)["ETag"]
    site.cache.memory.clear()
    again = site.get(own, HTTP_IF_NONE_MATCH=tag)
    assert (again.status, again.cache) == (304, "miss")


def test_redirects_are_kept_and_never_304(site: Site) -> None:
    address = f"/comments/{make_comment().pk}/"
    assert site.get(address).status == 302
    again = site.get(address, HTTP_IF_NONE_MATCH="*")
    assert (again.status, again.cache) == (302, "hit")
    assert "#comment-" in again["Location"]


def test_head_is_answered_like_get_without_a_body(site: Site) -> None:
    own = make_article().get_absolute_url()
    for asked_before in (False, True):
        head = site.get(own, "HEAD", HTTP_ACCEPT_ENCODING="gzip")
        page = site.get(own, HTTP_ACCEPT_ENCODING="gzip")
        assert head.body == b"", asked_before
        assert page.cache == "hit"
        for name in head.headers.keys() - COUNTED:
            assert head[name] == page[name]
        assert head["Content-Length"] == str(len(page.body))
    assert site.renders == 1


def test_browsers_ask_each_time_and_shared_caches_may_wait(site: Site) -> None:
    own = make_article().get_absolute_url()
    for _ in range(2):
        said = site.get(own)
        assert said["Cache-Control"] == "max-age=0, must-revalidate"
        assert said["CDN-Cache-Control"] == "s-maxage=60, stale-while-revalidate=30"
        assert said["Age"] == "0"


def test_public_answers_name_their_tags(
    site: Site, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    article = make_article()
    for _ in range(2):
        tags = site.get(article.get_absolute_url())["Cache-Tag"].split()
        assert {f"article:{article.pk}", f"thread:{article.pk}"} <= set(tags)


def test_name_of_one_request_is_not_given_to_others(site: Site) -> None:
    own = make_article().get_absolute_url()
    assert "X-Request-ID" not in site.get(own).headers
    assert "X-Request-ID" not in site.get(own).headers
