"""What the rules make of a reply, case by case after WordPress's tests of check_comment.

Differences that are meant: words are looked for whole (`*word*` anywhere in one) and never in the
email address; a typed name and address prove nothing; what editors block is filed as spam.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Discussion
from tests.factories import make_article, make_comment, make_user

from .posting import LONG, parse, reply, send, shown, text

pytestmark = pytest.mark.django_db


def settle(**settings: Any) -> None:
    """Nothing waits but what a rule holds back, unless a test says otherwise."""
    Discussion.objects.update(**({"premoderation": "nothing"} | settings))


def left(client: Client, headers: dict[str, str] | None = None, **fields: Any) -> Comment:
    """A reply under an article of its own, as it is stored."""
    assert send(client, make_article(), headers, **fields).status_code == 303
    return Comment.objects.latest("pk")


# --- Words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("scoop", {"body": "Has anybody seen Scoop?"}),
        ("well", {"body": "As deep as a well. For that boy."}),
        ("установка", {"body": "Установка"}),
        ("sideshow", {"name": "Sideshow Mel"}),
        ("*harbour*", {"website": "https://myharbours.example"}),
        ("harbour.example", {"website": "https://www.harbour.example/plan"}),
        ("harbour.example", {"body": "See http://shop.harbour.example:80/x, says Otto."}),
        ("/spam/", {"body": "We sing, <a href=\"http://a.example/spam/>sing</a>, sing."}),
        ("href=http", {"body": "<a href=http://a.example/>a</a>"}),
        ("halfway", {"body": "Stuck <b>half</b>way to nowhere."}),
        ("halfway", {"body": "Stuck half**way** to nowhere."}),
        ("halfway", {"body": "Stuck *half*way to nowhere."}),
        ("halfway", {"body": "Stuck half\u200bway to nowhere."}),
        ("127.0.0.1", {}),
        ("127.0.0.0/24", {}),
    ],
)  # fmt: skip
def test_a_word_is_found_in_every_field_that_is_searched(
    client: Client, line: str, fields: dict[str, str]
) -> None:
    settle(held_words=f"foo\n\n  {line}  \nbar")
    assert left(client, **fields).status == "waiting"
    settle(blocked_words=f"foo\n{line}")
    assert left(client, **fields).status == "spam"


def test_a_word_is_found_in_the_name_of_the_browser(client: Client) -> None:
    settle(held_words="replybot*")
    browser = {"Sec-Fetch-Site": "same-origin", "User-Agent": "ReplyBot/2.1"}
    assert left(client, browser).status == "waiting"


@pytest.mark.parametrize(
    "line",
    ["foo\nbar", "", "\n \n", "# seen", "nadia.fell@example.com", "*@example.com", "see", "sco",
     "203.0.113.0/24", "/^scoop/"],
)  # fmt: skip
def test_what_matches_nothing_lets_a_reply_through(client: Client, line: str) -> None:
    """The address plays no part in it, and neither does a part of a word."""
    settle(held_words=line, blocked_words=line)
    assert left(client, body="Has anybody seen Scoop?").status == "published"


def test_a_blocked_word_counts_more_than_a_held_one_and_looks_the_same(client: Client) -> None:
    settle(held_words="scoop", blocked_words="scoop")
    article = make_article()
    spam = send(client, article, body="Has anybody seen Scoop?")
    page = text(parse(client.get(article.get_absolute_url())))
    assert Comment.objects.get().status == "spam"
    assert spam["Location"].endswith(f"?received=1#comment-{Comment.objects.get().pk}")
    assert "Your reply is awaiting moderation: only you can see it." in page
    assert shown(parse(Client().get(article.get_absolute_url()))) == []


def test_the_newsroom_may_use_any_word(client: Client) -> None:
    settle(held_words="scoop", blocked_words="scoop", premoderation="everything")
    client.force_login(make_user("ada", "Editor"))
    assert left(client, body="Scoop! http://a.example http://b.example").status == "published"


# --- Links ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "number", "status"),
    [(2, 1, "published"), (2, 2, "waiting"), (2, 3, "waiting"), (3, 2, "published"),
     (1, 1, "waiting"), (0, 9, "published")],
)  # fmt: skip
def test_links_hold_a_reply_from_the_limit_on(
    client: Client, limit: int, number: int, status: str
) -> None:
    settle(link_limit=limit)
    body = "See " + ", ".join(f"http://{n}.harbour.example/" for n in range(number))
    assert left(client, body=body).status == status


def test_typed_links_count_as_their_addresses_do(client: Client) -> None:
    settle()
    body = "A <a href='http://one.example'>one</a> and <a href='http://two.example'>two</a>."
    assert left(client, body=body).status == "waiting"


def test_the_website_is_no_link_of_the_text(client: Client) -> None:
    settle()
    assert left(client, body="See www.one.example", website="fell.example").status == "published"


# --- Who was approved before ---------------------------------------------------------------------


def test_a_newcomer_waits_until_a_reply_of_the_same_browser_was_approved(client: Client) -> None:
    settle(premoderation="newcomers")
    mona = make_user("mona", "Moderator")
    first = left(client, body="Can we build it?")
    assert first.status == left(client, body="Can we mend it?").status == "waiting"
    first.approve(by=mona)
    assert left(client, body="Can we paint it?").status == "published"


@pytest.mark.parametrize("email", ["bob@example.com", "BOB@example.com"])
def test_a_typed_name_and_address_of_somebody_approved_prove_nothing(
    client: Client, email: str
) -> None:
    settle(premoderation="newcomers")
    mona = make_user("mona", "Moderator")
    left(client, name="Bob", email="bob@example.com").approve(by=mona)
    assert left(Client(), name="Bob", email=email, body="Not me.").status == "waiting"


def test_the_address_may_change_where_the_browser_is_the_same(client: Client) -> None:
    settle(premoderation="newcomers")
    mona = make_user("mona", "Moderator")
    left(client, name="Bob", email="bob@example.com").approve(by=mona)
    again = left(client, name="Rob", email="rob@example.org", body="Still me.")
    assert again.status == "published"


@pytest.mark.parametrize("field", ["email", "name"])
def test_a_guest_who_types_what_belongs_to_a_member(client: Client, field: str) -> None:
    """The name is public and is held; the address changes nothing that a guest can see."""
    settle()
    make_user("ada", "Editor", email="ada@news.example", first_name="Ada", last_name="Moreno")
    typed = {"email": "ada@news.example", "name": "Ada Moreno"}[field]
    comment = left(client, **{field: typed})
    assert comment.status == ("waiting" if field == "name" else "published")
    page = parse(Client().get(comment.article.get_absolute_url()))
    assert "Staff" not in text(page.get_element_by_id("comments"))


@pytest.mark.parametrize(
    ("premoderation", "status"),
    [("everything", "waiting"), ("newcomers", "waiting"), ("nothing", "published")],
)
def test_the_site_decides_whom_moderators_see_first(
    client: Client, premoderation: str, status: str
) -> None:
    settle(premoderation=premoderation)
    assert left(client).status == status


def test_what_was_published_at_once_is_there_at_once(client: Client) -> None:
    settle()
    article = make_article()
    location = send(client, article)["Location"]
    number = Comment.objects.get().pk
    assert location == f"{article.get_absolute_url()}?received=published#comment-{number}"
    assert LONG in text(reply(parse(Client().get(location)), number))


def test_a_published_reply_above_makes_no_answer_published(client: Client) -> None:
    article = make_article()
    above = make_comment(article)
    send(client, article, parent=above.pk)
    assert Comment.objects.waiting().get().parent == above


# --- Twice, and too fast -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 409),
        ({"name": "NADIA  fell"}, 409),
        ({"body": LONG.upper()}, 409),
        ({"email": "other@example.org"}, 409),
        ({"website": "https://fell.example"}, 409),
        ({"name": "Otto"}, 303),
        ({"body": LONG + " Truly."}, 303),
    ],
)
def test_what_makes_a_reply_the_same_as_the_one_before(
    client: Client, fields: dict[str, str], status: int
) -> None:
    """The address plays no part: an answer must not tell whether it was the same."""
    article = make_article()
    send(client, article)
    assert send(client, article, **fields).status_code == status
    assert Comment.objects.count() == (2 if status == 303 else 1)


@pytest.mark.parametrize("verb", ["approve", "reject", "mark_spam"])
def test_a_reply_stays_the_same_whatever_became_of_the_first(client: Client, verb: str) -> None:
    article = make_article()
    send(client, article)
    getattr(Comment.objects.get(), verb)(by=None)
    assert send(client, article).status_code == 409


def test_a_day_later_the_same_may_be_said_again(client: Client) -> None:
    article = make_article()
    send(client, article)
    with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1)):
        assert send(client, article).status_code == 303


def test_the_newsroom_may_go_on_where_a_reader_has_to_wait(client: Client, settings: Any) -> None:
    settings.RATE_LIMITS = True
    article = make_article()
    answers = [send(client, article, body=f"Number {n}").status_code for n in range(7)]
    assert answers[0] == 303
    assert answers[-1] == 429
    client.force_login(make_user("ada", "Editor"))
    numbers = [send(client, article, body=f"Answer {n}").status_code for n in range(7)]
    assert set(numbers) == {303}
    assert len(shown(parse(Client().get(article.get_absolute_url())))) == 7
