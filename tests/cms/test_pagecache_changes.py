"""What was announced is seen in the very next answer, and nothing else is made anew."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from articles.changes import announce
from articles.models import Article, Byline, Contributor, Tag
from cms.pagecache.counters import Counters
from comments.models import Comment, Discussion
from tests.factories import make_article, make_comment, make_image, make_section, make_user

from .cached import Site

pytestmark = pytest.mark.django_db

Commit = Callable[[], AbstractContextManager[Any]]


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Any) -> Commit:
    """What happens inside is committed at the end of the block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def other(site: Site) -> Site:
    """A second process of the same site, with a memory of its own."""
    return Site(site.counters)


def test_approved_reply_is_on_the_next_page_everywhere(
    site: Site, other: Site, commit: Commit
) -> None:
    reply = make_comment(status="waiting", body="Worth the wait.")
    own = reply.article.get_absolute_url()
    for process in (site, other):
        process.get(own)
        assert "Worth the wait." not in process.get(own).html
    with commit():
        reply.approve(by=make_user("mod"))
    for process in (site, other):
        said = process.get(own)
        assert (said.cache, "Worth the wait." in said.html) == ("miss", True)


@pytest.mark.parametrize("verb", ["remove", "mark_spam"])
def test_reply_taken_back_is_gone_from_the_next_page(
    site: Site, other: Site, commit: Commit, verb: str
) -> None:
    reply = make_comment(body="Not for long.")
    own = reply.article.get_absolute_url()
    for process in (site, other):
        process.get(own)
        assert "Not for long." in process.get(own).html
    with commit():
        getattr(reply, verb)(by=make_user("mod"))
    for process in (site, other):
        assert "Not for long." not in process.get(own).html


def test_approval_purges_its_article_and_the_lists_alone(site: Site, commit: Commit) -> None:
    reply, elsewhere = make_comment(status="waiting"), make_article("Elsewhere")
    pages = [reply.article.get_absolute_url(), "/", elsewhere.get_absolute_url()]
    for address in pages:
        site.get(address)
    with commit():
        reply.approve(by=None)
    assert [site.get(address).cache for address in pages] == ["miss", "miss", "hit"]


def test_rolled_back_change_purges_nothing(site: Site) -> None:
    article = make_article()
    site.get(article.get_absolute_url())
    article.announce()  # the test's transaction is never committed
    assert site.get(article.get_absolute_url()).cache == "hit"


def test_corrected_headline_is_on_the_next_page_and_in_the_lists(
    site: Site, commit: Commit
) -> None:
    article = make_article("Harbour reopens")
    for address in (article.get_absolute_url(), "/", "/feed/", "/section/city/"):
        site.get(address)
        article.headline += "!"
        with commit():
            article.save()
        assert article.headline in site.get(address).html, address


def test_withdrawn_article_is_gone_at_once(site: Site, commit: Commit) -> None:
    article = make_article()
    site.get(article.get_absolute_url())
    with commit():
        article.withdraw()
    assert site.get(article.get_absolute_url()).status == 404


def test_renamed_section_is_on_every_page(site: Site, commit: Commit) -> None:
    own = make_article(section=make_section("City")).get_absolute_url()
    site.get(own)
    with commit():
        section = make_section("City")
        section.name = "Town and harbour"
        section.save()
    assert "Town and harbour" in site.get(own).html


@pytest.mark.parametrize("name", ["tag", "author", "provider"])
def test_changed_name_is_on_the_pages_that_show_it(site: Site, commit: Commit, name: str) -> None:
    image = make_image(renditions=True)
    article = make_article(lead_image=image)
    article.tags.add(Tag.objects.create(name="Trains"))
    author = Contributor.objects.create(name="Zoe")
    Byline.objects.create(article=article, contributor=author)
    row = {"tag": article.tags.get(), "author": author, "provider": image.provider}[name]
    assert row is not None
    own = article.get_absolute_url()
    site.get(own)
    row.name = "Quite another"
    with commit():
        row.save()
    assert "Quite another" in site.get(own).html


