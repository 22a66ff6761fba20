"""What the page of a busy article costs its reader: bytes, jumps, strangers, cookies."""

from __future__ import annotations

import gzip
import random
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.core.management.color import no_style
from django.db import connection
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Response
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from comments.models import Comment
from tests.factories import make_article, make_comment, make_image
from tests.pictures import picture_file

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

KB = 1024  # bytes
SYLLABLES = "ha bour fer ry ci ty coun cil ri ver bridge ma yor po lice win ter re port ten der on"
WATCH = """
  window.shifts = [];
  window.watcher = new PerformanceObserver((list) => window.shifts.push(...list.getEntries()));
  watcher.observe({type: "layout-shift", buffered: true});
"""
SHIFT = "() => [...shifts, ...watcher.takeRecords()].reduce((sum, one) => sum + one.value, 0)"
TWO_FRAMES = "() => new Promise(end => requestAnimationFrame(() => requestAnimationFrame(end)))"


def prose(rng: random.Random, words: int) -> str:
    """Words that compress about as well as what people write."""
    syllables = SYLLABLES.split()
    made = ("".join(rng.choices(syllables, k=rng.choice((1, 1, 1, 2, 2, 3)))) for _ in range(words))
    return " ".join(made).capitalize() + "."


@pytest.fixture
def replies_from_one() -> None:
    """The numbers of replies begin at 1: longer ones make the same page heavier.

    Only theirs. With `reset_sequences` those of the providers would begin at 1 as well, which
    PostgreSQL finds taken by the rows that `serialized_rollback` brought back, in every test after.
    """
    sequence = {"table": Comment._meta.db_table, "column": "id"}
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_by_name_sql(no_style(), [sequence]):
            cursor.execute(statement)


@pytest.fixture
def article(replies_from_one: None) -> Article:
    """900 words, three pictures and 50 replies of 5 to 60 words, half of them answers."""
    rng = random.Random(7)
    images = [
        make_image(renditions=True, file=picture_file(f"{kind}.jpg", width=width))
        for kind, width in (("lead", 1600), ("wide", 1200), ("small", 500))
    ]
    paragraphs = [f"<p>{prose(rng, 60)}</p>" for _ in range(15)]
    paragraphs[4:4] = [f'<figure data-image="{images[1].pk}" data-size="wide"></figure>']
    paragraphs[9:9] = [f'<figure data-image="{images[2].pk}"></figure>']
    article = make_article(
        "Harbour reopens", body="".join(paragraphs), lead_image=images[0], standfirst="At last."
    )
    replies = []
    for number in range(50):
        parent = rng.choice(replies[-10:]) if number % 2 else None  # no branch is cut
        name, body = prose(rng, 2).strip("."), prose(rng, rng.randint(5, 60))
        replies.append(make_comment(article, parent=parent, name=name, body=body))
    return article


@dataclass
class Transfer:
    """What came over the wire: the uncompressed bytes of the page and its parts by kind."""

    server: str
    parts: dict[str, list[bytes]] = field(default_factory=dict)
    strangers: list[str] = field(default_factory=list)

    def listen(self, response: Response) -> None:
        kind = response.request.resource_type
        if kind in {"document", "stylesheet", "script"}:
            self.parts.setdefault(kind, []).append(response.body())
        address = urlsplit(response.url)
        if f"{address.scheme}://{address.netloc}" != self.server:
            self.strangers.append(response.url)

    def gzipped(self, *kinds: str) -> int:
        return sum(len(gzip.compress(body)) for kind in kinds for body in self.parts[kind])


@pytest.fixture
def transfer(page: Page, live_server: LiveServer, article: Article) -> Transfer:
    """The article read from top to bottom, every picture loaded."""
    seen = Transfer(live_server.url)
    page.on("response", seen.listen)
    page.add_init_script(WATCH)
    page.goto(live_server.url + article.get_absolute_url(), wait_until="networkidle")
    for picture in page.locator("main img").all():
        picture.scroll_into_view_if_needed()
        picture.evaluate("picture => picture.decode()")
    page.locator("#respond").scroll_into_view_if_needed()
    page.evaluate(TWO_FRAMES)
    return seen


def test_page_with_fifty_replies_is_light(transfer: Transfer) -> None:
    assert transfer.gzipped("script") <= 6 * KB
    assert transfer.gzipped("document", "stylesheet", "script") <= 40 * KB


def test_html_of_fifty_replies_is_light_before_compression(
    client: Client, article: Article
) -> None:
    html = client.get(article.get_absolute_url()).content
    assert html.count(b'id="comment-') == 50
    assert len(html) <= 45 * KB


def test_nothing_moves_while_reading(transfer: Transfer, page: Page) -> None:
    assert page.locator("main img").count() == 3
    assert page.evaluate(SHIFT) == 0
    page.evaluate("scrollTo(0, 0); document.querySelector('main').style.marginTop = '200px'")
    page.evaluate(TWO_FRAMES)
    assert page.evaluate(SHIFT) > 0, "the measuring itself does not work"


def test_reading_asks_no_stranger_and_leaves_no_cookie(transfer: Transfer, page: Page) -> None:
    context: BrowserContext = page.context
    assert not transfer.strangers
    assert not context.cookies()
    assert page.evaluate("Object.keys(localStorage)") == ["visits"]  # "new since your last visit"
    assert page.evaluate("sessionStorage.length") == 0
