"""Anonymous pages come from the replica, everything else from the primary: two real databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

import pytest

from .servers import (
    POSTGRES,
    ask,
    database_url,
    drop_database,
    free_port,
    make_database,
    manage,
    serving,
    shell,
)

ARTICLE = """
from articles.models import Article, Section
city = Section.objects.create(name="City")
article = Article(headline="From the primary", body="<p>It is.</p>", section=city)
article.publish()
print(article.get_absolute_url())
"""
RENAME = """
from articles.models import Article
Article.objects.update(headline="From the replica")
"""
CHANGE = """
from articles.models import Article
Article.objects.get().save()
"""
COUNT = "from comments.models import Comment; print(Comment.objects.count())"
FORM = {"Content_Type": "application/x-www-form-urlencoded", "Sec_Fetch_Site": "same-origin"}


@dataclass
class Site:
    port: int
    article: str
    primary: dict[str, str]
    replica: dict[str, str]
    other_replica: str
    log: Path

    def source(self, path: str = "", **headers: str) -> str:
        status, text, _ = ask(self.port, path or self.article, **headers)
        assert status == 200
        named = [name for name in ("primary", "replica") if f"From the {name}" in text]
        return "+".join(named)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    urls = [database_url(folder, name) for name in ("primary", "replica", "other")]
    # Rows are made with another BYLINE_VAR: the site is to know of no change.
    apart = [{"DATABASE_URL": url, "BYLINE_VAR": str(folder / "apart")} for url in urls]
    try:
        make_database(urls[0])
        manage("migrate", "-v0", env=apart[0])
        article = shell(ARTICLE, apart[0])
        make_database(urls[1], copy_of=urls[0])
        shell(RENAME, apart[1])
        make_database(urls[2], copy_of=urls[1])  # now: nobody is connected yet
        here = {"DATABASE_URL": urls[0], "BYLINE_VAR": str(folder / "var"), "PAGE_CACHE_MB": "0"}
        port, log = free_port(), folder / "log"
        with serving(port, log, here | {"DATABASE_REPLICA_URL": urls[1], "REDIS_URL": ""}):
            yield Site(port, article, here | {"REDIS_URL": ""}, apart[1], urls[2], log)
    finally:
        for url in urls:
            drop_database(url)


def test_anonymous_reader_is_served_from_the_replica(site: Site) -> None:
    assert site.source() == "replica"
    assert site.source("/") == "replica"
    assert site.source("/feed/") == "replica"


@pytest.mark.parametrize("cookie", ["sessionid=abc", "byline_own=abc"])
def test_who_wrote_or_logged_in_is_served_from_the_primary(site: Site, cookie: str) -> None:
    assert site.source(Cookie=cookie) == "primary"
    assert site.source(Cookie="byline_reader=abc") == "replica"


def test_reply_goes_to_the_primary_and_the_refused_form_comes_from_there(site: Site) -> None:
    typed = {"name": "Nadia Fell", "email": "nadia@example.com", "body": "Never closed, I say."}
    status, _, headers = ask(
        site.port, f"{site.article}comments/", "POST", urlencode(typed), **FORM
    )
    assert status == 303
    assert headers["location"].startswith(site.article)
    assert shell(COUNT, site.primary) == "1"
    assert shell(COUNT, site.replica) == "0"
    status, text, _ = ask(site.port, f"{site.article}comments/", "POST", "body=x", **FORM)
    assert status == 422
    assert "From the primary" in text


@contextmanager
def beside(site: Site, folder: Path, **env: str) -> Iterator[Site]:
    """Another server of the same rows, which knows of changes of its own alone."""
    other = replace(
        site,
        port=free_port(),
        log=folder / "log",
        primary=site.primary | {"BYLINE_VAR": str(folder / "var")},
    )
    replica = {"DATABASE_REPLICA_URL": site.replica["DATABASE_URL"]}
    with serving(other.port, other.log, other.primary | replica | env):
        yield other


def test_after_a_change_pages_come_from_the_primary(site: Site, tmp_path: Path) -> None:
    with beside(site, tmp_path) as other:
        assert other.source() == "replica"
        shell(CHANGE, other.primary)
        assert other.source() == "primary"


@pytest.mark.skipif(not POSTGRES, reason="SQLite's replica cannot go: an open file lives on")
def test_page_goes_on_when_the_replica_goes_and_the_log_says_so_once(
    site: Site, tmp_path: Path
) -> None:
    url = site.other_replica
    with beside(site, tmp_path, DATABASE_REPLICA_URL=url) as other:
        assert other.source() == "replica"
        drop_database(url)
        sources = {other.source() for _ in range(8)}
    assert sources == {"primary"}
    assert other.log.read_text().count("The replica does not answer") == 1
