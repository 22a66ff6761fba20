"""Two real worker processes: what is decided anywhere is in the next answer of each."""

from __future__ import annotations

import http.client
import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from .servers import (
    ask,
    database_url,
    drop_database,
    free_port,
    make_database,
    manage,
    serving,
    shell,
)

WORKERS = 2
GENERATE = ("generate", "--articles", "20", "--comments", "60", "--waiting", "5")
PREPARE = """
from articles.models import Article, Section
from comments.models import Comment
from comments.moderation import Submission
section = Section.objects.first()
article = Article(headline="Harbour reopens", body="<p>It did.</p>", section=section)
article.publish()
sent = [Submission(name="Nadia Fell", email="n@example.com", website="", body=f"Reply {n}.")
        for n in range(4)]
replies = [Comment.objects.submit(article, one) for one in sent]
print(article.get_absolute_url(), *(reply.pk for reply in replies))
"""
APPROVE = "from comments.models import Comment; Comment.objects.get(pk={}).{}(by=None)"


@dataclass
class Site:
    env: dict[str, str]
    port: int
    article: str
    replies: list[str]

    def each(self, path: str) -> dict[str, tuple[str, str]]:
        """The next answer of every worker: (X-Cache, text) by process."""
        said: dict[str, tuple[str, str]] = {}
        for _ in range(200):
            status, text, headers = ask(self.port, path)
            assert status == 200
            said.setdefault(headers["x-worker"], (headers["x-cache"], text))
            if len(said) == WORKERS:
                return said
        raise AssertionError(f"only {list(said)} answered")

    def warm(self, path: str) -> None:
        self.each(path)
        assert {cache for cache, _ in self.each(path).values()} == {"hit"}

    def decide(self, number: int, verb: str) -> None:
        """In another process, by manage.py."""
        shell(APPROVE.format(self.replies[number], verb), self.env)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    url = database_url(folder, "pagecache")
    env = {"BYLINE_VAR": str(folder), "DATABASE_URL": url, "RATE_LIMITS": "off"}
    make_database(url)
    try:
        manage("migrate", "-v0", env=env)
        manage(*GENERATE, env=env)
        article, *replies = shell(PREPARE, env).split()[-5:]
        port, log = free_port(), folder / "log"
        target = "tests.flows.named_workers:application"
        with serving(port, log, env, WORKERS, target):
            yield Site(env, port, article, replies)
    finally:
        drop_database(url)


def test_reply_approved_elsewhere_is_in_the_next_answer_of_each_worker(site: Site) -> None:
    site.warm(site.article)
    site.decide(0, "approve")
    for cache, text in site.each(site.article).values():
        assert (cache, "Reply 0." in text) == ("miss", True)
    site.warm(site.article)


def test_reply_removed_elsewhere_is_gone_from_the_next_answer_of_each_worker(site: Site) -> None:
    site.decide(1, "approve")
    site.warm(site.article)
    site.decide(1, "remove")
    assert all("Reply 1." not in text for _, text in site.each(site.article).values())


def test_count_and_lists_follow_too(site: Site) -> None:
    for path in ("/", f"{site.article}comments/count"):
        site.warm(path)
    before = {text for _, text in site.each(f"{site.article}comments/count").values()}
    site.decide(2, "approve")
    after = {text for _, text in site.each(f"{site.article}comments/count").values()}
    assert {int(one) for one in after} == {int(one) + 1 for one in before}
    assert {cache for cache, _ in site.each("/").values()} == {"miss"}


def leave(site: Site, text: str) -> str:
    """Send a reply; the cookie that shows it to its author."""
    form = urlencode({"name": "Ida", "email": "ida@example.com", "website": "", "body": text})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Sec-Fetch-Site": "same-origin",
    }
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)) as line:
        line.request("POST", f"{site.article}comments/", form, headers)
        cookies = line.getresponse().headers.get_all("Set-Cookie", [])
    return next(cookie.split(";")[0] for cookie in cookies if cookie.startswith("byline_own="))


def test_reply_that_a_reader_leaves_is_shown_to_its_author_alone(site: Site) -> None:
    site.warm(site.article)
    cookie = leave(site, "Mine alone, until read.")
    _, text, own = ask(site.port, site.article, Cookie=cookie)
    assert (own["x-cache"], "Mine alone, until read." in text) == ("bypass", True)
    others = site.each(site.article)
    assert {cache for cache, _ in others.values()} == {"hit"}
    assert all("Mine alone" not in text for _, text in others.values())


@pytest.mark.skipif("REDIS_URL" not in os.environ, reason="needs REDIS_URL")
def test_machines_that_share_a_redis_share_the_news(site: Site, tmp_path: Path) -> None:
    """A second server with files of its own, as on another machine."""
    env = site.env | {"BYLINE_VAR": str(tmp_path)}
    for key in Path(site.env["BYLINE_VAR"], "keys").iterdir():
        (tmp_path / "keys").mkdir(exist_ok=True)
        (tmp_path / "keys" / key.name).write_bytes(key.read_bytes())
    port, log = free_port(), tmp_path / "log"
    with serving(port, log, env, WORKERS, "tests.flows.named_workers:application"):
        there = Site(env, port, site.article, site.replies)
        for one in (site, there):
            one.warm(site.article)
        site.decide(3, "approve")
        for one in (site, there):
            for cache, text in one.each(site.article).values():
                assert (cache, "Reply 3." in text) == ("miss", True)
