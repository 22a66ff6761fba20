"""The order of a thread: the site's, or the one that the reader asks for."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import html

from articles.models import Article
from comments.models import Discussion
from tests.factories import make_article, make_comment
from tests.reading import canonical, data_blocks, fetch

from .big_threads import make_roots
from .posting import send, shown, text

pytestmark = pytest.mark.django_db


def make_thread() -> tuple[Article, list[int]]:
    """Two first-level replies, the older one with two answers."""
    article = make_article()
    first, second = make_comment(article, body="One"), make_comment(article, body="Two")
    answers = [make_comment(article, parent=first, body=f"Answer {n}") for n in range(2)]
    return article, [row.pk for row in (first, *answers, second)]


def orders(page: html.HtmlElement) -> dict[str, tuple[str, bool]]:
    """The links above the thread: address, and whether it is the one that is read."""
    links = page.xpath("//p[@class='order']/a")
    return {text(a): (a.get("href"), a.get("aria-current") == "true") for a in links}


def pages(page: html.HtmlElement) -> list[str]:
    return [text(link) for link in page.xpath("//section[@id='comments']//nav/*")]


def test_newest_first_turns_the_roots_and_not_their_answers(client: Client) -> None:
    article, (first, one, two, second) = make_thread()
    own = article.get_absolute_url()
    assert shown(fetch(client, own)) == [first, one, two, second]
    assert shown(fetch(client, f"{own}?order=newest")) == [second, first, one, two]
    assert shown(fetch(client, f"{own}?order=oldest")) == [first, one, two, second]


@pytest.mark.parametrize("order", ["best", "", "NEWEST", "newest'--", "é"])
def test_an_unknown_order_is_the_usual_one(client: Client, order: str) -> None:
    article, numbers = make_thread()
    page = client.get(article.get_absolute_url(), {"order": order})
    assert shown(html.document_fromstring(page.content.decode())) == numbers


@pytest.mark.parametrize("usual", ["oldest", "newest"])
def test_both_orders_are_offered_and_the_usual_one_has_the_plain_address(
    client: Client, usual: str
) -> None:
    Discussion.objects.update(order=usual)
    article, _ = make_thread()
    own = article.get_absolute_url()
    other = "newest" if usual == "oldest" else "oldest"
    words = {"oldest": "Oldest first", "newest": "Newest first"}
    plain, asked = f"{own}#comments", f"{own}?order={other}#comments"
    assert orders(fetch(client, own)) == {
        words[usual]: (plain, True),
        words[other]: (asked, False),
    }
    assert orders(fetch(client, asked)) == {
        words[usual]: (plain, False),
        words[other]: (asked, True),
    }


def test_one_first_level_reply_has_no_order(client: Client) -> None:
    article = make_article()
    make_comment(article, parent=make_comment(article))
    assert not orders(fetch(client, article.get_absolute_url()))


def test_the_site_s_order_decides_where_nobody_asks(client: Client) -> None:
    Discussion.objects.update(order="newest")
    article, (first, one, two, second) = make_thread()
    assert shown(fetch(client, article.get_absolute_url())) == [second, first, one, two]


def test_pages_follow_the_order(client: Client) -> None:
    Discussion.objects.update(page_size=5)
    article = make_article()
    numbers = make_roots(article, 12)
    own = article.get_absolute_url()
    first = fetch(client, f"{own}?order=newest")
    assert shown(first) == numbers[:6:-1]
    links = first.xpath("//section[@id='comments']//nav//a/@href")
    assert links == [f"{own}comment-page-{n}/?order=newest#comments" for n in (2, 3)]
    assert shown(fetch(client, links[0])) == numbers[6:1:-1]
    assert shown(fetch(client, links[1])) == numbers[1::-1]


def test_the_first_page_keeps_the_order_that_was_asked_for(client: Client) -> None:
    article = make_article()
    own = article.get_absolute_url()
    response = client.get(f"{own}comment-page-1/?order=newest&x=1")
    assert (response.status_code, response["Location"]) == (301, f"{own}?order=newest")
    response = client.get(f"{own}comment-page-1/?order=best")
    assert response["Location"] == own


def test_a_page_in_another_order_names_the_plain_address_as_canonical(client: Client) -> None:
    Discussion.objects.update(page_size=5)
    article = make_article()
    make_roots(article, 6)
    own = article.get_absolute_url()
    for address in (own, f"{own}comment-page-2/"):
        plain = canonical(fetch(client, address))
        assert plain[0].endswith(address)
        assert canonical(fetch(client, f"{address}?order=newest")) == plain


def test_many_pages_are_offered_with_gaps(client: Client) -> None:
    Discussion.objects.update(page_size=5)
    article = make_article()
    make_roots(article, 100)
    own = article.get_absolute_url()
    assert pages(fetch(client, own)) == ["1", "2", "3", "…", "20"]
    middle = pages(fetch(client, f"{own}comment-page-10/"))
    assert middle == ["1", "…", "8", "9", "10", "11", "12", "…", "20"]
    assert pages(fetch(client, f"{own}comment-page-20/")) == ["1", "…", "18", "19", "20"]


def test_machines_read_the_replies_in_the_order_of_the_page(client: Client) -> None:
    article, (first, one, _, second) = make_thread()
    page = fetch(client, f"{article.get_absolute_url()}?order=newest")
    block = next(data for data in data_blocks(page) if "comment" in data)
    assert [c["url"].split("/")[-2] for c in block["comment"]] == [
        str(number) for number in (second, first, one)
    ]


def test_an_own_waiting_reply_stands_first_where_the_newest_do(client: Client) -> None:
    article, numbers = make_thread()
    send(client, article)
    page = fetch(client, f"{article.get_absolute_url()}?order=newest")
    assert shown(page)[0] > max(numbers)
