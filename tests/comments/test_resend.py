"""The answer to a reply was lost, and the reply comes again: stored once, given to its writer."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test import Client

from articles.models import Article
from comments import vault
from comments.models import Comment
from tests.factories import make_article, make_user

from .posting import BROWSER, LONG, make_fields, parse, reply, send, shown, text, typed_in

pytestmark = pytest.mark.django_db

WAITS = "Your reply is awaiting moderation: only you can see it."
AGAIN = "You have sent this reply already."


def attempt() -> str:
    return str(uuid.uuid4())


def lose_answer(client: Client, article: Article, **fields: Any) -> Comment:
    """A reply is stored, and its answer never reaches the browser."""
    before = {name: morsel.value for name, morsel in client.cookies.items()}
    assert send(client, article, **fields).status_code == 303
    client.cookies.clear()
    for name, value in before.items():
        client.cookies[name] = value
    return Comment.objects.latest("pk")


def sees_own(client: Client, comment: Comment) -> bool:
    page = parse(client.get(comment.article.get_absolute_url()))
    return comment.pk in shown(page) and WAITS in text(reply(page, comment.pk))


# --- Proven by the attempt ----------------------------------------------------------------------


def test_the_same_attempt_is_led_to_the_first_result(client: Client) -> None:
    article, number = make_article(), attempt()
    first = lose_answer(client, article, attempt=number)
    response = send(client, article, attempt=number)
    place = f"{article.get_absolute_url()}?received=1#comment-{first.pk}"
    assert (response.status_code, response["Location"]) == (303, place)
    assert set(response.cookies) == {"byline_own", "byline_reader"}
    assert sees_own(client, first)
    assert Comment.objects.count() == 1


def test_the_same_attempt_gives_the_browser_the_token_that_proves_it_later(client: Client) -> None:
    """The first one never arrived: an approval would be nobody's."""
    article, number = make_article(), attempt()
    lose_answer(client, article, attempt=number)
    send(client, article, attempt=number)
    Comment.objects.get().approve(by=make_user("mona"))
    send(client, make_article("Another"), body="And what I think of this.")
    codes = Comment.objects.latest("pk").signals.values_list("code", flat=True)
    assert "known_reader" in codes


def test_an_attempt_may_come_a_third_time(client: Client) -> None:
    article, number = make_article(), attempt()
    first = lose_answer(client, article, attempt=number)
    send(client, article, attempt=number)
    token = Comment.objects.get().token_digest
    response = send(client, article, attempt=number)
    assert response.status_code == 303
    assert response.cookies["byline_own"].value == client.cookies["byline_own"].value
    assert Comment.objects.get().token_digest == token
    assert sees_own(client, first)


def test_the_same_attempt_with_another_text_is_another_reply(client: Client) -> None:
    article, number = make_article(), attempt()
    first = lose_answer(client, article, attempt=number)
    response = send(client, article, attempt=number, body="Something else altogether.")
    assert response.status_code == 303
    assert Comment.objects.count() == 2
    assert not sees_own(client, first)


def test_a_resent_reply_that_was_published_meanwhile_is_shown(client: Client) -> None:
    article, number = make_article(), attempt()
    first = lose_answer(client, article, attempt=number)
    first.approve(by=None)
    response = send(client, article, attempt=number)
    assert response.status_code == 303
    assert response["Location"].endswith(f"?received=published#comment-{first.pk}")


# --- Proven by the browser ----------------------------------------------------------------------


def test_a_known_browser_gets_its_reply_with_the_refusal(client: Client) -> None:
    article = make_article()
    send(client, make_article("Before"), body="An earlier reply.")
    first = lose_answer(client, article)
    client.cookies.pop("byline_own")
    response = send(client, article)
    page = parse(response)
    assert response.status_code == 409
    assert f"{AGAIN} It is awaiting moderation." in text(page)
    assert typed_in(page)["body"] == LONG
    assert "byline_own" in response.cookies
    assert sees_own(client, first)
    assert Comment.objects.filter(article=article).count() == 1


def test_who_has_the_reply_already_gets_no_other_token(client: Client) -> None:
    article = make_article()
    send(client, article)
    token = Comment.objects.get().token_digest
    response = send(client, article)
    assert response.status_code == 409
    assert not response.cookies
    assert Comment.objects.get().token_digest == token


# --- Not proven ---------------------------------------------------------------------------------


def guesses(row: Comment) -> list[dict[str, str]]:
    """What somebody may try who knows a reply's number, or even what is stored of its secrets."""
    digests = (row.attempt, row.token_digest, row.reader, vault.digest(""))
    numbers = (str(uuid.UUID(int=7)), "", "-" * 36, f"{row.pk:032}", *(d[:32] for d in digests))
    return [{}, *({"attempt": number} for number in numbers)]


