"""What stands beside a reply: initials, times, edits, ways to answer, report and change it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from lxml import html

from articles.models import Article
from comments.models import Comment, Thread
from tests.factories import make_article, make_comment
from tests.reading import data_blocks, fetch

from .posting import LONG, reply, send, text

pytestmark = pytest.mark.django_db

WAITS = "Your reply is awaiting moderation: only you can see it."


def get(client: Client, article: Article, number: int) -> html.HtmlElement:
    return reply(fetch(client, article.get_absolute_url()), number)


def own_links(element: html.HtmlElement) -> list[str]:
    return [text(a) for a in element.xpath("./a[starts-with(@href, '/comments/mine/')]")]


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Otto Brandt", "OB"),
        ("ida", "I"),
        ("Ana de la Cruz", "AC"),
        ("漢字 名", "漢名"),
        ("ß", "SS"),
        ("<b> & \"quoted'", "?"),
    ],
)
def test_initials_stand_for_the_name(client: Client, name: str, initials: str) -> None:
    article = make_article()
    row = make_comment(article, name=name)
    element = get(client, article, row.pk)
    assert element.xpath("header/i/@data-i") == [initials]
    assert text(element.xpath("header/b")[0]) == name


def test_the_same_name_has_the_same_colour_in_one_thread(client: Client) -> None:
    article = make_article()
    one = make_comment(article, name="Otto Brandt", email="one@example.com")
    two = make_comment(article, name="OTTO BRANDT", email="two@example.com", body="Again.")
    page = fetch(client, article.get_absolute_url())
    tones = {reply(page, row.pk).xpath("header/i/@class")[0] for row in (one, two)}
    assert len(tones) == 1


def test_a_reply_edited_after_publication_says_so(client: Client) -> None:
    article = make_article()
    row = make_comment(article, submitted_at=datetime(2024, 5, 1, 8, 0, tzinfo=UTC))
    assert "edited" not in text(get(client, article, row.pk))
    Comment.objects.filter(pk=row.pk).update(edited_at=datetime(2024, 5, 1, 9, 30, tzinfo=UTC))
    sent, edited = get(client, article, row.pk).xpath(".//time")
    assert sent.get("datetime") == "2024-05-01T08:00Z"
    assert text(sent) == "1 May 2024, 08:00"
    assert edited.get("datetime") == "2024-05-01T09:30Z"
    assert text(edited) == "edited"
    assert edited.get("title") == "Edited on 1 May 2024, 09:30"
    page = fetch(client, article.get_absolute_url())
    block = next(data for data in data_blocks(page) if "comment" in data)
    assert block["comment"][0]["dateModified"].startswith("2024-05-01T09:30")


def test_every_published_reply_can_be_reported_and_answered(client: Client) -> None:
    article = make_article()
    row = make_comment(article)
    links = get(client, article, row.pk).xpath("./a/@href")
    assert links == [f"/comments/{row.pk}/reply/", f"/comments/{row.pk}/report/"]
    Thread.objects.filter(article=article).update(mode="closed")
    assert get(client, article, row.pk).xpath("./a/@href") == [f"/comments/{row.pk}/report/"]


def test_a_placeholder_can_neither_be_answered_nor_reported(client: Client) -> None:
    article = make_article()
    above = make_comment(article)
    make_comment(article, parent=above, body="Below")
    above.remove(by=None)
    assert not get(client, article, above.pk).xpath(".//a")


def test_writers_find_the_way_to_their_own_reply_and_nobody_else_does(client: Client) -> None:
    article = make_article()
    other = make_comment(article)
    send(client, article)
    own = Comment.objects.latest("pk")
    element = get(client, article, own.pk)
    assert own_links(element) == ["Edit or withdraw"]
    assert WAITS in text(element)
    assert not own_links(get(client, article, other.pk))
    own.approve(by=None)
    element = get(client, article, own.pk)
    assert own_links(element) == ["Edit or withdraw"]
    assert WAITS not in text(element)
    assert LONG in text(element)
    stranger = get(Client(), article, own.pk)
    assert not own_links(stranger)
    assert stranger.xpath(f"./a[@href='/comments/{own.pk}/report/']")


def test_an_own_reply_that_was_taken_back_is_not_shown_again(client: Client) -> None:
    article = make_article()
    send(client, article)
    own = Comment.objects.latest("pk")
    own.withdraw()
    content = client.get(article.get_absolute_url()).content.decode()
    assert f'id="comment-{own.pk}"' not in content


def test_a_refused_own_reply_says_so_to_its_writer_alone(client: Client) -> None:
    article = make_article()
    send(client, article)
    own = Comment.objects.latest("pk")
    own.reject(by=None)
    assert "Your reply was not published" in text(get(client, article, own.pk))
    assert LONG not in Client().get(article.get_absolute_url()).content.decode()
