"""The thread under an article: what stands where, and what it is counted as."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from articles.models import Article
from comments.models import Comment, Discussion, Thread
from tests.factories import make_article, make_comment, make_user

from .big_threads import make_answers
from .posting import parse, reply, shown, text

pytestmark = pytest.mark.django_db

GONE = "This reply was removed."
WORDS = {
    "withdraw": "Its writer has taken this reply back.",
    "undo": "A moderator is looking at this reply again.",
}


def make_branch(article: Article, depth: int) -> list[Comment]:
    """Replies that answer each other, the first one first."""
    branch = [make_comment(article, name="Reader 0", body="Level 0")]
    for level in range(1, depth):
        branch.append(
            make_comment(article, parent=branch[-1], name=f"Reader {level}", body=f"Level {level}")
        )
    return branch


def get(client: Client, article: Article, below: str = "") -> html.HtmlElement:
    response = client.get(f"{article.get_absolute_url()}{below}")
    assert response.status_code == 200
    return parse(response)


def depth(element: html.HtmlElement) -> int:
    """How many lists of the thread it stands in."""
    return len(element.xpath("ancestor::ol[ancestor::section[@id='comments']]"))


def parent_of(page: html.HtmlElement, number: int) -> str | None:
    """The id of the reply in whose list this one stands."""
    above = reply(page, number).xpath("ancestor::li[2]/*[starts-with(@id, 'comment-')]/@id")
    return above[0] if above else None


def test_an_approved_reply_appears_in_the_next_request(client: Client) -> None:
    article = make_article()
    waiting = make_comment(article, status="waiting", name="Otto Brandt", body="Well *said*.")
    assert shown(get(client, article)) == []
    waiting.approve(by=None)
    element = reply(get(client, article), waiting.pk)
    assert "Otto Brandt" in text(element)
    assert "Well said." in text(element)
    assert element.xpath(".//em/text()") == ["said"]
    assert element.xpath(f".//a[@href='/comments/{waiting.pk}/']/time/@datetime")
    assert element.xpath(f".//a[@href='/comments/{waiting.pk}/reply/']")


def test_an_answer_stands_under_its_parent(client: Client) -> None:
    article = make_article()
    first, second = make_comment(article, body="One"), make_comment(article, body="Two")
    answer = make_comment(article, parent=first)
    page = get(client, article)
    assert shown(page) == [first.pk, answer.pk, second.pk]
    assert parent_of(page, answer.pk) == f"comment-{first.pk}"
    assert parent_of(page, second.pk) is None


@pytest.mark.parametrize("status", ["waiting", "rejected", "spam", "removed"])
def test_what_is_not_public_is_not_there(client: Client, status: str) -> None:
    article = make_article()
    hidden = make_comment(article, status=status, name="Hidden Name", body="hidden words")
    content = client.get(article.get_absolute_url()).content.decode()
    assert "hidden words" not in content
    assert "Hidden Name" not in content
    assert f"comment-{hidden.pk}" not in content


@pytest.mark.parametrize("verb", ["remove", "reject", "mark_spam", "withdraw", "undo"])
def test_answers_keep_a_placeholder_to_stand_under(client: Client, verb: str) -> None:
    article = make_article()
    above = make_comment(article, name="Gone Reader", body="gone words", website="https://g.one")
    answer = make_comment(article, parent=above)
    (above.withdraw if verb == "withdraw" else lambda: getattr(above, verb)(by=None))()
    response = client.get(article.get_absolute_url())
    page = parse(response)
    assert text(reply(page, above.pk)) == WORDS.get(verb, GONE)
    assert parent_of(page, answer.pk) == f"comment-{above.pk}"
    for word in ("Gone Reader", "gone words", "g.one"):
        assert word not in response.content.decode()


def test_a_placeholder_goes_with_its_last_answer(client: Client) -> None:
    article = make_article()
    above = make_comment(article)
    answer = make_comment(article, parent=above)
    above.remove(by=None)
    answer.remove(by=None)
    page = get(client, article)
    assert shown(page) == []
    assert GONE not in text(page)


def test_below_the_fifth_level_answers_stand_flat_and_say_whom_they_answer(client: Client) -> None:
    article = make_article()
    branch = make_branch(article, 8)
    page = get(client, article)
    assert shown(page) == [row.pk for row in branch]
    assert [depth(reply(page, row.pk)) for row in branch] == [1, 2, 3, 4, 5, 5, 5, 5]
    for row, above in zip(branch[5:], branch[4:], strict=False):
        element = reply(page, row.pk)
        assert f"in reply to {above.name}" in text(element)
        assert element.xpath(f".//a[@href='#comment-{above.pk}']")
    for row in branch[:5]:
        assert "in reply to" not in text(reply(page, row.pk))


@pytest.mark.parametrize("levels", [1, 2, 10])
def test_the_site_decides_how_many_levels_are_shown(client: Client, levels: int) -> None:
    article = make_article()
    Discussion.objects.update(depth=levels)
    branch = make_branch(article, 12)
    page = get(client, article)
    assert shown(page) == [row.pk for row in branch]
    assert [depth(reply(page, row.pk)) for row in branch] == [
        min(level, levels) for level in range(1, 13)
    ]
    flat = [row for row in branch if "in reply to" in text(reply(page, row.pk))]
    assert flat == branch[levels:]


def test_a_thread_two_thousand_deep_is_shown(client: Client) -> None:
    article = make_article()
    root = make_comment(article)
    answers = make_answers(root, 2000, chain=True)
    assert shown(get(client, article)) == [root.pk, *answers[:12]]
    response = client.get(f"/comments/{answers[-1]}/")
    page = parse(client.get(response["Location"]))
    assert shown(page) == answers[1992:]


def test_pages_count_first_level_replies(client: Client) -> None:
    article = make_article()
    Discussion.objects.update(page_size=5)
    roots = [make_comment(article, body=f"Root {n}") for n in range(12)]
    answer = make_comment(article, parent=roots[6])
    numbers = [row.pk for row in roots]
    assert shown(get(client, article)) == numbers[:5]
    assert shown(get(client, article, "comment-page-2/")) == [
        *numbers[5:7],
        answer.pk,
        *numbers[7:10],
    ]
    third = get(client, article, "comment-page-3/")
    assert shown(third) == numbers[10:]
    own = article.get_absolute_url()
    links = third.xpath("//section[@id='comments']//nav//a/@href")
    assert [link.partition("#")[0] for link in links] == [own, f"{own}comment-page-2/"]


@pytest.mark.parametrize("number", ["1", "01", "000001"])
def test_the_first_page_is_the_article(client: Client, number: str) -> None:
    article = make_article()
    response = client.get(f"{article.get_absolute_url()}comment-page-{number}/")
    assert response.status_code == 301
    assert response["Location"] == article.get_absolute_url()


@pytest.mark.parametrize("number", ["0", "2", "999999", "9999999", "-1", "x"])
def test_pages_that_do_not_exist_are_not_found(client: Client, number: str) -> None:
    article = make_article()
    make_comment(article)
    assert client.get(f"{article.get_absolute_url()}comment-page-{number}/").status_code == 404


def test_a_page_of_the_thread_under_another_month_keeps_its_number(client: Client) -> None:
    article = make_article()
    Discussion.objects.update(page_size=5)
    for number in range(6):
        make_comment(article, body=f"Root {number}")
    response = client.get(f"/1999/01/{article.slug}/comment-page-2/")
    assert response.status_code == 301
    assert response["Location"] == f"{article.get_absolute_url()}comment-page-2/"


def test_the_permanent_address_leads_to_the_right_page(client: Client) -> None:
    article = make_article()
    Discussion.objects.update(page_size=5)
    roots = [make_comment(article, body=f"Root {n}") for n in range(6)]
    answer = make_comment(article, parent=make_comment(article, parent=roots[5]))
    roots[0].remove(by=None)
    own = article.get_absolute_url()
    for row, page in ((roots[1], ""), (roots[4], ""), (roots[5], "comment-page-2/"),
                      (answer, "comment-page-2/")):  # fmt: skip
        response = client.get(f"/comments/{row.pk}/")
        assert response.status_code == 302
        assert response["Location"] == f"{own}{page}#comment-{row.pk}"
        assert row.pk in shown(get(client, article, page))


def test_a_hidden_reply_is_as_unknown_as_one_that_never_was(client: Client) -> None:
    article = make_article()
    hidden = [make_comment(article, status=s) for s in ("waiting", "rejected", "spam", "removed")]
    under_draft = make_comment(make_article("Draft", publish=False))
    later = make_article("Later", published_at=timezone.now() + timedelta(hours=1))
    unknown = client.get("/comments/987654321/")
    assert unknown.status_code == 404
    for row in (*hidden, under_draft, make_comment(later)):
        response = client.get(f"/comments/{row.pk}/")
        assert (response.status_code, response.content) == (404, unknown.content)
        said, expected = dict(response.headers), dict(unknown.headers)
        # The id names the request in the log, whatever was asked for.
        assert said | {"X-Request-ID": ""} == expected | {"X-Request-ID": ""}
    assert client.get(f"/comments/{10**30}/").status_code == 404


def test_the_count_is_what_is_shown_whatever_was_decided(client: Client) -> None:
    article = make_article()
    rows = [make_comment(article, body=f"Number {n}") for n in range(4)]
    answer = make_comment(article, parent=rows[0])
    rows[0].remove(by=None)
    rows[1].undo(by=None)
    rows[2].mark_spam(by=None)
    rows[2].undo(by=None)
    make_comment(article, status="waiting", body="Not yet")
    page = get(client, article)
    assert shown(page) == [rows[0].pk, answer.pk, rows[2].pk, rows[3].pk]
    assert text(page.get_element_by_id("replies-title")) == "3 replies"
    assert Thread.objects.get(article=article).reply_count == 3
    assert Thread.objects.get(article=article).root_count == Comment.objects.roots().count()


def test_staff_are_marked_and_the_author_above_all(client: Client) -> None:
    article = make_article()
    ada, ben = make_user("ada"), make_user("ben")
    contributor = article.bylines.create(name="Ada Moreno", user=ada)
    by_author = make_comment(article, user=ada, name=contributor.name)
    by_staff = make_comment(article, user=ben, name="Ben Okafor", body="Also.")
    guest = make_comment(article, body="And I.")
    page = get(client, article)
    assert "Author" in text(reply(page, by_author.pk))
    assert "Staff" in text(reply(page, by_staff.pk))
    assert not {"Author", "Staff"} & set(text(reply(page, guest.pk)).split())


def test_a_thread_costs_the_same_queries_however_long(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    article = make_article()
    make_branch(article, 3)
    client.get(article.get_absolute_url())
    with django_assert_max_num_queries(8) as few:
        client.get(article.get_absolute_url())
    for number in range(20):
        make_comment(article, body=f"Root {number}")
    make_branch(article, 7)
    with django_assert_max_num_queries(8) as many:
        client.get(article.get_absolute_url())
    assert len(few) == len(many)
