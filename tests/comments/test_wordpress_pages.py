"""Where a reply stands, case by case after WordPress's tests of pages, counts and deleted parents.

Byline differs: the first page is the article whatever the order, a removed reply with answers keeps
its place, and counts say what is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Discussion
from tests.factories import make_article, make_comment, make_user
from tests.reading import fetch

from .posting import parse, reply, send, shown, text

pytestmark = pytest.mark.django_db

START = timezone.now() - timedelta(days=30)


def make_roots(article: Article, minutes: Iterable[int], **fields: str) -> list[Comment]:
    """First-level replies sent so many minutes after the start, in the order given."""
    return [
        make_comment(article, body=f"At {m}.", submitted_at=START + timedelta(minutes=m), **fields)
        for m in minutes
    ]


def settle(**settings: object) -> None:
    Discussion.objects.update(**settings)


def page_numbers(article: Article, client: Client) -> list[list[int]]:
    """The replies of every page, the first page first."""
    own, pages = article.get_absolute_url(), []
    for number in range(1, 99):
        response = client.get(own if number == 1 else f"{own}comment-page-{number}/")
        if response.status_code == 404:
            break
        pages.append(shown(parse(response)))
    return pages


def page_of(row: Comment, client: Client) -> int:
    """The number of the page to which the permanent address leads; the reply stands there."""
    response = client.get(f"/comments/{row.pk}/")
    address, _, place = response["Location"].partition("#")
    assert (response.status_code, place) == (302, f"comment-{row.pk}")
    assert row.pk in shown(fetch(client, address))
    own = row.article.get_absolute_url()
    return 1 if address == own else int(address.removeprefix(f"{own}comment-page-").strip("/"))


# --- Pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [("oldest", (1, 1, 1), (3, 2, 1)), ("newest", (3, 2, 1), (1, 1, 1))],
)
def test_the_first_and_the_last_of_five_stand_on_their_pages(
    client: Client, order: str, first: tuple[int, ...], last: tuple[int, ...]
) -> None:
    rows = make_roots(make_article(), [4, 3, 2, 1, 0])
    for size, first_page, last_page in zip((2, 4, 5), first, last, strict=True):
        settle(order=order, page_size=size)
        assert (page_of(rows[-1], client), page_of(rows[0], client)) == (first_page, last_page)


@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_every_reply_and_every_answer_is_found_where_it_stands(client: Client, order: str) -> None:
    settle(order=order, page_size=2)
    article = make_article()
    roots = make_roots(article, [2, 0, 3, 1])
    answers = [make_comment(article, parent=row, body=f"To {row.pk}.") for row in roots]
    deeper = [make_comment(article, parent=row, body=f"And {row.pk}.") for row in answers]
    by_time = sorted(roots, key=lambda row: row.submitted_at, reverse=order == "newest")
    for place, root in enumerate(by_time):
        at = roots.index(root)
        for row in (root, answers[at], deeper[at]):
            assert page_of(row, client) == place // 2 + 1
    assert sorted(n for page in page_numbers(article, client) for n in page) == sorted(
        row.pk for row in (*roots, *answers, *deeper)
    )


@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_replies_of_the_same_second_are_each_on_one_page(client: Client, order: str) -> None:
    settle(order=order, page_size=2)
    article = make_article()
    numbers = [row.pk for row in make_roots(article, [0, 0, 0])]
    ordered = numbers if order == "oldest" else numbers[::-1]
    assert page_numbers(article, client) == [ordered[:2], ordered[2:]]
    for row in Comment.objects.all():
        assert page_of(row, client) == ordered.index(row.pk) // 2 + 1


@pytest.mark.parametrize("usual", ["oldest", "newest"])
@pytest.mark.parametrize("asked", ["oldest", "newest"])
def test_both_orders_divide_the_same_replies_into_pages(
    client: Client, usual: str, asked: str
) -> None:
    settle(order=usual, page_size=2)
    article = make_article()
    numbers = [row.pk for row in make_roots(article, [0, 1, 2])]
    ordered = numbers if asked == "oldest" else numbers[::-1]
    own = article.get_absolute_url()
    assert shown(fetch(client, f"{own}?order={asked}")) == ordered[:2]
    assert shown(fetch(client, f"{own}comment-page-2/?order={asked}")) == ordered[2:]


def test_an_older_reply_that_is_approved_late_moves_the_newer_ones(client: Client) -> None:
    settle(page_size=2)
    article = make_article()
    (late,) = make_roots(article, [0], status="waiting")
    rows = make_roots(article, [10, 20])
    assert [page_of(row, client) for row in rows] == [1, 1]
    late.approve(by=make_user("mona", "Moderator"))
    assert [page_of(row, client) for row in (late, *rows)] == [1, 1, 2]


@pytest.mark.parametrize("status", ["waiting", "rejected", "spam"])
def test_what_was_never_public_takes_no_place(client: Client, status: str) -> None:
    settle(page_size=2)
    article = make_article()
    make_roots(article, [0, 1, 2], status=status)
    rows = make_roots(article, [3, 4])
    assert page_numbers(article, client) == [[row.pk for row in rows]]


@pytest.mark.parametrize("verb", ["remove", "undo"])
def test_what_is_taken_back_moves_no_other_reply(client: Client, verb: str) -> None:
    settle(page_size=2)
    article = make_article()
    rows = make_roots(article, [0, 1, 2, 3])
    getattr(rows[0], verb)(by=make_user("mona", "Moderator"))
    assert page_numbers(article, client) == [[rows[1].pk], [rows[2].pk, rows[3].pk]]
    assert [page_of(row, client) for row in rows[1:]] == [1, 2, 2]
    assert client.get(f"/comments/{rows[0].pk}/").status_code == 404


def test_a_page_all_of_whose_replies_are_gone_does_not_call_the_thread_empty(
    client: Client,
) -> None:
    settle(page_size=2)
    article = make_article()
    rows = make_roots(article, [0, 1, 2])
    for row in rows[:2]:
        row.remove(by=None)
    first = text(fetch(client, article.get_absolute_url()).get_element_by_id("comments"))
    assert "The replies on this page were removed." in first
    assert "No replies yet" not in first
    rows[2].remove(by=None)
    first = text(fetch(client, article.get_absolute_url()).get_element_by_id("comments"))
    assert "No replies yet. Be the first." in first


def test_replies_under_other_articles_take_no_place_here(client: Client) -> None:
    settle(page_size=2)
    here, there = make_article("Here"), make_article("There")
    rows = [(make_roots(there, [m]), *make_roots(here, [m]))[1] for m in range(4)]
    assert [page_of(row, client) for row in rows] == [1, 1, 2, 2]


def test_answers_take_no_place_among_the_first_level(client: Client) -> None:
    settle(page_size=2)
    article = make_article()
    first, *others = make_roots(article, [0, 1, 2])
    for number in range(6):
        make_comment(article, parent=first, body=f"Answer {number}.")
    assert [page_of(row, client) for row in (first, *others)] == [1, 1, 2]


def test_the_site_may_change_the_size_of_pages(client: Client) -> None:
    rows = make_roots(make_article(), range(6))
    for size, page in ((2, 3), (3, 2), (6, 1)):
        settle(page_size=size)
        assert page_of(rows[-1], client) == page


def test_links_on_a_page_lead_back_to_it(client: Client) -> None:
    settle(page_size=2)
    article = make_article()
    make_roots(article, range(5))
    for number in (1, 2, 3):
        suffix = "" if number == 1 else f"comment-page-{number}/"
        page = fetch(client, article.get_absolute_url() + suffix)
        for link in page.xpath("//section[@id='comments']//article//time/parent::a/@href"):
            place = client.get(link)["Location"].partition("#")[0]
            assert place == article.get_absolute_url() + suffix


# --- Parents that go, and counts -----------------------------------------------------------------


def counted(article: Article, client: Client) -> tuple[str, str]:
    """What the heading says, and what the counter answers."""
    own = article.get_absolute_url()
    heading = fetch(client, own).get_element_by_id("replies-title")
    return text(heading), client.get(f"{own}comments/count").content.decode()


@pytest.mark.parametrize(("number", "words"), [(0, "Replies"), (1, "1 reply"), (2, "2 replies")])
def test_the_number_of_replies_is_said_in_words(client: Client, number: int, words: str) -> None:
    article = make_article()
    make_roots(article, range(number))
    assert counted(article, client) == (words, str(number))


@pytest.mark.parametrize("verb", ["mark_spam", "undo"])
def test_answers_stay_and_count_when_what_they_answer_goes(client: Client, verb: str) -> None:
    article = make_article()
    parent, other = make_roots(article, [0, 1])
    answers = [make_comment(article, parent=parent, body=f"Answer {n}.") for n in range(2)]
    below = make_comment(article, parent=answers[0], body="Below.")
    mona = make_user("mona", "Moderator")
    assert counted(article, client) == ("5 replies", "5")
    getattr(parent, verb)(by=mona)
    page = fetch(client, article.get_absolute_url())
    assert shown(page) == [parent.pk, answers[0].pk, below.pk, answers[1].pk, other.pk]
    assert "reply" in text(reply(page, parent.pk))  # a sentence, and none of its words
    assert "Root" not in text(reply(page, parent.pk))
    assert counted(article, client) == ("4 replies", "4")
    for row in (*answers, below):
        assert page_of(row, client) == 1
    for row in (below, *answers):
        Comment.objects.get(pk=row.pk).remove(by=mona)
    assert shown(fetch(client, article.get_absolute_url())) == [other.pk]
    assert counted(article, client) == ("1 reply", "1")


@pytest.mark.parametrize("verb", ["remove", "mark_spam"])
def test_what_is_brought_back_stands_where_it_stood(client: Client, verb: str) -> None:
    article = make_article()
    parent, other = make_roots(article, [0, 1])
    answer = make_comment(article, parent=parent)
    before = shown(fetch(client, article.get_absolute_url()))
    mona = make_user("mona", "Moderator")
    getattr(parent, verb)(by=mona)
    parent.undo(by=mona)
    assert shown(fetch(client, article.get_absolute_url())) == before
    assert before == [parent.pk, answer.pk, other.pk]
    assert counted(article, client) == ("3 replies", "3")


def test_an_article_that_is_withdrawn_and_comes_back_has_its_replies(client: Client) -> None:
    article = make_article()
    (row,) = make_roots(article, [0])
    article.status = Article.Status.DRAFT
    article.save()
    assert client.get(f"/comments/{row.pk}/").status_code == 404
    assert list(Comment.objects.published()) == []
    article.publish()
    assert page_of(row, client) == 1


def test_a_waiting_answer_below_a_parent_that_goes_can_still_be_approved(client: Client) -> None:
    article = make_article()
    (parent,) = make_roots(article, [0])
    send(client, article, parent=parent.pk)
    mona = make_user("mona", "Moderator")
    parent.remove(by=mona)
    Comment.objects.waiting().get().approve(by=mona)
    assert len(shown(fetch(Client(), article.get_absolute_url()))) == 2
    assert counted(article, client) == ("1 reply", "1")


def test_published_and_waiting_are_told_apart() -> None:
    article = make_article()
    statuses = ("published", "waiting", "rejected", "spam", "removed")
    rows = {status: make_comment(article, status=status, body=status) for status in statuses}
    assert list(Comment.objects.published()) == [rows["published"]]
    assert list(Comment.objects.waiting()) == [rows["waiting"]]