@pytest.mark.parametrize(
    ("status", "number"),
    [("waiting", ""), *((status, str(uuid.UUID(int=9))) for status in ("published", "spam"))],
)
def test_a_neighbour_who_copies_name_and_text_gains_nothing(
    client: Client, status: str, number: str
) -> None:
    article = make_article()
    send(client, article, attempt=number)
    first = Comment.objects.get()
    verb = {"published": "approve", "spam": "mark_spam"}.get(status)
    if verb:
        getattr(first, verb)(by=None)
    neighbour = Client()
    for guess in guesses(first):
        response = send(neighbour, article, **guess)
        assert (response.status_code, len(response.cookies)) == (409, 0), guess
    row = Comment.objects.get()
    assert (row.token_digest, row.reader) == (first.token_digest, first.reader)
    assert not sees_own(neighbour, first)


COOKIES: dict[str, Callable[[Comment], dict[str, str]]] = {
    "the reader's digest": lambda row: {"byline_reader": row.reader},
    "a piece of it": lambda row: {"byline_reader": row.reader[:22]},
    "a piece of the token's": lambda row: {"byline_reader": row.token_digest[:22]},
    "a token of one's own": lambda row: {"byline_reader": "A" * 22},
    "a digest unsealed": lambda row: {"byline_own": row.token_digest},
    "a digest with a seal": lambda row: {"byline_own": f"{row.token_digest}:forged"},
    "a seal of another key": lambda row: {
        "byline_own": signing.Signer(key="guess", salt="byline_own").sign(row.token_digest)
    },
    "empty": lambda row: {"byline_own": "", "byline_reader": ""},
}


@pytest.mark.parametrize("forged", COOKIES)
def test_forged_cookies_prove_nothing(client: Client, forged: str) -> None:
    article = make_article()
    send(client, article)
    first = Comment.objects.get()
    neighbour = Client()
    for name, value in COOKIES[forged](first).items():
        neighbour.cookies[name] = value
    response = send(neighbour, article)
    assert response.status_code == 409
    assert not response.cookies
    assert Comment.objects.get().token_digest == first.token_digest
    assert not sees_own(neighbour, first)


def test_the_seal_of_another_article_proves_nothing_here(client: Client) -> None:
    article = make_article()
    send(client, article)
    neighbour = Client()
    send(neighbour, make_article("Elsewhere"), body="Something of my own.")
    sealed = neighbour.cookies["byline_own"].value
    neighbour.cookies.clear()
    neighbour.cookies["byline_own"] = sealed
    assert not send(neighbour, article).cookies
    assert not sees_own(neighbour, Comment.objects.get(article=article))


def test_the_same_words_from_another_network_are_another_persons(client: Client) -> None:
    article, number = make_article(), attempt()
    send(client, article, attempt=number)
    other = Client(REMOTE_ADDR="198.51.100.7")
    assert send(other, article, attempt=number).status_code == 303
    assert Comment.objects.count() == 2


# --- What became of the first -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("", f"{AGAIN} It is awaiting moderation."),
        ("approve", f"{AGAIN} It is published."),
        ("mark_spam", f"{AGAIN} It is awaiting moderation."),
        ("reject", AGAIN),
    ],
)
def test_the_refusal_says_what_became_of_the_first(client: Client, verb: str, said: str) -> None:
    article = make_article()
    send(client, article)
    if verb:
        getattr(Comment.objects.get(), verb)(by=None)
    page = parse(send(Client(), article))
    assert text(page.xpath("//*[@role='alert']//li")[0]) == said


def test_one_may_send_again_what_one_has_withdrawn(client: Client) -> None:
    article, number = make_article(), attempt()
    send(client, article, attempt=number)
    Comment.objects.get().withdraw()
    response = send(client, article, attempt=number)
    assert response.status_code == 303
    assert sorted(Comment.objects.values_list("status", flat=True)) == ["waiting", "withdrawn"]


def test_an_answer_and_a_reply_of_the_same_words_are_two(client: Client) -> None:
    article = make_article()
    send(client, article, body="Above.")
    Comment.objects.get().approve(by=None)
    assert send(client, article).status_code == 303
    assert send(client, article, parent=Comment.objects.earliest("pk").pk).status_code == 303


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("number", ["", str(uuid.UUID(int=5))], ids=["no script", "script"])
def test_two_identical_posts_in_the_same_moment_store_one(number: str) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("tests on SQLite share one connection")
    article = make_article()
    address = f"{article.get_absolute_url()}comments/"
    start, answers = threading.Barrier(4), []

    def post() -> None:
        try:
            client = Client(headers=BROWSER)
            start.wait(timeout=5)
            answers.append(client.post(address, make_fields(attempt=number)).status_code)
        finally:
            connection.close()

    browsers = [threading.Thread(target=post) for _ in range(4)]
    for browser in browsers:
        browser.start()
    for browser in browsers:
        browser.join(timeout=20)
    assert Comment.objects.count() == 1
    assert sorted(answers) == ([303] * 4 if number else [303, 409, 409, 409])
