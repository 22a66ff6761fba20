"""Long branches: cut on the article's page, whole on their own pages, and never lost."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from lxml import html

from articles.models import Article
from comments.models import Comment, Discussion, Thread
from tests.factories import make_article, make_comment, make_user
from tests.reading import canonical, fetch, meta

from .big_threads import make_answers
from .posting import reply, send, shown, text

pytestmark = pytest.mark.django_db

UNKNOWN = 987654321


def more(page: html.HtmlElement) -> list[tuple[str, str]]:
    """The links to the rest of a branch: words and address."""
    return [(text(link), link.get("href")) for link in page.xpath("//p[@class='more']/a")]


def summaries(page: html.HtmlElement) -> list[str]:
    return [text(summary) for summary in page.xpath("//details[@open]/summary")]


def of(root: Comment, after: object = None) -> str:
    address = f"/comments/{root.pk}/branch/"
    return address if after is None else f"{address}?after={after}"


def make_branch(number: int, **fields: Any) -> tuple[Article, Comment, list[int]]:
    article = make_article()
    root = make_comment(article, name="Otto Brandt", body="First of all.")
    return article, root, make_answers(root, number, **fields)


@pytest.mark.parametrize(("number", "left"), [(12, 0), (13, 1), (20, 8), (24, 12), (40, 12)])
def test_a_page_shows_twelve_answers_and_the_way_to_the_rest(
    client: Client, number: int, left: int
) -> None:
    article, root, answers = make_branch(number)
    page = fetch(client, article.get_absolute_url())
    assert shown(page) == [root.pk, *answers[:12]]
    words = f"Show {left} more {'reply' if left == 1 else 'replies'}"
    assert more(page) == ([(words, of(root, answers[11]))] if left else [])
    assert summaries(page) == [f"{number} replies"]
    assert text(page.get_element_by_id("replies-title")) == f"{number + 1} replies"


def test_the_pages_of_a_branch_lead_through_all_of_it(client: Client) -> None:
    article, root, answers = make_branch(40)
    page = fetch(client, article.get_absolute_url())
    seen = shown(page)
    labels = []
    while links := more(page):
        labels.append(links[0][0])
        page = fetch(client, links[0][1])
        seen += shown(page)
    assert seen == [root.pk, *answers]
    assert labels == ["Show 12 more replies", "Show 12 more replies", "Show 4 more replies"]


def test_the_page_of_a_branch_says_where_it_belongs(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://news.example.org"
    article, root, answers = make_branch(14)
    response = client.get(of(root, answers[11]) + "&page=7")
    page = fetch(client, of(root, answers[11]))
    assert text(page.xpath("//h1")[0]) == "Replies to Otto Brandt"
    assert "First of all." in text(page.xpath("//blockquote")[0])
    assert page.xpath(f"//main//a[@href='{article.get_absolute_url()}']")
    assert page.xpath(f"//main//a[@href='/comments/{root.pk}/']")
    assert page.xpath(f"//a[@href='/comments/{answers[12]}/reply/']")
    assert meta(page, "robots") == ["noindex"]
    assert canonical(page) == [f"https://news.example.org{of(root, answers[11])}"]
    assert response["Cache-Tag"] == f"article:{article.pk} thread:{article.pk} site"
    assert response["Cache-Control"] == "max-age=0, must-revalidate"
    assert not response.cookies


def test_without_after_the_whole_branch_is_read_from_its_start(client: Client) -> None:
    _, root, answers = make_branch(3)
    assert shown(fetch(client, of(root))) == answers


def test_an_answer_names_a_parent_that_stands_on_another_page(client: Client) -> None:
    _, root, answers = make_branch(15, chain=True)
    page = fetch(client, of(root, answers[11]))
    line = reply(page, answers[12]).xpath(".//p[@class='in-reply-to']")[0]
    assert text(line) == f"in reply to Reader {answers[11]}"
    assert line.xpath("a/@href") == [f"/comments/{answers[11]}/"]
    assert not reply(page, answers[13]).xpath(".//p[@class='in-reply-to']")


def test_the_name_of_a_removed_reply_is_not_told_by_its_answers(client: Client) -> None:
    _, root, answers = make_branch(15, chain=True)
    Comment.objects.get(pk=answers[11]).remove(by=None)
    response = client.get(of(root, answers[10]))
    assert shown(fetch(client, of(root, answers[10]))) == answers[12:]
    assert "in reply to a removed reply" in response.content.decode()
    assert f"Reader {answers[11]}" not in response.content.decode()


def test_below_the_last_level_a_removed_reply_keeps_its_name_to_itself(client: Client) -> None:
    article, _, answers = make_branch(8, chain=True)
    Comment.objects.get(pk=answers[5]).remove(by=None)
    response = client.get(article.get_absolute_url())
    assert f"Reader {answers[5]}<" not in response.content.decode()
    assert f"comment-{answers[5]}" in response.content.decode()


@pytest.mark.parametrize("after", ["x", "-1", "²", "1e3", "", str(UNKNOWN), "9" * 30])
def test_a_place_that_does_not_exist_is_not_found(client: Client, after: str) -> None:
    _, root, _ = make_branch(13)
    assert client.get("/comments/0/branch/", {"after": after}).status_code == 404
    assert client.get(of(root), {"after": after}).status_code == 404


def test_an_answer_of_another_branch_is_no_place_in_this_one(client: Client) -> None:
    article, root, _ = make_branch(13)
    other = make_comment(article, parent=make_comment(article, body="Another"), body="There")
    assert client.get(of(root, other.pk)).status_code == 404
    assert client.get(of(root, root.pk)).status_code == 404


def test_only_public_first_level_replies_have_branches(client: Client) -> None:
    article, root, answers = make_branch(1)
    waiting = make_comment(article, status="waiting", body="Not yet")
    under_draft = make_comment(make_article("Draft", publish=False))
    removed = make_comment(article, status="removed", body="Gone")
    for number in (waiting.pk, under_draft.pk, removed.pk, answers[0], UNKNOWN, 10**30):
        assert client.get(f"/comments/{number}/branch/").status_code == 404
    assert client.post(of(root)).status_code == 405


def test_a_branch_with_nothing_left_leads_back_to_its_root(client: Client) -> None:
    _, root, answers = make_branch(13)
    Comment.objects.get(pk=answers[12]).remove(by=None)
    response = client.get(of(root, answers[11]))
    assert (response.status_code, response["Location"]) == (302, f"/comments/{root.pk}/")


@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_every_permanent_address_leads_to_its_reply(client: Client, order: str) -> None:
    Discussion.objects.update(page_size=5, order=order)
    article, root, answers = make_branch(30)
    roots = [make_comment(article, body=f"Root {n}").pk for n in range(8)]
    Comment.objects.get(pk=answers[3]).remove(by=None)
    Comment.objects.get(pk=answers[20]).remove(by=None)
    for number in {root.pk, *answers, *roots} - {answers[3], answers[20]}:
        response = client.get(f"/comments/{number}/")
        assert response.status_code == 302
        assert urlsplit(response["Location"]).fragment == f"comment-{number}"
        assert number in shown(fetch(client, response["Location"]))


def test_counts_follow_what_is_taken_back_and_comes_again(client: Client) -> None:
    article, root, answers = make_branch(20)

    def said() -> tuple[str, str, list[tuple[str, str]]]:
        page = fetch(client, article.get_absolute_url())
        title = text(page.get_element_by_id("replies-title"))
        return title, summaries(page)[0], [label for label, _ in more(page)]

    assert said() == ("21 replies", "20 replies", ["Show 8 more replies"])
    Comment.objects.get(pk=answers[0]).remove(by=None)
    assert said() == ("20 replies", "19 replies", ["Show 8 more replies"])
    Comment.objects.get(pk=answers[15]).withdraw()
    assert said() == ("19 replies", "18 replies", ["Show 7 more replies"])
    Comment.objects.get(pk=root.pk).remove(by=None)
    assert said() == ("18 replies", "18 replies", ["Show 7 more replies"])
    Comment.objects.get(pk=answers[0]).undo(by=None)
    Comment.objects.get(pk=root.pk).undo(by=None)
    assert said() == ("20 replies", "19 replies", ["Show 7 more replies"])
    later = make_comment(article, parent=root, status="waiting", body="Later")
    assert said() == ("20 replies", "19 replies", ["Show 7 more replies"])
    later.approve(by=None)
    assert said() == ("21 replies", "20 replies", ["Show 8 more replies"])
    assert Thread.objects.get(article=article).reply_count == 21


def test_a_branch_whose_shown_part_is_gone_is_still_found(client: Client) -> None:
    article, root, answers = make_branch(13)
    for number in [*answers[:12], root.pk]:
        Comment.objects.get(pk=number).remove(by=None)
    page = fetch(client, article.get_absolute_url())
    assert shown(page) == [root.pk]
    assert more(page) == [("Show 1 more reply", of(root, answers[11]))]
    rest = fetch(client, more(page)[0][1])
    assert shown(rest) == answers[12:]
    assert text(rest.xpath("//h1")[0]) == "Replies to a removed reply"
    assert "Otto Brandt" not in text(rest)


def test_a_summary_counts_the_published_replies_below_it(client: Client) -> None:
    article = make_article()
    root = make_comment(article)
    first = make_comment(article, parent=root, body="One")
    gone = make_comment(article, parent=first, body="Two")
    make_comment(article, parent=gone, body="Three")
    gone.remove(by=None)
    page = fetch(client, article.get_absolute_url())
    assert summaries(page) == ["2 replies", "1 reply", "1 reply"]


def test_an_own_waiting_answer_stands_in_its_place_beyond_the_cut(client: Client) -> None:
    article, _, answers = make_branch(20)
    sent = send(client, article, parent=answers[18])
    own = Comment.objects.latest("pk")
    page = fetch(client, sent["Location"])
    assert shown(page)[-1] == own.pk
    element = reply(page, own.pk)
    assert f"in reply to Reader {answers[18]}" in text(element)
    assert element.xpath(f".//a[@href='/comments/{answers[18]}/']")
    assert more(page)[0][0] == "Show 8 more replies"
    assert own.pk not in shown(fetch(Client(), article.get_absolute_url()))


def test_the_page_of_a_branch_costs_the_same_queries_however_long(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    article, root, answers = make_branch(14)
    article.bylines.create(name="Ada Moreno", user=make_user())
    with django_assert_max_num_queries(8) as few:
        client.get(of(root, answers[11]))
    answers += make_answers(root, 300)
    with django_assert_max_num_queries(8) as many:
        client.get(of(root, answers[100]))
    assert len(few) == len(many)