def test_deleted_names_are_gone_from_every_page(site: Site, commit: Commit) -> None:
    article, empty = make_article(), make_section("Nothing yet")
    article.tags.add(Tag.objects.create(name="Trains"))
    own = article.get_absolute_url()
    assert {"Trains", "Nothing yet"} <= set(re.findall(r">([\w ]+)</a>", site.get(own).html))
    with commit():
        Tag.objects.all().delete()
    assert "Trains" not in site.get(own).html
    with commit():
        empty.delete()
    assert "Nothing yet" not in site.get(own).html


def test_deleted_article_is_gone_from_every_page(site: Site, commit: Commit) -> None:
    target = make_article("Soon deleted")
    body = f'<p>So.</p><aside data-article="{target.pk}">Soon deleted</aside>'
    there = make_article("There", body=body).get_absolute_url()
    own = target.get_absolute_url()
    for address in (own, there, "/", "/feed/"):
        site.get(address)
    assert own in site.get(there).html
    with commit():
        Article.objects.filter(pk=target.pk).delete()
    assert site.get(own).status == 404
    for address in (there, "/", "/feed/"):
        assert own not in site.get(address).html, address


def test_corrected_credit_is_on_every_page_with_the_picture(site: Site, commit: Commit) -> None:
    image = make_image(renditions=True)
    article = make_article(lead_image=image)
    pages = [article.get_absolute_url(), "/", "/feed/"]
    for address in pages:
        site.get(address)
    image.credit_override = "Corrected Agency"
    with commit():
        image.save()
    for address in pages:
        assert "Corrected Agency" in site.get(address).html, address


def test_closed_discussion_closes_every_thread_at_once(site: Site, commit: Commit) -> None:
    own = make_article().get_absolute_url()
    assert 'name="body"' in site.get(own).html
    with commit():
        discussion = Discussion.objects.current()
        discussion.is_open = False
        discussion.save()
    assert 'name="body"' not in site.get(own).html


def test_count_of_replies_is_true_at_once(site: Site, commit: Commit) -> None:
    reply = make_comment(status="waiting")
    address = f"{reply.article.get_absolute_url()}comments/count"
    assert site.get(address).body == b"0"
    with commit():
        reply.approve(by=None)
    assert site.get(address).body == b"1"
    assert site.get(address).cache == "hit"


def test_change_during_the_making_of_a_page_is_not_missed(
    site: Site, other: Site, counters: Counters
) -> None:
    """The counters are read first: a page that may be too old is shown once and not kept."""
    article = make_article()
    own, django = article.get_absolute_url(), site.django

    def slow(environ: Any, start_response: Any) -> Any:
        response = django(environ, start_response)
        counters.move([f"thread:{article.pk}"])  # after it was made, before it is kept
        return response

    site.django = slow
    assert site.get(own).cache == "miss"
    assert len(site.cache.memory) == 0
    site.django = django
    assert [site.get(own).cache for _ in range(2)] == ["miss", "hit"]


def test_change_of_something_else_meanwhile_does_not_matter(site: Site, counters: Counters) -> None:
    own, django = make_article().get_absolute_url(), site.django

    def slow(environ: Any, start_response: Any) -> Any:
        response = django(environ, start_response)
        counters.move(["article:987654"])
        return response

    site.django = slow
    assert [site.get(own).cache for _ in range(2)] == ["miss", "hit"]


def test_every_tag_counts(site: Site, commit: Commit) -> None:
    article = make_article()
    own = article.get_absolute_url()
    tags = site.get(own)["Cache-Tag"].split()
    assert len(tags) >= 3
    for tag in tags:
        assert site.get(own).cache == "hit"
        with commit():
            announce("article:987654", tag)
        assert site.get(own).cache == "miss", tag


def test_many_tags_are_moved_together(site: Site, commit: Commit) -> None:
    articles = [make_article(f"Number {n}") for n in range(12)]
    pages = [article.get_absolute_url() for article in articles]
    for page in pages:
        site.get(page)
    with commit():
        announce(*(f"article:{article.pk}" for article in articles))
    assert {site.get(page).cache for page in pages} == {"miss"}


def test_waiting_reply_changes_no_page_of_others(site: Site, commit: Commit) -> None:
    article = make_article()
    site.get(article.get_absolute_url())
    with commit():
        make_comment(article, status="waiting")
    assert Comment.objects.get().status == "waiting"
    assert site.get(article.get_absolute_url()).cache == "hit"
